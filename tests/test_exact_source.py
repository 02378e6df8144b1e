"""Copying untouched picture: the same frames, bit for bit where copied, and never wrong."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, ffmpeg, numbered, numbers, pictures
from workprint.analysis import probe
from workprint.base import Range
from workprint.jobs import RenderOptions, Report, render
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

EXACT = RenderOptions(exact_source=True)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    folder = tmp_path_factory.mktemp("footage")
    made = numbered(folder / "raw.mov", 600)
    ffmpeg("-i", made.uri, "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", "30", "-pix_fmt", "yuv420p",
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
    assert report.findings == ()
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
    assert 60 < report.copied < 232 - 60
    shown = numbers(tmp_path / "out.mp4")
    assert shown[:28] == list(range(28))
    assert shown[95:230] == list(range(95, 230))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"size": (WIDTH * 2, HEIGHT * 2)}, "another size"),
        ({"rate": 25}, "another rate"),
    ],
)
def test_what_cannot_be_copied_is_rendered(
    media: MediaFile, tmp_path: Path, change: dict[str, Any], why: str
) -> None:
    assert why
    report = made(film(media, clip(media, 0, 120), **change), tmp_path / "out.mp4")
    assert report.copied == 0


def test_without_the_wish_nothing_is_copied(media: MediaFile, tmp_path: Path) -> None:
    assert made(film(media, clip(media, 0, 120)), tmp_path / "out.mp4", RenderOptions()).copied == 0


def test_copies_are_kept_like_other_pieces(media: MediaFile, tmp_path: Path) -> None:
    options = RenderOptions(exact_source=True, cache=tmp_path / "cache")
    timeline = film(media, clip(media, 5, 300))
    assert made(timeline, tmp_path / "a.mp4", options).rendered > 0
    again = made(timeline, tmp_path / "b.mp4", options)
    assert (again.rendered, again.copied > 200) == (0, True)
