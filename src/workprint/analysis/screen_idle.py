"""Stretches of a screen recording in which nothing happens."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .screen_watch import Frame

SHORTEST = 2.0
"""Seconds of the shortest stretch told."""
SPECK = 40
"""Pixels of a patch that is more than a speck."""


def idle(frames: Sequence[Frame], rate: float, busy: Sequence[float] = ()) -> list[tuple[float, float]]:
    """From and to which second nothing changed but by habit, the pointer rested, and nothing was done at
    the times of `busy` either."""
    times = [frame.index / rate for frame in frames if frame.step or _moved(frame) or _changed(frame)]
    ends = [0.0, (frames[-1].index + 1) / rate] if frames else []
    marks = sorted([*times, *ends, *busy])
    return [(a, b) for a, b in pairwise(marks) if b - a >= SHORTEST]


def _moved(frame: Frame) -> bool:
    return frame.seen.moved and frame.seen.hit is not None


def _changed(frame: Frame) -> bool:
    """Whether more changed than the specks that a key frame leaves."""
    return any(patch.count >= SPECK for patch in frame.patches)
