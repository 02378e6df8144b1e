"""Proxies: a preview that decodes small copies shows the frames of the film, and needs no source."""

from __future__ import annotations

import io
import threading
import wave
from concurrent.futures import wait
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, ffmpeg, numbered, numbers, pictures
from workprint.base import Range
from workprint.ffmpeg import Cancelled
from workprint.jobs import MediaChanged, MediaGone, Preview, RenderOptions, proxies, render
from workprint.jobs.crew import Lane, crew
from workprint.model import Canvas, Clip, Effect, FileRef, MediaFile, Timeline, Track, Transition

HALF = "112x64"


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second each, so that small footage has several."""
    monkeypatch.setattr(proxies, "SECONDS", 1)


@pytest.fixture
def media(tmp_path: Path) -> MediaFile:
    (tmp_path / "footage").mkdir()
    return numbered(tmp_path / "footage" / "a.mov", 200, gop=250)


def clip(media: MediaFile, start: int, end: int, name: str = "c", **more: Any) -> Clip:
    return Clip(id=name, media=FileRef(media=media.id), source=Range.between(start, end), **more)


def film(media: MediaFile, *items: Clip | Transition, rate: Fraction | int = 30) -> Timeline:
    track = Track(id="v", kind="video", items=items)
    return Timeline(
        rate=Fraction(rate), canvas=Canvas(width=WIDTH, height=HEIGHT), tracks=(track,), media=(media,)
    )


def prepared(timeline: Timeline, folder: Path) -> Preview:
    preview = Preview(timeline, folder, HALF)
    made(preview)
    return preview


def made(preview: Preview) -> int:
    """Prepare, and tell how many proxies that took."""
    return sum(job.result() for job in preview.prepare())


def shown(preview: Preview) -> list[int]:
    return [number for index in range(preview.pieces) for number in numbers(preview.piece(index))]


LOOK = (Effect(id="e", op="vignette", params={"strength": 0.2}),)


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ({}, lambda m: [clip(m, 5, 95)]),
        ({}, lambda m: [clip(m, 20, 80, "a"), clip(m, 150, 200, "b"), clip(m, 3, 21, "c")]),
        ({}, lambda m: [clip(m, 10, 90, speed=Fraction(2))]),
        ({}, lambda m: [clip(m, 10, 70, speed=Fraction(1, 2))]),
        ({}, lambda m: [clip(m, 22, 95, reverse=True)]),
        ({}, lambda m: [clip(m, 170, 215)]),
        ({"rate": Fraction(30000, 1001)}, lambda m: [clip(m, 15, 130)]),
        ({"rate": 24, "extra": ("-bf", "2")}, lambda m: [clip(m, 15, 130)]),
        (
            {},
            lambda m: [
                clip(m, 10, 60, "a"),
                Transition(id="x", op="crossfade", in_offset=6, out_offset=6),
                clip(m, 100, 150, "b", effects=LOOK),
            ],
        ),
    ],
    ids=["plain", "cuts", "fast", "slow", "reversed", "past the end", "29.97", "24 in 30", "blended"],
)
def test_the_same_frames_with_and_without(tmp_path: Path, source: dict[str, Any], items: Any) -> None:
    media = numbered(tmp_path / "a.mp4", 200, gop=250, sound=False, **source)
    timeline = film(media, *items(media))
    before = shown(Preview(timeline, tmp_path / "plain", HALF))
    assert len(before) == timeline.duration
    preview = prepared(timeline, tmp_path / "previews")
    Path(media.uri).unlink()
    assert shown(preview) == before


def test_a_changed_film_needs_no_source(media: MediaFile, tmp_path: Path) -> None:
    """What stands in for a source is the same whatever is done with it."""
    prepared(film(media, clip(media, 0, 90)), tmp_path / "previews")
    Path(media.uri).unlink()
    changed = film(media, clip(media, 35, 80, "b", effects=LOOK), clip(media, 2, 20))
    preview = Preview(changed, tmp_path / "previews", HALF)
    assert shown(preview) == [*range(35, 80), *range(2, 20)]
    assert preview.frame(0.5).stat().st_size > 0
    assert made(preview) == 0


def test_frames_look_like_those_of_the_export(media: MediaFile, tmp_path: Path) -> None:
    timeline = film(media, clip(media, 10, 60, "a"), clip(media, 100, 150, "b", effects=LOOK))
    render(timeline, tmp_path / "out.mp4", RenderOptions(quality="high"))
    exported = pictures(tmp_path / "out.mp4", 112, 64).astype(float)
    preview = prepared(timeline, tmp_path / "previews")
    for number in (0, 31, 49, 50, 77, 99):
        seen = pictures(preview.frame(number / 30, "png"), 112, 64).astype(float)[0]
        wrong = np.abs(exported - seen).mean(axis=(1, 2))
        assert int(wrong.argmin()) == number
        assert 10 * np.log10(255**2 / ((seen - exported[number]) ** 2).mean()) > 32, number


def test_a_crop_takes_its_detail_from_the_source(media: MediaFile, tmp_path: Path) -> None:
    crop = (Effect(id="e", op="crop", params={"left": 0.25, "right": 0.25, "top": 0.25, "bottom": 0.25}),)
    timeline = film(media, clip(media, 0, 30, effects=crop))
    preview = Preview(timeline, tmp_path / "previews", HALF)
    assert made(preview) == 0
    preview.frame(0.2)
    Path(media.uri).unlink()
    with pytest.raises(MediaGone):
        preview.frame(0.4)


def test_small_footage_has_no_proxies(media: MediaFile, tmp_path: Path) -> None:
    assert made(Preview(film(media, clip(media, 0, 30)), tmp_path, f"{WIDTH}x{HEIGHT}")) == 0


def test_what_is_looked_at_is_made_first_and_nothing_twice(
    media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(proxies.Proxies, "_make", lambda self, proxy: asked.append(proxy.span.start))
    monkeypatch.setattr(crew(), "workers", 1)
    preview = Preview(film(media, clip(media, 0, 200)), tmp_path, HALF)
    wait(preview.prepare(at=4.1))
    assert asked == [120, 150, 180, 0, 30, 60, 90]


def test_two_that_prepare_at_once_do_it_once(media: MediaFile, tmp_path: Path) -> None:
    preview = Preview(film(media, clip(media, 0, 200)), tmp_path / "previews", HALF)
    jobs = [*preview.prepare(), *preview.prepare(3.0)]
    assert sum(job.result() for job in jobs) == 7


def test_a_source_that_changed_is_named_and_not_kept(media: MediaFile, tmp_path: Path) -> None:
    kept = Path(media.uri).read_bytes()
    preview = Preview(film(media, clip(media, 0, 60)), tmp_path / "previews", HALF)
    Path(media.uri).write_bytes(kept[:-1])
    for look in (lambda: preview.frame(0.5), lambda: preview.piece(0), lambda: made(preview), preview.sound):
        with pytest.raises(MediaChanged):
            look()
    Path(media.uri).write_bytes(kept)
    assert shown(preview) == [*range(60)]


def test_stopping_ends_the_preparation(media: MediaFile, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    preview = Preview(film(media, clip(media, 0, 60)), tmp_path / "previews", HALF, stop)
    with pytest.raises(Cancelled):
        made(preview)


def test_a_preview_does_not_wait_for_an_export(media: MediaFile, tmp_path: Path) -> None:
    """All workers are busy; a frame is there all the same."""
    go = threading.Event()
    busy = [Lane(crew(), crew().workers).submit(lambda: go.wait(60)) for _ in range(2 * crew().workers)]
    try:
        assert Preview(film(media, clip(media, 0, 30)), tmp_path / "previews", HALF).frame(0.5).exists()
        assert not any(job.done() for job in busy)
    finally:
        go.set()
    wait(busy)


@pytest.mark.parametrize("rate", [30, Fraction(30000, 1001)])
def test_sound_comes_in_the_same_pieces_exact_to_the_sample(
    media: MediaFile, tmp_path: Path, rate: Fraction | int
) -> None:
    timeline = film(media, clip(media, 10, 80, "a"), clip(media, 120, 150, "b"), rate=rate)
    render(timeline, tmp_path / "out.wav")
    whole = ffmpeg("-i", str(tmp_path / "out.wav"), "-f", "s16le", "-")
    preview = Preview(timeline, tmp_path / "previews", HALF)
    found = b""
    for index in range(preview.pieces):
        piece = preview.heard(index)
        assert piece is not None
        with wave.open(io.BytesIO(piece)) as read:
            assert (read.getframerate(), read.getnchannels()) == (48_000, 2)
            found += read.readframes(read.getnframes())
    assert found == whole


def test_a_silent_film_has_no_sound(tmp_path: Path) -> None:
    mute = numbered(tmp_path / "mute.mov", 30, sound=False)
    preview = Preview(film(mute, clip(mute, 0, 20)), tmp_path / "previews", HALF)
    assert preview.sound() is None
    assert preview.heard(0) is None
