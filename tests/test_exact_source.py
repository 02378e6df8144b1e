"""Copying untouched picture: the same frames, bit for bit where copied, and never wrong."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, ffmpeg, numbered, numbers, pictures
from workprint import ffmpeg as ffmpeg_room
from workprint.analysis import probe
from workprint.base import Range
from workprint.ffmpeg import NotProven
from workprint.jobs import RenderOptions, Report, render
from workprint.jobs.copies import FEW, Copies
from workprint.jobs.untouched import EDITED, UNFIT, Copying, reason
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    Transition,
)

TAGS = ("-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_range", "tv")
EXACT = RenderOptions(copying="exact")
WISHES: tuple[Copying, ...] = ("never", "auto", "exact")
ALL = Range(start=0, duration=120)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    folder = tmp_path_factory.mktemp("footage")
    made = numbered(folder / "raw.mov", 600)
    ffmpeg("-i", made.uri, "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", "30", "-sc_threshold", "0", "-pix_fmt", "yuv420p",
           "-colorspace", "bt709", "-color_range", "tv", "-c:a", "aac", str(folder / "a.mp4"))  # fmt: skip
    return probe(folder / "a.mp4", "a")


def clip(media: MediaFile, start: int, end: int, **more: Any) -> Clip:
    return Clip(id=f"c{start}", media=FileRef(media=media.id), source=Range.between(start, end), **more)


def film(media: MediaFile, *items: Any, size: tuple[int, int] = (WIDTH, HEIGHT), rate: int = 30) -> Timeline:
    return Timeline(
        rate=Fraction(rate),
        canvas=Canvas(width=size[0], height=size[1]),
        tracks=(Track(id="v1", kind="video", items=items),),
        media=(media,),
    )


def made(timeline: Timeline, path: Path, options: RenderOptions = EXACT) -> Report:
    report = render(timeline, path, options)
    assert {finding.code for finding in report.findings} <= {"not_copied"}
    assert report.passed
    assert report.frames == timeline.duration
    return report


@pytest.mark.parametrize("suffix", ["mp4", "mov", "mkv"])
def test_long_pieces_are_copied_and_every_frame_is_right(
    media: MediaFile, tmp_path: Path, suffix: str
) -> None:
    timeline = film(media, clip(media, 17, 230), clip(media, 250, 266), clip(media, 301, 590))
    report = made(timeline, tmp_path / f"out.{suffix}")
    assert report.copied > 0.7 * timeline.duration
    assert report.copied + report.rendered == timeline.duration
    assert numbers(tmp_path / f"out.{suffix}") == [*range(17, 230), *range(250, 266), *range(301, 590)]


def test_copied_frames_are_those_of_the_source(media: MediaFile, tmp_path: Path) -> None:
    made(film(media, clip(media, 0, 300)), tmp_path / "out.mp4")
    source, out = pictures(Path(media.uri))[:300], pictures(tmp_path / "out.mp4")
    assert (source[60:240] == out[60:240]).all()
    assert np.abs(source.astype(int) - out).mean(axis=(1, 2)).max() < 3


def test_only_what_is_touched_is_encoded(media: MediaFile, tmp_path: Path) -> None:
    title = Clip(
        id="t", media=GeneratorRef(op="title", params={"text": "Hi"}), source=Range(start=0, duration=60)
    )
    timeline = film(
        media,
        clip(media, 0, 240),
        Transition(id="x", op="crossfade", in_offset=8, out_offset=8),
        clip(media, 300, 560, effects=(Effect(id="e", op="sepia"),)),
    ).with_track(Track(id="t1", kind="text", items=(Gap(id="g", duration=30), title)))
    report = made(timeline, tmp_path / "out.mp4")
    assert 120 < report.copied <= 232 - 60
    shown = numbers(tmp_path / "out.mp4")
    assert shown[:28] == list(range(28))
    assert shown[95:230] == list(range(95, 230))


def noted(report: Report) -> list[str]:
    return [finding.text["en"] for finding in report.findings if finding.code == "not_copied"]


@pytest.mark.parametrize(
    ("change", "code", "why"),
    [
        ({"size": (WIDTH * 2, HEIGHT * 2)}, "size", "another size"),
        ({"rate": 25}, "rate", "do not fall on the frames"),
    ],
)
def test_what_cannot_be_copied_is_rendered_and_told(
    media: MediaFile, tmp_path: Path, change: dict[str, Any], code: str, why: str
) -> None:
    timeline = film(media, clip(media, 0, 120), **change)
    report = made(timeline, tmp_path / "out.mp4")
    assert report.copied == 0
    assert [why in text for text in noted(report)] == [True]
    found = Copies(timeline, ("-c:v", "libx264"), "exact").reason(Range(start=10, duration=5))
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("suffix", ["webm", "gif"])
def test_files_that_take_no_copies_say_so_where_that_was_asked(
    media: MediaFile, tmp_path: Path, suffix: str
) -> None:
    timeline = film(media, clip(media, 0, 12), clip(media, 20, 28, effects=(Effect(id="e", op="sepia"),)))
    told = {
        wish: noted(
            render(timeline, tmp_path / f"{wish}.{suffix}", RenderOptions(copying=wish, quality="draft"))
        )
        for wish in WISHES
    }
    assert (told["never"], told["auto"]) == ([], [])
    assert len(told["exact"]) == 1
    assert told["exact"][0].startswith("0.4 s of “a.mp4”")
    assert "mp4, mov and mkv can take it" in told["exact"][0]


def test_what_is_copied_by_choice_and_by_itself(media: MediaFile, tmp_path: Path) -> None:
    """By itself only where a second of it can be; never where all is to be encoded again."""
    timeline = film(media, clip(media, 0, 100), clip(media, 205, 236), clip(media, 300, 360))
    copied = {
        wish: made(timeline, tmp_path / f"{wish}.mp4", RenderOptions(copying=wish)).copied for wish in WISHES
    }
    assert copied["never"] == 0
    assert 60 < copied["auto"] < copied["exact"]
    shown = numbers(tmp_path / "never.mp4")
    assert shown == numbers(tmp_path / "auto.mp4") == numbers(tmp_path / "exact.mp4")


def heavy(media: MediaFile, times: int) -> MediaFile:
    return media.model_copy(update={"size": int(times * FEW * media.duration / 8)})


def test_a_film_is_not_made_far_larger_than_it_need_be(media: MediaFile) -> None:
    """A camera's bit rate is kept only where that is asked for."""
    for wish, code in (("auto", "heavy"), ("exact", None)):
        timeline = film(heavy(media, 2), clip(media, 0, 120))
        why = Copies(timeline, ("-c:v", "libx264"), wish).reason(Range(start=0, duration=120))
        assert (why.code if why else None) == code
    assert Copies(film(heavy(media, 1), clip(media, 0, 120)), ("-c:v", "libx264")).stretches


def test_a_long_file_is_not_read_for_a_little_of_it(media: MediaFile) -> None:
    long = media.model_copy(update={"duration": Fraction(3 * 3600), "size": 0})
    timeline = film(long, clip(media, 0, 120))
    found = [Copies(timeline, ("-c:v", "libx264"), wish).reason(ALL) for wish in ("auto", "exact")]
    assert [why.code if why else None for why in found] == ["little", None]


def test_every_reason_is_said_in_both_languages() -> None:
    for code in (*EDITED, *UNFIT):
        assert reason(code).code == code
        assert all(
            reason(code).text[lang].rstrip().endswith(end) for lang, end in (("en", "."), ("zh", "。"))
        )


def test_what_an_edit_touches_says_so(media: MediaFile) -> None:
    """Every part of the film says why it is not copied, in the words of what was done to it."""
    sepia = (Effect(id="e", op="sepia"),)
    items: list[Any] = [
        clip(media, 0, 60),
        clip(media, 100, 160, effects=sepia),
        clip(media, 200, 230, speed=Fraction(2)),
        Gap(id="g", duration=20),
        clip(media, 300, 390),
        Transition(id="x", op="crossfade", in_offset=8, out_offset=8),
        clip(media, 420, 500),
        clip(media, 560, 640),
    ]
    title = Clip(
        id="t", media=GeneratorRef(op="title", params={"text": "Hi"}), source=Range(start=0, duration=9)
    )
    timeline = film(media, *items).with_track(
        Track(id="t1", kind="text", items=(Gap(id="h", duration=20), title))
    )
    copies = Copies(timeline, ("-c:v", "libx264"), "exact")
    told = [
        (each.span.start, each.span.end, each.reason.code if each.reason else "") for each in copies.decided
    ]
    assert told == [
        (0, 20, ""), (20, 29, "covered"), (29, 60, ""), (60, 120, "changed"), (120, 150, "moved"),
        (150, 170, "made"), (170, 252, ""), (252, 268, "blended"), (268, 340, ""), (340, 420, "outside"),
    ]  # fmt: skip


def test_a_copy_that_fails_its_check_is_rendered_and_told(
    media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise NotProven(name="a.mp4", reason={"en": "it is wrong", "zh": "有误"})

    monkeypatch.setattr(ffmpeg_room, "proven_piece", failing)
    report = made(film(media, clip(media, 7, 120)), tmp_path / "out.mp4", RenderOptions())
    assert (report.copied, report.rendered) == (0, 113)
    assert numbers(tmp_path / "out.mp4") == list(range(7, 120))
    assert ["failed its check" in text for text in noted(report)] == [True]


def test_copies_are_kept_like_other_pieces(media: MediaFile, tmp_path: Path) -> None:
    options = RenderOptions(copying="exact", cache=tmp_path / "cache")
    timeline = film(media, clip(media, 5, 300))
    assert made(timeline, tmp_path / "a.mp4", options).rendered > 0
    again = made(timeline, tmp_path / "b.mp4", options)
    assert (again.rendered, again.copied > 200) == (0, True)


KINDS = {
    "a": ("-preset", "veryfast", "-x264-params", "ref=2:bframes=2:dpb-size=4:scenecut=0"),
    "b": ("-preset", "faster", "-x264-params", "ref=4:cabac=0:bframes=3:8x8dct=1"),
    "c": ("-preset", "veryfast", "-x264-params", "ref=6:dpb-size=6"),
    "d": ("-preset", "veryfast", "-x264-params", "bframes=0:ref=4"),
}
"""How films of the same footage are coded: two with other sets that decoders hold alike, one with more
reference frames, one without reordering."""


def test_sources_that_are_held_otherwise_share_a_film(media: MediaFile, tmp_path: Path) -> None:
    """What decoders hold alike is copied side by side; the rest is encoded, and told; every decoder
    sees every frame, and copies bit for bit."""
    files = []
    for name, options in KINDS.items():
        path = tmp_path / f"{name}.mp4"
        ffmpeg("-i", media.uri, "-frames:v", "180", "-an", "-c:v", "libx264", "-crf", "18", "-g", "30", *TAGS, *options, str(path))  # fmt: skip
        files.append(probe(path, name))
    shots = [("a", 5, 100), ("b", 35, 130), ("c", 20, 90), ("a", 100, 170), ("d", 0, 60), ("b", 3, 100)]
    clips = [clip(each, a, b) for name, a, b in shots for each in files if each.id == name]
    items = [each.model_copy(update={"id": f"{at}"}) for at, each in enumerate(clips)]
    timeline = film(media, *items).model_copy(update={"media": tuple(files)})
    report, out = made(timeline, tmp_path / "out.mp4"), tmp_path / "out.mp4"
    ffmpeg("-xerror", "-err_detect", "explode", "-i", str(out), "-f", "null", "-")
    assert numbers(out) == [n for _, a, b in shots for n in range(a, b)]
    assert sorted(text.split("“")[1][:5] for text in noted(report)) == ["c.mp4", "d.mp4"]
    assert all("hold another number" in text for text in noted(report))
    shown, at, same = pictures(out), 0, 0
    for name, a, b in shots:
        source = pictures(tmp_path / f"{name}.mp4")[a:b]
        same += int((shown[at : at + b - a] == source).all(axis=(1, 2)).sum()) if name in "ab" else 0
        at += b - a
    assert report.copied > 0.6 * sum(b - a for name, a, b in shots if name in "ab")
    assert same >= report.copied
    decoders = ffmpeg("-hide_banner", "-decoders").decode()
    if "libopenh264" in decoders:
        assert (pictures(out, decoder="libopenh264") == shown).all()
