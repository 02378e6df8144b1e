"""The colours of a file, measured on frames spread over it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workprint.model import Fact, MediaFile

from .decode import pictures
from .detector import Progress, Watch

SAMPLES = 48
WIDTH, HEIGHT = 96, 54
KEYS_FROM = 90
"""Seconds from which on only key frames are decoded."""
LUMA = np.array([0.2126, 0.7152, 0.0722])


@dataclass(frozen=True)
class Colour:
    """One fact per stretch of some 5 s (at most 12 of them); all numbers from 0 (black) to 1 (full).

    {"mean": [r, g, b], "low": [r, g, b] (1st percentile), "high": [r, g, b] (99th percentile),
    "luma": mean brightness, "saturation": mean of (max - min) / max, "frames": how many were looked at}.
    """

    name: str = "colour"
    version: int = 1
    kinds: tuple[str, ...] = ("colour",)
    needs: Literal["picture"] = "picture"

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        assert media.video is not None
        length = media.video.start + media.video.duration
        rate = Fraction(SAMPLES) / length if length else media.video.rate
        rate = min(media.video.rate, max(Fraction(1, 1000), rate.limit_denominator(1000)))
        edges = _edges(float(length))
        watch, tallies = Watch(media, on_progress), [Tally() for _ in edges[1:]]
        seen = pictures(path, media, WIDTH, HEIGHT, rate, 1, cancel, key_only=length > KEYS_FROM)
        for index, block in enumerate(seen):
            at = float(index / rate)
            tallies[min(len(tallies) - 1, int(np.searchsorted(edges, at, "right")) - 1)].add(block)
            watch.at(at)
        return [
            Fact(kind="colour", start=round(a, 3), end=round(b, 3), value=tally.value(), source=self.name)
            for a, b, tally in zip(edges, edges[1:], tallies, strict=False)
            if tally.frames
        ]


def _edges(length: float) -> list[float]:
    """The bounds of the stretches."""
    count = max(1, min(12, round(length / 5)))
    return [length * index / count for index in range(count + 1)]


class Tally:
    """Counts of every value of every channel, and the sums that means need."""

    def __init__(self) -> None:
        self.frames = 0
        self._counts = np.zeros((3, 256), np.int64)
        self._saturation = 0.0

    def add(self, frames: NDArray[np.uint8]) -> None:
        flat = frames.reshape(-1, 3)
        for channel in range(3):
            self._counts[channel] += np.bincount(flat[:, channel], minlength=256)
        most, least = flat.max(axis=1).astype(float), flat.min(axis=1).astype(float)
        self._saturation += float(np.mean((most - least) / np.maximum(most, 1))) * len(frames)
        self.frames += len(frames)

    def value(self) -> dict[str, object]:
        values = np.arange(256) / 255
        share = self._counts / self._counts.sum(axis=1, keepdims=True)
        mean = share @ values
        grown = share.cumsum(axis=1)
        low, high = (values[np.argmax(grown >= part, axis=1)] for part in (0.01, 0.99))
        return {
            "mean": _rounded(mean),
            "low": _rounded(low),
            "high": _rounded(high),
            "luma": round(float(mean @ LUMA), 4),
            "saturation": round(self._saturation / self.frames, 4),
            "frames": self.frames,
        }


def _rounded(numbers: NDArray[np.float64]) -> list[float]:
    return [round(float(number), 4) for number in numbers]
