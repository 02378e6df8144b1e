"""A picture of the sound, with the silences shaded."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from workprint.ffmpeg import run
from workprint.model import Fact, MediaFile

from .decode import sound
from .faults import NoSound
from .lettering import Label, filters, time_label

RATE = 8000
BLOCK = RATE
TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
"""Seconds between two times written below."""
PAPER, SHADE, WAVE, BODY, LINE = (
    (250, 250, 248),
    (250, 205, 195),
    (110, 150, 200),
    (40, 80, 140),
    (190, 190, 190),
)
LABELLED = 0.5
"""Seconds from which on a silence carries its length."""
FOOT = 28
"""Pixels below the waveform, for the times."""


def waveform(
    path: str | Path,
    media: MediaFile,
    out: Path,
    silences: Sequence[Fact] = (),
    *,
    width: int = 1600,
    height: int = 320,
    cancel: Event | None = None,
) -> Path:
    """Write a picture of a file's sound: peaks light, mean level dark, silences shaded, times below.

    The highest peak fills the height. Raises `NoSound`.
    """
    if media.audio is None:
        raise NoSound(name=media.name, kind="waveform", what={"en": "waveform", "zh": "波形"})
    length = float(media.duration) or 1.0
    peaks, means = _columns(Path(path), media, width, length, cancel)
    picture = _drawn(peaks, means, silences, height, length)
    with tempfile.TemporaryDirectory(prefix="workprint-wave-") as folder:
        raw = Path(folder) / "wave.rgb"
        raw.write_bytes(picture.tobytes())
        chain = ["format=rgb24", *filters(_labels(silences, width, height, length), Path(folder))]
        shape = ["-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{width}x{height}"]
        end = ["-vf", ",".join(chain), "-frames:v", "1", "-update", "1", "-f", "image2", str(out)]
        run([*shape, "-i", str(raw), *end], cancel=cancel)
    return out


def _columns(
    path: Path, media: MediaFile, width: int, length: float, cancel: Event | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Peak and mean level of each column of pixels, 0 to 1."""
    peaks, squares, counts = np.zeros(width), np.zeros(width), np.zeros(width)
    at = 0
    for block in sound(path, media, RATE, BLOCK, cancel):
        place = ((np.arange(at, at + len(block)) / RATE) / length * width).astype(int)
        inside = place < width
        place, heard = place[inside], np.abs(block[inside].astype(np.float64))
        np.maximum.at(peaks, place, heard)
        np.add.at(squares, place, heard**2)
        np.add.at(counts, place, 1)
        at += len(block)
    return peaks, np.sqrt(squares / np.maximum(counts, 1))


def _drawn(
    peaks: NDArray[np.float64],
    means: NDArray[np.float64],
    silences: Sequence[Fact],
    height: int,
    length: float,
) -> NDArray[np.uint8]:
    width, tall = len(peaks), height - FOOT
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = PAPER
    for fact in silences:
        a, b = (round(time / length * width) for time in (fact.start, fact.end))
        picture[:tall, a : max(a + 1, b)] = SHADE
    scale = (tall / 2 - 2) / max(float(peaks.max()), 1e-3)
    away = np.abs(np.arange(tall) - tall / 2)[:, None]
    picture[:tall][away <= peaks * scale] = WAVE
    picture[:tall][away <= means * scale] = BODY
    picture[tall // 2, :] = BODY
    picture[tall, :] = LINE
    for tick in _ticks(length, width):
        picture[tall : tall + 6, min(width - 1, round(tick / length * width))] = LINE
    return picture


def _ticks(length: float, width: int) -> list[float]:
    step = next((tick for tick in TICKS if tick / length * width >= 70), TICKS[-1])
    return [index * step for index in range(int(length / step) + 1)]


def _labels(silences: Sequence[Fact], width: int, height: int, length: float) -> list[Label]:
    ticks = _ticks(length, width)
    fine = len(ticks) > 1 and ticks[1] < 1
    below = [
        Label(time_label(tick, fine), round(tick / length * width) + 3, height - FOOT + 8, 13, "0x404040")
        for tick in ticks
        if tick / length * width < width - 50
    ]
    lengths = [
        Label(
            f"{fact.end - fact.start:.1f}",
            f"{(fact.start + fact.end) / 2 / length * width:.0f}-tw/2",
            6,
            13,
            "0xa03020",
        )
        for fact in silences
        if fact.end - fact.start >= LABELLED and (fact.end - fact.start) / length * width >= 24
    ]
    return below + lengths
