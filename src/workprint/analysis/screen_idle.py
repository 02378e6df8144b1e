"""Stretches of a screen recording in which nothing happens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from .screen_watch import Frame

SHORTEST = 2.0
"""Seconds of the shortest stretch told."""
SPECK = 40
"""Pixels of a patch that is more than a speck."""


class Idle:
    """Finds the stretches in which nothing changes but by habit and the pointer rests."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.gaps: list[tuple[float, float]] = []
        self._since, self._last = 0.0, -1

    def add(self, frame: Frame) -> None:
        self._last = frame.index
        if frame.step or _moved(frame) or _changed(frame):
            self._until(frame.index / self.rate)

    def end(self) -> None:
        self._until((self._last + 1) / self.rate)

    def besides(self, busy: Sequence[float]) -> list[tuple[float, float]]:
        """From and to which second nothing happened, at the times of `busy` (in order) either."""
        parts = [(a, *busy[bisect_right(busy, a) : bisect_left(busy, b)], b) for a, b in self.gaps]
        return [(a, b) for part in parts for a, b in pairwise(part) if b - a >= SHORTEST]

    def _until(self, time: float) -> None:
        if time - self._since >= SHORTEST:
            self.gaps.append((self._since, time))
        self._since = time


def _moved(frame: Frame) -> bool:
    return frame.seen.moved and frame.seen.hit is not None


def _changed(frame: Frame) -> bool:
    """Whether more changed than the specks that a key frame leaves."""
    return any(patch.count >= SPECK for patch in frame.patches)
