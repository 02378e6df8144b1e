"""The preview is the export, seen small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, ffmpeg, numbered, numbers, pictures, read
from workprint.base import Range
from workprint.jobs import NoSuchMoment, Preview, RenderOptions, render
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

FULL = f"{WIDTH}x{HEIGHT}"


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    return numbered(tmp_path_factory.mktemp("footage") / "a.mov", 200)


def timeline(media: MediaFile, text: str = "Hello") -> Timeline:
    one = Clip(id="c1", media=FileRef(media=media.id), source=Range(start=5, duration=70))
    look = (Effect(id="e1", op="vignette", params={"strength": 0.3}),)
    two = Clip(id="c2", media=FileRef(media=media.id), source=Range(start=100, duration=80), effects=look)
    cross = Transition(id="x1", op="crossfade", in_offset=6, out_offset=6)
    title = Clip(
        id="t", media=GeneratorRef(op="title", params={"text": text}), source=Range(start=0, duration=20)
    )
    return Timeline(
        canvas=Canvas(width=WIDTH, height=HEIGHT),
        tracks=(
            Track(id="v1", kind="video", items=(one, cross, two)),
            Track(id="t1", kind="text", items=(Gap(id="g", duration=125), title)),
        ),
        media=(media,),
    )


def test_a_frame_is_the_frame_of_the_export(media: MediaFile, tmp_path: Path) -> None:
    film = timeline(media)
    render(film, tmp_path / "out.mp4", RenderOptions(quality="high"))
    exported = pictures(tmp_path / "out.mp4").astype(float)
    preview = Preview(film, tmp_path / "preview", FULL)
    for number in (0, 40, 68, 72, 80, 130, 149):
        seen = pictures(preview.frame(number / 30, "png")).astype(float)[0]
        error = ((seen - exported[number]) ** 2).mean()
        assert 10 * np.log10(255**2 / max(error, 1e-9)) > 32, number


def test_pieces_are_the_film(media: MediaFile, tmp_path: Path) -> None:
    film = timeline(media).model_copy(update={"tracks": timeline(media).tracks[:1]})
    preview = Preview(film, tmp_path / "preview", FULL)
    shown = [number for index in range(preview.pieces) for number in numbers(preview.piece(index))]
    assert len(shown) == film.duration
    assert shown[:64] == list(range(5, 69))
    assert shown[76:] == list(range(106, 180))


def test_only_what_changed_is_made_again(media: MediaFile, tmp_path: Path) -> None:
    before = Preview(timeline(media), tmp_path / "preview")
    after = Preview(timeline(media, "Other"), tmp_path / "preview")
    first = [before.piece(index) for index in range(before.pieces)]
    second = [after.piece(index) for index in range(after.pieces)]
    assert [a == b for a, b in zip(first, second, strict=True)] == [True, True, False]


def test_a_small_frame_is_small_and_jpeg(media: MediaFile, tmp_path: Path) -> None:
    path = Preview(timeline(media), tmp_path / "preview", "112x64").frame(1.0)
    raw = ffmpeg("-i", str(path), "-f", "rawvideo", "-pix_fmt", "gray", "-")
    assert path.suffix == ".jpg"
    assert len(raw) == 112 * 64


@pytest.mark.parametrize("at", [-0.1, 5.0, 100])
def test_moments_outside_are_named(media: MediaFile, tmp_path: Path, at: float) -> None:
    with pytest.raises(NoSuchMoment):
        Preview(timeline(media), tmp_path / "preview").frame(at)


def test_a_frame_reads_its_number(media: MediaFile, tmp_path: Path) -> None:
    path = Preview(timeline(media), tmp_path / "preview", FULL).frame(1.5, "png")
    assert read(pictures(path)[0]) == 50
