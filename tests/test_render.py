"""Renders of small numbered clips: every frame and every sample where the timeline puts it."""

from __future__ import annotations

import os
import subprocess
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, ffmpeg, heard, lag, noise, numbered, numbers, pictures
from workprint.base import Fault, Range, samples
from workprint.ffmpeg import Cancelled
from workprint.jobs import (
    MediaGone,
    NothingToHear,
    NothingToRender,
    NotWritable,
    RenderFailed,
    RenderOptions,
    UnknownFormat,
    render,
)
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    MediaFile,
    Timeline,
    TimelineRef,
    Track,
    Transition,
    VideoStream,
)
from workprint.ops import UnknownOperation

FAST = RenderOptions(quality="draft")
CANVAS = Canvas(width=WIDTH, height=HEIGHT)


@pytest.fixture(scope="module")
def a(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    return numbered(tmp_path_factory.mktemp("footage") / "a.mov", 120)


@pytest.fixture(scope="module")
def b(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    return numbered(tmp_path_factory.mktemp("footage") / "b.mov", 90, first=1000, seed=2)


def clip(media: MediaFile, start: int, end: int, name: str = "", **more: Any) -> Clip:
    return Clip(
        id=name or f"{media.id}{start}",
        media=FileRef(media=media.id),
        source=Range.between(start, end),
        **more,
    )


def film(*items: Any, media: tuple[MediaFile, ...], rate: Fraction | int = 30, **more: Any) -> Timeline:
    track = Track(id="v1", kind="video", items=items)
    return Timeline(rate=Fraction(rate), canvas=CANVAS, tracks=(track,), media=media, **more)


def rendered(timeline: Timeline, path: Path, options: RenderOptions = FAST) -> list[int]:
    report = render(timeline, path, options)
    assert report.findings == ()
    assert report.frames == timeline.duration
    return numbers(path)


def test_cuts_are_frame_exact(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    timeline = film(clip(a, 7, 20), clip(b, 0, 5), clip(a, 20, 21), clip(a, 60, 120), media=(a, b))
    expected = [*range(7, 20), *range(1000, 1005), 20, *range(60, 120)]
    assert rendered(timeline, tmp_path / "out.mp4") == expected


def test_pieces_join_without_a_seam(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    """Long enough to be rendered in several pieces, with repeats that run backwards through the file."""
    items = [clip(a, s, s + 60, f"c{i}") for i, s in enumerate((0, 60, 30, 0, 45, 60, 20, 0, 10, 50, 60, 3))]
    timeline = film(*items, media=(a, b))
    expected = [n for item in items for n in range(item.source.start, item.source.end)]
    assert rendered(timeline, tmp_path / "out.mp4") == expected


def test_sound_is_sample_exact(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    cuts = [(a, 10, 40, 1), (b, 3, 33, 2), (a, 80, 110, 1)]
    timeline = film(*(clip(m, s, e) for m, s, e, _ in cuts), media=(a, b))
    rendered(timeline, tmp_path / "out.mp4")
    sound = heard(tmp_path / "out.mp4")
    assert abs(len(sound) - samples(timeline.duration, timeline.rate)) <= 1024
    at = 0
    for media, start, end, seed in cuts:
        whole = noise(float(media.duration), seed)
        first, count = samples(start, timeline.rate), samples(end - start, timeline.rate)
        piece = whole[first + 2400 : first + count - 2400]
        assert lag(piece, sound, samples(at, timeline.rate) + 2400) == 0
        at += end - start


@pytest.mark.parametrize("rate", [25, 24, Fraction(30000, 1001), 60])
def test_other_rates_keep_time(a: MediaFile, tmp_path: Path, rate: Fraction | int) -> None:
    rate = Fraction(rate)
    spans = [(5, 30), (40, 41), (50, 90)]
    timeline = film(*(clip(a, s, e) for s, e in spans), media=(a,), rate=rate)
    shown = rendered(timeline, tmp_path / "out.mp4")
    wanted = [n for s, e in spans for n in range(s, e)]
    for number, frame in zip(shown, wanted, strict=True):
        assert abs(number - frame * 30 / rate) <= 1


def test_variable_rate_keeps_time_and_sync(tmp_path: Path) -> None:
    whole = numbered(tmp_path / "even.mov", 120)
    path = tmp_path / "vfr.mkv"
    ffmpeg("-i", whole.uri, "-vf", "select='lt(n,40)+not(mod(n,3))'", "-fps_mode", "vfr", "-c:v", "libx264",
           "-preset", "ultrafast", "-crf", "12", "-c:a", "copy", str(path))  # fmt: skip
    assert whole.video is not None
    media = whole.model_copy(update={"uri": str(path), "size": 0, "id": "vfr"})
    timeline = film(clip(media, 10, 50), clip(media, 60, 90), clip(media, 93, 110), media=(media,))
    report = render(timeline, tmp_path / "out.mp4", FAST)
    assert report.frames == timeline.duration
    shown = numbers(tmp_path / "out.mp4")
    wanted = [*range(10, 50), *range(60, 90), *range(93, 110)]
    for number, frame in zip(shown, wanted, strict=True):
        assert frame - 3 <= number <= frame + 1
    piece = noise(4.0)[60 * 1600 + 2000 : 90 * 1600 - 2000]
    assert abs(lag(piece, heard(tmp_path / "out.mp4"), 40 * 1600 + 2000)) <= 1


def test_transition_keeps_length_and_borrows_handles(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    cross = Transition(id="x1", op="crossfade", in_offset=5, out_offset=5)
    timeline = film(clip(a, 0, 60), cross, clip(b, 20, 80), media=(a, b))
    report = render(timeline, tmp_path / "out.mp4", FAST)
    shown = numbers(tmp_path / "out.mp4")
    assert report.frames == 120
    assert shown[:55] == list(range(55))
    assert shown[65:] == list(range(1025, 1080))


def test_transition_without_handles_holds_the_edge(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    cross = Transition(id="x1", op="crossfade", in_offset=6, out_offset=6)
    timeline = film(clip(a, 90, 120), cross, clip(b, 0, 30), media=(a, b))
    assert render(timeline, tmp_path / "out.mp4", FAST).frames == 60
    shown = numbers(tmp_path / "out.mp4")
    assert shown[:24] == list(range(90, 114))
    assert shown[36:] == list(range(1006, 1030))


def test_speed_reverse_and_freeze(a: MediaFile, tmp_path: Path) -> None:
    timeline = film(
        clip(a, 0, 30, "fast", speed=Fraction(2)),
        clip(a, 40, 60, "back", reverse=True),
        clip(a, 70, 80, "still", freeze=True),
        media=(a,),
    )
    shown = rendered(timeline, tmp_path / "out.mp4")
    assert all(abs(number - 2 * frame) <= 1 for frame, number in enumerate(shown[:30]))
    assert shown[30:] == [*range(59, 39, -1), *[70] * 10]


def test_speed_keeps_sound_in_step(a: MediaFile, tmp_path: Path) -> None:
    timeline = film(clip(a, 0, 60, "fast", speed=Fraction(2)), clip(a, 60, 120), media=(a,))
    rendered(timeline, tmp_path / "out.mp4")
    piece = noise(4.0)[60 * 1600 + 2400 : 120 * 1600 - 2400]
    assert lag(piece, heard(tmp_path / "out.mp4"), 60 * 1600 + 2400) == 0


def test_gap_is_black_and_silent(a: MediaFile, tmp_path: Path) -> None:
    timeline = film(clip(a, 0, 10), Gap(id="g", duration=20), clip(a, 10, 20), media=(a,))
    rendered(timeline, tmp_path / "out.mp4")
    assert pictures(tmp_path / "out.mp4")[12:28].max() < 20
    sound = heard(tmp_path / "out.mp4")
    assert np.abs(sound[12 * 1600 : 28 * 1600]).max() < 0.01


def test_joins_do_not_click(tmp_path: Path) -> None:
    """A tone cut at its crests: the jump at a hard cut would be as high as the tone."""
    path = tmp_path / "tone.wav"
    ffmpeg("-f", "lavfi", "-i", "sine=f=200:r=48000:d=4", "-c:a", "pcm_s16le", str(path))
    media = MediaFile(
        id="t", uri=str(path), hash="t", kind="audio", duration=Fraction(4), audio={"duration": 4}
    )  # type: ignore[arg-type]
    items = tuple(clip(media, s, s + 20) for s in (0, 33, 61, 90))
    track = Track(id="a1", kind="audio", items=items)
    timeline = Timeline(canvas=CANVAS, tracks=(track,), media=(media,))
    render(timeline, tmp_path / "out.wav", FAST)
    sound = heard(tmp_path / "out.wav")
    steepest = np.abs(np.diff(sound)).max()
    assert steepest < 1.7 * (0.125 * 2 * np.pi * 200 / 48000)


def test_nested_timeline_is_one_clip(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    inner = film(clip(a, 10, 20), clip(b, 0, 10), media=(a, b))
    outer = film(
        Clip(id="n", media=TimelineRef(timeline=inner), source=Range(start=5, duration=10)),
        clip(a, 50, 55),
        media=(a, b),
    )
    assert rendered(outer, tmp_path / "out.mp4") == [*range(15, 20), *range(1000, 1005), *range(50, 55)]


def test_overlay_covers_only_its_frames(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    timeline = film(clip(a, 0, 60), media=(a, b))
    upper = Track(id="v2", kind="video", items=(Gap(id="g", duration=20), clip(b, 5, 25, muted=True)))
    shown = rendered(timeline.with_track(upper), tmp_path / "out.mp4")
    assert shown == [*range(20), *range(1005, 1025), *range(40, 60)]


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv", "webm"])
def test_film_formats(a: MediaFile, tmp_path: Path, suffix: str) -> None:
    timeline = film(clip(a, 0, 12), clip(a, 30, 42), media=(a,))
    assert rendered(timeline, tmp_path / f"out.{suffix}") == [*range(12), *range(30, 42)]


def test_gif_and_sound_formats(a: MediaFile, tmp_path: Path) -> None:
    timeline = film(clip(a, 0, 30), media=(a,))
    assert len(numbers_of_gif(timeline, tmp_path / "out.gif")) == 15
    for suffix in ("mp3", "wav", "m4a"):
        render(timeline, tmp_path / f"out.{suffix}", FAST)
        assert abs(len(heard(tmp_path / f"out.{suffix}")) - 48000) <= 2400


def numbers_of_gif(timeline: Timeline, path: Path) -> list[int]:
    render(timeline, path, FAST)
    return numbers(path)


def test_size_and_quality(a: MediaFile, tmp_path: Path) -> None:
    timeline = film(clip(a, 0, 6), media=(a,))
    report = render(timeline, tmp_path / "out.mp4", RenderOptions(size="448x256", quality="high"))
    assert (report.width, report.height) == (448, 256)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda t, _: t.model_copy(update={"tracks": ()}), NothingToRender),
        (
            lambda t, m: t.model_copy(update={"media": (m.model_copy(update={"uri": "/no/such.mov"}),)}),
            MediaGone,
        ),
        (
            lambda t, _: t.model_copy(
                update={"tracks": (with_effect(t.tracks[0], Effect(id="e", op="nonsense")),)}
            ),
            UnknownOperation,
        ),
    ],
)
def test_faults_leave_nothing_behind(a: MediaFile, tmp_path: Path, change: Any, fault: type[Fault]) -> None:
    timeline = change(film(clip(a, 0, 6), media=(a,)), a)
    with pytest.raises(fault):
        render(timeline, tmp_path / "out.mp4", FAST)
    assert list(tmp_path.iterdir()) == []


def with_effect(track: Track, effect: Effect) -> Track:
    first = track.items[0]
    assert isinstance(first, Clip)
    return track.model_copy(update={"items": (first.model_copy(update={"effects": (effect,)}),)})


def test_unknown_format(a: MediaFile, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="xyz"):
        render(film(clip(a, 0, 6), media=(a,)), tmp_path / "out.xyz", FAST)


def test_silent_film_has_no_sound_file(tmp_path: Path) -> None:
    mute = numbered(tmp_path / "mute.mov", 30, sound=False)
    with pytest.raises(NothingToHear):
        render(film(clip(mute, 0, 6), media=(mute,)), tmp_path / "out.wav", FAST)
    assert rendered(film(clip(mute, 0, 6), media=(mute,)), tmp_path / "out.mp4") == list(range(6))


def test_a_broken_source_names_its_clip(a: MediaFile, tmp_path: Path) -> None:
    path = tmp_path / "broken.mov"
    path.write_bytes(Path(a.uri).read_bytes()[:200])
    media = a.model_copy(update={"uri": str(path), "size": 200})
    with pytest.raises(RenderFailed, match="c7") as caught:
        render(film(clip(media, 0, 6, "c7"), media=(media,)), tmp_path / "out.mp4", FAST)
    assert caught.value.fields["origin"] == "c7"
    assert [p.name for p in tmp_path.iterdir()] == ["broken.mov"]


def test_cancelling_leaves_nothing(a: MediaFile, tmp_path: Path) -> None:
    cancel = threading.Event()
    timeline = film(*(clip(a, 0, 120, f"c{i}") for i in range(10)), media=(a,))

    def stop(_: object) -> None:
        cancel.set()

    with pytest.raises(Cancelled):
        render(timeline, tmp_path / "out.mp4", FAST, stop, cancel)
    assert list(tmp_path.iterdir()) == []


def test_generated_colour_is_that_colour(tmp_path: Path) -> None:
    red = Clip(
        id="c",
        media=GeneratorRef(op="color", params={"color": "#c02040"}),
        source=Range(start=0, duration=10),
    )
    timeline = Timeline(canvas=CANVAS, tracks=(Track(id="v", kind="video", items=(red,)),))
    render(timeline, tmp_path / "out.mp4", FAST)
    raw = ffmpeg(
        "-i", str(tmp_path / "out.mp4"), "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"
    )
    pixel = np.frombuffer(raw, np.uint8).reshape(HEIGHT, WIDTH, 3)[60, 100].astype(int)
    assert np.abs(pixel - [0xC0, 0x20, 0x40]).max() <= 6


def brightness(path: Path) -> list[float]:
    return [float(picture.mean()) for picture in pictures(path)]


def test_effects_keep_their_moments_in_a_transition(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    """The incoming clip's handle plays before the clip starts: its effects do not start early."""
    cross = Transition(id="x1", op="crossfade", in_offset=10, out_offset=10)
    fades = (Effect(id="e1", op="fade_out", params={"duration": 0.5}),)
    timeline = film(clip(a, 0, 60), cross, clip(b, 20, 80, effects=fades), media=(a, b))
    render(timeline, tmp_path / "out.mp4", FAST)
    light = brightness(tmp_path / "out.mp4")
    assert min(light[:100]) > 60
    assert light[-1] < 20


def test_a_fade_is_the_same_in_pieces(a: MediaFile, tmp_path: Path) -> None:
    """A fade longer than a rendered piece goes on across the seam."""
    fades = (Effect(id="e1", op="fade_out", params={"duration": 14}),)
    long = Clip(
        id="c", media=FileRef(media=a.id), source=Range(start=0, duration=480), loop=True, effects=fades
    )
    render(film(long, media=(a,)), tmp_path / "out.mp4", FAST)
    light = np.array(brightness(tmp_path / "out.mp4"))
    smooth = np.convolve(light, np.ones(120) / 120, "valid")
    assert np.all(np.diff(smooth) < 0.3)
    assert light[-1] < 20


def test_sound_fades_end_where_their_clip_ends(a: MediaFile, b: MediaFile, tmp_path: Path) -> None:
    fades = (Effect(id="e1", op="sound_fade_in", params={"duration": 0.5}),)
    timeline = film(clip(a, 0, 30), clip(b, 20, 80, effects=fades), media=(a, b))
    render(timeline, tmp_path / "out.wav", FAST)
    sound = heard(tmp_path / "out.wav")
    steps = [
        float(np.sqrt((sound[48000 + i * 2400 : 48000 + (i + 1) * 2400] ** 2).mean())) for i in range(12)
    ]
    assert steps[0] < 0.2 * steps[11]
    assert steps == sorted(steps) or np.all(np.diff(steps[:10]) > -0.01)


def test_hundreds_of_short_cuts(a: MediaFile, tmp_path: Path) -> None:
    """Clips of one to five frames, some blended, over several rendered pieces."""
    items: list[Any] = []
    expected: list[int | None] = []
    for index in range(150):
        start, length = (index * 7) % 100, 1 + index % 5
        items.append(clip(a, start, start + length, f"c{index}"))
        expected += range(start, start + length)
        if index % 10 == 4 and index < 149:
            items.append(Transition(id=f"x{index}", op="crossfade", in_offset=1, out_offset=0))
            expected[-1] = None
    shown = rendered(film(*items, media=(a,)), tmp_path / "out.mp4")
    assert [n for n, wanted in zip(shown, expected, strict=True) if wanted not in (None, n)] == []


def test_a_nested_timeline_plays_faster_with_its_sound(a: MediaFile, tmp_path: Path) -> None:
    inner = film(clip(a, 0, 90), media=(a,))
    nest = Clip(
        id="n", media=TimelineRef(timeline=inner), source=Range(start=0, duration=45), speed=Fraction(2)
    )
    report = render(film(nest, clip(a, 60, 100), media=(a,)), tmp_path / "out.mp4", FAST)
    assert report.findings == ()
    sound = heard(tmp_path / "out.mp4")
    piece = noise(4.0)[62 * 1600 : 98 * 1600]
    assert lag(piece, sound, 47 * 1600) == 0
    assert np.abs(sound[30 * 1600 : 44 * 1600]).max() > 0.05


def test_what_a_killed_render_left_is_swept_up(a: MediaFile, tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = tmp_path / f".out.mp4.{gone.pid}-abc"
    left.mkdir()
    (left / "piece.mkv").write_bytes(b"x")
    alive = tmp_path / f".out.mp4.{os.getpid()}-abc"
    alive.mkdir()
    rendered(film(clip(a, 0, 6), media=(a,)), tmp_path / "out.mp4")
    assert not left.exists()
    assert alive.exists()


def test_ducking_one_clip_listens_to_what_is_said_meanwhile(tmp_path: Path) -> None:
    """Music that plays on while a voice speaks from 1 s to 2 s: only that second is lower."""
    ffmpeg("-f", "lavfi", "-i", "sine=f=2000:r=48000:d=3", "-c:a", "pcm_s16le", str(tmp_path / "music.wav"))
    ffmpeg("-f", "lavfi", "-i", "sine=f=400:r=48000:d=3", "-c:a", "pcm_s16le", str(tmp_path / "voice.wav"))
    files = tuple(
        MediaFile(
            id=name,
            uri=str(tmp_path / f"{name}.wav"),
            hash=name,
            kind="audio",
            duration=Fraction(3),
            audio={"duration": 3},
        )  # type: ignore[arg-type]
        for name in ("music", "voice")
    )
    duck = (Effect(id="e1", op="duck", params={"depth": 12}),)
    music = Track(id="a1", kind="audio", role="music", items=(clip(files[0], 0, 90, effects=duck),))
    voice = Track(
        id="a2", kind="audio", role="voice", items=(Gap(id="g", duration=30), clip(files[1], 0, 30))
    )
    render(Timeline(canvas=CANVAS, tracks=(music, voice), media=files), tmp_path / "out.wav", FAST)
    sound = heard(tmp_path / "out.wav")

    def level(at: float) -> float:
        piece = sound[int(at * 48000) : int((at + 0.25) * 48000)]
        t = np.arange(len(piece)) / 48000
        return float(20 * np.log10(2 * abs(np.mean(piece * np.exp(-2j * np.pi * 2000 * t)))))

    assert level(0.4) - level(1.5) == pytest.approx(12, abs=1)
    assert level(2.7) == pytest.approx(level(0.4), abs=0.7)


def test_an_effect_that_fails_is_named_with_its_clip(a: MediaFile, tmp_path: Path) -> None:
    cube = tmp_path / "bad.cube"
    cube.write_text("LUT_3D_SIZE 2\n0 0 0\n")
    broken = (Effect(id="e7", op="lut", params={"file": str(cube)}),)
    with pytest.raises(Fault) as caught:
        render(film(clip(a, 0, 6, "c1", effects=broken), media=(a,)), tmp_path / "out.mp4", FAST)
    assert "LUT" in caught.value.say("en")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.cube"]


def test_damaged_media_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "damaged.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=224x128:d=3:r=30,noise=alls=40", "-c:v", "libx264", str(path))
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data) * 2 // 3, 997):
        data[at] ^= 0x5A
    path.write_bytes(bytes(data))
    video = VideoStream(width=224, height=128, duration=Fraction(3), pixel_format="yuv420p")
    media = MediaFile(id="d", uri=str(path), duration=Fraction(3), video=video)
    report = render(film(clip(media, 0, 90), media=(media,)), tmp_path / "out.mp4", FAST)
    assert [finding.code for finding in report.findings if finding.note] == ["damaged_media"]
    assert report.passed


def test_a_folder_that_cannot_be_written_is_named(a: MediaFile) -> None:
    with pytest.raises(NotWritable, match="/proc"):
        render(film(clip(a, 0, 6), media=(a,)), Path("/proc/out.mp4"), FAST)


def worded(color: str, background: str, **params: Any) -> Timeline:
    ground = Clip(
        id="c",
        media=GeneratorRef(op="color", params={"color": background}),
        source=Range(start=0, duration=40),
    )
    look = {"text": "Hello", "color": color, "outline": 0, "shadow": 0, "size": 0.3, **params}
    title = Clip(id="t", media=GeneratorRef(op="title", params=look), source=Range(start=0, duration=40))
    tracks = (Track(id="v", kind="video", items=(ground,)), Track(id="t1", kind="text", items=(title,)))
    return Timeline(canvas=CANVAS, tracks=tracks)


@pytest.mark.parametrize(
    ("color", "background", "params", "wanted"),
    [
        ("white", "#e0e0e0", {}, ["contrast"]),
        ("white", "#101010", {}, []),
        ("black", "#202020", {}, ["contrast"]),
        ("white", "#e0e0e0", {"outline": 0.1}, []),
        ("white", "#e0e0e0", {"box": "black"}, []),
        ("white", "#101010", {"box": "#dddddd"}, ["contrast"]),
    ],
)
def test_words_that_do_not_stand_out_are_noted(
    tmp_path: Path, color: str, background: str, params: dict[str, Any], wanted: list[str]
) -> None:
    report = render(worded(color, background, **params), tmp_path / "out.mp4", FAST)
    assert [finding.code for finding in report.findings] == wanted
    assert report.passed


def test_black_footage_is_a_note_and_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "black.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=c=black:s=224x128:r=30:d=1[a];testsrc2=s=224x128:r=30:d=1[b];[a][b]concat",
           "-c:v", "libx264", "-preset", "ultrafast", str(path))  # fmt: skip
    video = VideoStream(width=224, height=128, duration=Fraction(2), pixel_format="yuv420p")
    media = MediaFile(id="d", uri=str(path), duration=Fraction(2), video=video)
    report = render(film(clip(media, 0, 60), media=(media,)), tmp_path / "out.mp4", FAST)
    assert [finding.code for finding in report.findings] == ["black"]
    assert report.passed


def test_a_picture_that_stops_early_is_noted(a: MediaFile, tmp_path: Path) -> None:
    """The description promises two seconds more than the file has."""
    assert a.video is not None
    longer = a.model_copy(
        update={"duration": Fraction(6), "video": a.video.model_copy(update={"duration": Fraction(6)})}
    )
    report = render(film(clip(longer, 30, 178), media=(longer,)), tmp_path / "out.mp4", FAST)
    assert [(finding.code, finding.at_ms) for finding in report.findings] == [("still_end", 2967)]
    assert "hardly changes in its last" in report.findings[0].text["en"]
    assert report.findings[0].fix is not None
