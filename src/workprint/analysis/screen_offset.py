"""How much later than a recorder says things are seen in its picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .recorded import Move

REACH = 1.5
"""Seconds by which the two may differ."""
STEP = 0.02
MOST = 3000
"""Pictures in which the pointer moves that are enough."""
FEWEST = 12
"""Pictures in which the pointer moves that are needed to tell."""
STILL = 0.002
"""Shares of the picture within a tenth of a second that are no move."""
CLOSE = 0.012
"""Shares of the picture within which the two ways must agree."""
ASTRAY, SURELY = 0.15, 30
"""Shares of the picture from which on two ways are not the same, and pictures that are needed to say so."""
ALIKE = 3.0
"""How many times more often one of the two may move: what is seen may be no pointer, or a part of its way."""
BETTER = 0.7
"""How much closer they must be than without the offset."""


def offset(moves: Sequence[Move], seen: Sequence[Move]) -> float:
    """Seconds to add to a recorder's times so that its pointer is where one was `seen` moving in the picture.

    0 where no pointer is seen (some recorders leave it out), or where the ways do not agree.
    """
    if len(seen) < FEWEST or len(moves) < 2:
        return 0.0
    times, xs, ys = np.array(moves).T
    at, x, y = np.array(seen).T
    tried = np.arange(-REACH, REACH + STEP / 2, STEP)
    far = np.array([_apart(at - late, x, y, times, xs, ys) for late in tried])
    best, none = int(np.argmin(far)), int(np.argmin(np.abs(tried)))
    if far[best] > CLOSE or far[best] > BETTER * far[none]:
        return 0.0
    return round(float(tried[best]), 3)


def astray(moves: Sequence[Move], seen: Sequence[Move]) -> tuple[Move, Move] | None:
    """Where the pointer is seen, and where a recorder's file says it is, at a moment at which they are as far apart
    as usual; None where the two ways may be the same. `moves` are in step with the picture."""
    if len(seen) < SURELY or len(moves) < 2:
        return None
    times, xs, ys = np.array(moves).T
    at, x, y = np.array(seen).T
    tried = [_apart(at - late, x, y, times, xs, ys) for late in np.arange(-REACH, REACH, REACH / 10)]
    tenths = np.arange(0, at[-1], 0.1)
    steps = np.hypot(np.diff(np.interp(tenths, times, xs)), np.diff(np.interp(tenths, times, ys)))
    told = int((steps > STILL).sum())
    if min(tried) <= ASTRAY or not len(seen) / ALIKE <= told <= len(seen) * ALIKE:
        return None
    u, v = np.interp(at, times, xs), np.interp(at, times, ys)
    n = int(np.argsort(np.hypot(u - x, v - y))[len(at) // 2])
    return seen[n], (float(at[n]), float(u[n]), float(v[n]))


def _apart(
    at: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    x: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    y: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    times: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    xs: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    ys: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> float:
    """The median distance between two ways at the same times."""
    return float(np.median(np.hypot(np.interp(at, times, xs) - x, np.interp(at, times, ys) - y)))
