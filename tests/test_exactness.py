"""Every way to the film gives the same film: frame by frame, sample by sample.

`WORKPRINT_EXAMPLES` is how many films are drawn at random; with more than a few, every trap goes every way.
"""

from __future__ import annotations

import multiprocessing
import os
from bisect import bisect
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exactness import RECIPES, raw, sources, timelines
from footage import ffmpeg, heard, lag, noise, pictures
from workprint.analysis import probe
from workprint.base import Range, samples
from workprint.jobs import Preview, RenderOptions, render, spans
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    Keyframe,
    MediaFile,
    Timeline,
    Track,
    Transition,
)

FEW = 6
EXAMPLES = int(os.environ.get("WORKPRINT_EXAMPLES", FEW))
LONG = EXAMPLES > FEW
LIKE = 27.0
"""dB that an encoded frame must have to the frame it is; neighbours have less than 25."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sources")


@pytest.fixture(scope="module")
def media(folder: Path) -> dict[str, MediaFile]:
    return sources(folder)


def small_pieces(monkeypatch: pytest.MonkeyPatch, length: float, short: float) -> None:
    monkeypatch.setattr(spans, "PIECE_SECONDS", length)
    monkeypatch.setattr(spans, "SHORT_SECONDS", short)


def same_in_pieces(timeline: Timeline, alone: int = 0) -> None:
    """One graph, the pieces of a segmented render, and one frame alone: the same pixels."""
    whole = raw(timeline)
    assert len(whole) == timeline.duration
    parts = [part for part in spans.spans(timeline) if part.duration < timeline.duration]
    lone = [] if looks_back(timeline) else [Range(start=alone % timeline.duration, duration=1)]
    for part in [*parts, *lone]:
        found, wanted = raw(timeline, part), whole[part.start : part.end]
        assert len(found) == part.duration
        unlike = [part.start + n for n in range(part.duration) if (found[n] != wanted[n]).any()]
        assert not unlike, f"frames {unlike} in the piece {part}"


def looks_back(timeline: Timeline) -> bool:
    """Whether anything in it cannot be rendered from any frame on."""
    return any(spans._needs_all(clip) for track in timeline.tracks for _, clip in track.clips())


@settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=not LONG, print_blob=False,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate, *([Phase.shrink] if LONG else [])],
)  # fmt: skip
@given(data=st.data())
def test_any_film_is_the_same_in_pieces(media: dict[str, MediaFile], data: st.DataObject) -> None:
    timeline = data.draw(timelines(media))
    length = data.draw(st.sampled_from([0.3, 0.7, 1.5]))
    alone = data.draw(st.integers(0, 10_000))
    with pytest.MonkeyPatch.context() as patch:
        small_pieces(patch, length, length / 3)
        same_in_pieces(timeline, alone)


def clip(media: str, start: int, length: int, **more: Any) -> Clip:
    name = more.pop("name", f"c{start}{media}")
    return Clip(id=name, media=FileRef(media=media), source=Range(start=start, duration=length), **more)


def made(op: str, length: int, name: str, effects: tuple[Effect, ...] = (), **params: Any) -> Clip:
    ref = GeneratorRef(op=op, params=params)
    return Clip(id=name, media=ref, source=Range(start=0, duration=length), effects=effects, tie="start")


def effect(op: str, **params: Any) -> tuple[Effect, ...]:
    return (Effect(id=op, op=op, params=params),)


def moving(op: str, name: str, *points: tuple[int, float]) -> tuple[Effect, ...]:
    keys = tuple(Keyframe(at=at, value=value) for at, value in points)
    return (Effect(id=op, op=op, keyframes={name: keys}),)


def film(
    *items: Any,
    over: tuple[Any, ...] = (),
    words: tuple[Any, ...] = (),
    rate: Fraction | int = 30,
    **more: Any,
) -> Timeline:
    track_effects, effects = more.pop("track_effects", ()), more.pop("effects", ())
    tracks = [Track(id="v1", kind="video", items=items, effects=track_effects)]
    if over:
        tracks.append(Track(id="v2", kind="video", items=over))
    if words:
        tracks.append(Track(id="t1", kind="text", items=words))
    size = more.pop("size", (64, 36))
    return Timeline(
        rate=Fraction(rate), canvas=Canvas(width=size[0], height=size[1], background="#203040", **more),
        tracks=tuple(tracks), effects=effects,
    )  # fmt: skip


GAP = Gap(id="g", duration=7)
CROSS = Transition(id="x", op="crossfade", in_offset=4, out_offset=3)
FOUND: dict[str, Timeline] = {
    "over joins": film(GAP, clip("even", 9, 8), clip("pal", 3, 9), over=(clip("cinema", 0, 24),), rate=24),
    "two words out of step": film(
        made("gradient", 40, "c1"), rate=24,
        words=(made("title", 3, "t1", text="Hi", animation="slide"), made("lower_third", 30, "t2", text="Hi")),
    ),
    "words over each other": film(
        clip("fast", 0, 60), rate=Fraction(30000, 1001),
        words=(Gap(id="w", duration=11), made("title", 40, "t1", text="Hi", animation="pop")),
    ),
    "formats agreed far away": film(
        clip("gif", 0, 20, loop=True, effects=effect("hue")), CROSS,
        made("gradient", 20, "c2", effects=effect("opacity", amount=0.6)), track_effects=effect("brightness", amount=0.2), rate=50,
    ),
    "a place that moves": film(
        clip("even", 0, 50), rate=50,
        over=(clip("pal", 7, 40, effects=moving("place", "x", (3, -0.2), (36, 0.9))),),
    ),
    "a track that is cropped": film(
        clip("turned", 17, 29), track_effects=effect("crop", left=0.1, right=0.2), rate=24
    ),
    "a crop that follows somebody": film(
        clip("even", 17, 29, effects=moving("crop", "x", (0, 0.2), (13, 0.31), (28, 0.8))), CROSS,
        clip("pal", 3, 30, name="c2", effects=moving("crop", "y", (5, 0.1), (25, 0.9))), rate=30,
    ),
    "a track that moves": film(
        clip("even", 17, 29), clip("pal", 0, 20), track_effects=moving("place", "x", (0, 0.0), (40, 0.6)),
    ),
    "a step back beyond the seek": film(
        clip("even", 153, 6), clip("even", 149, 8, reverse=True), clip("variable", 155, 3), clip("variable", 135, 9),
    ),
    "interlaced, from a keyframe on": film(clip("interlaced", 25, 12), clip("interlaced", 50, 12), rate=25),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_once_differed_in_pieces(
    name: str, media: dict[str, MediaFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pieces(monkeypatch, 0.3, 0.1)
    timeline = FOUND[name].model_copy(update={"media": tuple(media.values())})
    same_in_pieces(timeline, 5)


def frame_times(path: Path) -> list[Fraction]:
    """When each frame of a file is shown, in seconds from the file's start, by its own words."""
    with av.open(str(path)) as opened:
        stream = opened.streams.video[0]
        start = Fraction(opened.start_time or 0, 1_000_000)
        times = sorted(
            packet.pts * stream.time_base for packet in opened.demux(stream) if packet.pts is not None
        )
    return [time - start for time in times]


def likeness(a: Any, b: Any) -> float:
    error = float(((a.astype(float) - b.astype(float)) ** 2).mean())
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


@pytest.mark.parametrize("rate", [24, 30, Fraction(30000, 1001)], ids=str)
@pytest.mark.parametrize("name", ["even", "ntsc", "cinema", "pal", "fast", "variable", "jittery", "stream"])
def test_each_frame_is_the_one_shown_at_its_moment(
    name: str, rate: Fraction | int, media: dict[str, MediaFile]
) -> None:
    """Told from the file's own time stamps: the last frame that has begun, to the nearest frame."""
    file = media[name]
    assert file.video is not None
    size = file.video.width, file.video.height
    timeline = film(*(clip(name, start, 9) for start in (3, 40, 333, 351)), rate=rate, size=size)
    shown = raw(timeline.model_copy(update={"media": (file,)}))[:, : size[0] * size[1]]
    plain = ffmpeg("-i", file.uri, "-map", "0:v:0", "-vf", "scale=in_color_matrix=smpte170m:out_color_matrix=bt709,format=yuv420p,format=gray", "-fps_mode", "passthrough",
                   "-f", "rawvideo", "-")  # fmt: skip
    source = np.frombuffer(plain, np.uint8).reshape(-1, size[0] * size[1])
    begins = [int(time * Fraction(rate) + Fraction(1, 2)) for time in frame_times(Path(file.uri))]
    at = [n for start in (3, 40, 333, 351) for n in range(start, start + 9)]
    for found, frame in zip(shown, at, strict=True):
        wanted = max(index for index, begin in enumerate(begins) if begin <= frame)
        best = max(range(max(0, wanted - 3), min(len(source), wanted + 4)), key=lambda k: likeness(found, source[k]))  # fmt: skip
        assert best == wanted, f"frame {frame} of {name}"


def cut(name: str, media: dict[str, MediaFile], word: str = "Hi") -> Timeline:
    """A film of three seconds from one source: cuts back and forth, a crossfade, words."""
    file = media[name]
    items = (
        clip(name, 12, 31), clip(name, 2, 15), Transition(id="x", op="crossfade", in_offset=5, out_offset=5),
        clip(name, 22, 24),
    )  # fmt: skip
    words = (Gap(id="w", duration=50), made("title", 15, "t", text=word))
    assert file.video is not None
    size = (2 * round(file.video.width / 2), 2 * round(file.video.height / 2))
    return film(*items, words=words, size=size).model_copy(update={"media": (file,)})


HIGH = RenderOptions(quality="high", workers=2)


def in_one(timeline: Timeline, path: Path, patch: pytest.MonkeyPatch) -> None:
    small_pieces(patch, 1000, 1000)
    render(timeline, path, HIGH)


def segmented(timeline: Timeline, path: Path, patch: pytest.MonkeyPatch) -> None:
    small_pieces(patch, 0.5, 0.2)
    render(timeline, path, HIGH)


def copied(timeline: Timeline, path: Path, patch: pytest.MonkeyPatch) -> None:
    small_pieces(patch, 0.5, 0.2)
    render(timeline, path, replace(HIGH, copying="exact"))


def cached(timeline: Timeline, path: Path, patch: pytest.MonkeyPatch) -> None:
    """The same film after one with another title was rendered."""
    small_pieces(patch, 0.5, 0.2)
    kept = replace(HIGH, cache=path.parent / "cache")
    before = timeline.model_copy(
        update={"tracks": (timeline.tracks[0], timeline.tracks[1].model_copy(update={"items": ()}))}
    )
    render(before, path, kept)
    assert render(timeline, path, kept).rendered < timeline.duration


def _killed(timeline: str, path: str) -> None:
    spans.PIECE_SECONDS, spans.SHORT_SECONDS = 0.5, 0.2
    options = replace(HIGH, workers=1, cache=Path(path).parent / "cache")

    def stop(_: object) -> None:
        if len(list((Path(path).parent / "cache").glob("??/*.mkv"))) > 1:
            os._exit(9)

    render(Timeline.model_validate_json(timeline), Path(path), options, stop)


def resumed(timeline: Timeline, path: Path, patch: pytest.MonkeyPatch) -> None:
    """The same render, whose process was killed on the way."""
    small_pieces(patch, 0.5, 0.2)
    process = multiprocessing.get_context("spawn").Process(
        target=_killed, args=(timeline.model_dump_json(), str(path))
    )
    process.start()
    process.join()
    assert process.exitcode == 9
    assert render(timeline, path, replace(HIGH, cache=path.parent / "cache")).rendered < timeline.duration


def previewed(timeline: Timeline, path: Path, patch: pytest.MonkeyPatch) -> None:
    """What the preview plays, piece by piece, as one file."""
    patch.setattr("workprint.jobs.preview.PIECE_SECONDS", 1)
    canvas = timeline.canvas
    preview = Preview(timeline, path.parent / "preview", f"{canvas.width}x{canvas.height}")
    pieces = [preview.piece(index) for index in range(preview.pieces)]
    inputs = [word for piece in pieces for word in ("-i", str(piece))]
    joined = "".join(f"[{n}:v]" for n in range(len(pieces))) + f"concat=n={len(pieces)}"
    ffmpeg(*inputs, "-filter_complex", joined, "-c:v", "libx264", "-qp", "0", str(path))


Path_ = Callable[[Timeline, Path, pytest.MonkeyPatch], None]
PATHS: tuple[Path_, ...] = (in_one, segmented, copied, cached, resumed, previewed)
TRAPS = (*RECIPES, "turned")
WAYS = [
    (trap, path)
    for row, trap in enumerate(TRAPS)
    for column, path in enumerate(PATHS)
    if LONG or (row + column) % len(PATHS) == 0
]


@pytest.mark.parametrize(("trap", "path"), WAYS, ids=[f"{trap}-{path.__name__}" for trap, path in WAYS])
def test_every_trap_every_way(
    trap: str, path: Path_, media: dict[str, MediaFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = cut(trap, media)
    wanted, out = raw(timeline), tmp_path / "out.mp4"
    path(timeline, out, monkeypatch)
    got = np.frombuffer(
        ffmpeg("-i", str(out), "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"),
        np.uint8,
    ).reshape(-1, wanted.shape[1])  # fmt: skip
    assert len(got) == timeline.duration
    floor = 20.0 if path is previewed else LIKE
    assert min(likeness(a, b) for a, b in zip(got, wanted, strict=True)) > floor
    file = media[trap]
    if file.audio is not None and path is not previewed:
        seed = {"even": 1, "ntsc": 2, "pal": 3, "variable": 4, "jittery": 5, "stream": 6}[trap]
        # A transport stream cannot say that its AAC begins with 1024 samples of nothing: its picture waits.
        before = np.zeros(1024 if trap == "stream" else 0, np.float32)
        in_step(out, [(12, 31), (2, 10)], np.concatenate([before, noise(24, seed)]), timeline.rate)


def in_step(path: Path, clips: list[tuple[int, int]], source: Any, rate: Fraction, most: int = 1) -> None:
    """The sound of clips (first frame, length) that follow one another lies where the picture does."""
    sound = heard(path)
    at = 0
    for start, length in clips:
        edge = 600 if length > 10 else 320
        first, count = samples(start, rate), samples(start + length, rate) - samples(start, rate)
        piece = source[first + edge : first + count - edge]
        assert abs(lag(piece, sound, samples(at, rate) + edge, 600)) <= most, f"clip at frame {at}"
        at += length


@pytest.mark.parametrize(("suffix", "most"), [("mov", 1), ("mkv", 25)])
def test_three_hundred_cuts_of_variable_rate(folder: Path, tmp_path: Path, suffix: str, most: int) -> None:
    """Sound and picture at every cut where they belong, at the last as at the first.

    Matroska knows times to the millisecond: sound that is reached by a seek is half of one off at most.
    """
    noise(130, 7).tofile(folder / "long.f32")
    path = folder / f"long.{suffix}"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x36:r=30:d=130,noise=alls=25:allf=t", "-f", "f32le", "-ar", "48000", "-ac", "1",
           "-i", str(folder / "long.f32"), "-vf", "select='lt(mod(n,50),23)+not(mod(n,3))'", "-fps_mode", "vfr",
           "-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-g", "60", "-c:a", "pcm_s16le", str(path))  # fmt: skip
    file = probe(path, "long")
    assert file.video is not None
    assert file.video.variable
    cuts = [(13 * n + n % 4, 6 + n % 5) for n in range(299)]
    timeline = film(*(clip("long", start, length) for start, length in cuts))
    report = render(timeline.model_copy(update={"media": (file,)}), tmp_path / "out.mp4", RenderOptions(quality="standard", workers=2))  # fmt: skip
    assert report.frames == timeline.duration
    in_step(tmp_path / "out.mp4", cuts, noise(130, 7), Fraction(30), most)
    source, got = ([row.ravel() for row in pictures(each, 64, 36)] for each in (path, tmp_path / "out.mp4"))
    begins = [int(time * 30 + Fraction(1, 2)) for time in frame_times(path)]
    at = 0
    for start, length in cuts:
        for frame, shown in ((start, at), (start + length - 1, at + length - 1)):
            wanted = bisect(begins, frame) - 1
            near = range(max(0, wanted - 2), min(len(source), wanted + 3))
            assert max(near, key=lambda k: likeness(got[shown], source[k])) == wanted, f"frame {shown}"
        at += length
