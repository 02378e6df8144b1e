"""Where a screen changes from one picture to the next, in small cells, and which cells do so by themselves."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Cells = NDArray[np.uint8]
"""Of each cell how many of its pixels have changed."""
Flags = NDArray[np.bool_]

CELL = 8
"""Pixels of a cell's side."""
DIFFERENT = 12
"""Grey levels by which a changed pixel differs: more than coding does to what stays."""
FEWEST = 4
"""Changed pixels of a changed cell."""
BEFORE, AFTER = 40, 30
"""Pictures before and after one in which a cell's habit is looked for."""
SPAN = 20
"""Pictures before and after within which a cell that never rests changes often."""
OFTEN = 0.5
"""Share of those pictures in which such a cell changes."""
REGULAR = 4
"""Changes at even distances that make a habit."""
UNEVEN = 1.6
"""Pictures by which the distances may differ (standard deviation)."""


def changed(before: Grey, after: Grey) -> Cells:
    """How many pixels of each cell differ between two pictures."""
    _, mask = cv2.threshold(cv2.absdiff(before, after), DIFFERENT - 1, 1, cv2.THRESH_BINARY)
    rows, columns = mask.shape[0] // CELL, mask.shape[1] // CELL
    cut = mask[: rows * CELL, : columns * CELL]
    sums = cut.reshape(rows, CELL, columns * CELL).sum(axis=1, dtype=np.uint8)
    counts: Cells = sums.reshape(rows, columns, CELL).sum(axis=2, dtype=np.uint8)
    counts[counts < FEWEST] = 0
    return counts


@dataclass(frozen=True)
class Patch:
    """A connected group of changed cells: its box and centre in pixels, and how many pixels changed."""

    x: float
    y: float
    w: float
    h: float
    cx: float
    cy: float
    count: int

    def distance(self, x: float, y: float) -> float:
        """Pixels from a place to the box; 0 inside."""
        dx = max(self.x - x, 0.0, x - self.x - self.w)
        dy = max(self.y - y, 0.0, y - self.y - self.h)
        return float(np.hypot(dx, dy))


def patches(cells: Cells, most: int = 40) -> list[Patch]:
    """The groups of changed cells, the largest first, no more than `most`; cells one apart belong together."""
    on = (cells > 0).astype(np.uint8)
    if not on.any():
        return []
    joined = cv2.morphologyEx(on, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    rows, columns = np.nonzero(on)
    label, weight = labels[rows, columns], cells[rows, columns].astype(np.float64)
    sums = np.bincount(label, weight, count)
    xs, ys = np.bincount(label, weight * columns, count), np.bincount(label, weight * rows, count)
    order = np.argsort(-sums)[:most]
    return [
        Patch(
            x=float(boxes[k, 0]) * CELL,
            y=float(boxes[k, 1]) * CELL,
            w=float(boxes[k, 2]) * CELL,
            h=float(boxes[k, 3]) * CELL,
            cx=(xs[k] / sums[k] + 0.5) * CELL,
            cy=(ys[k] / sums[k] + 0.5) * CELL,
            count=int(sums[k]),
        )
        for k in order
        if k and sums[k]
    ]


class Habits:
    """The last pictures' changes; says of one in the middle which cells change by habit.

    A spinner or a film changes all the time; a caret or a clock at even distances.
    """

    def __init__(self) -> None:
        self._ring: deque[Flags] = deque(maxlen=BEFORE + AFTER + 1)

    def add(self, cells: Cells) -> None:
        self._ring.append(cells > 0)

    def of(self, back: int) -> Flags:
        """The cells with a habit at the picture `back` before the last one added."""
        history = np.array(self._ring)
        at = len(history) - 1 - back
        now: Flags = history[at]
        found: Flags = np.zeros_like(now)
        rows, columns = np.nonzero(now)
        if not len(rows):
            return found
        series = history[:, rows, columns]
        near = series[max(0, at - SPAN) : at + SPAN + 1]
        habit = (near.mean(axis=0) >= OFTEN) & (len(near) > SPAN) | regular(series)
        found[rows[habit], columns[habit]] = True
        return found


def regular(series: Flags) -> NDArray[np.bool_]:
    """Of columns of changes in time, which begin again and again at even distances."""
    onsets = series.copy()
    onsets[1:] &= ~series[:-1]
    number = np.zeros(series.shape[1])
    total, squares = number.copy(), number.copy()
    last = np.full(series.shape[1], -1.0)
    for time in np.flatnonzero(onsets.any(axis=1)):
        here = onsets[time]
        gap = np.where(here & (last >= 0), time - last, 0.0)
        number += gap > 0
        total += gap
        squares += gap * gap
        last = np.where(here, time, last)
    mean = total / np.maximum(number, 1)
    spread = np.sqrt(np.maximum(squares / np.maximum(number, 1) - mean**2, 0))
    even: NDArray[np.bool_] = (number >= REGULAR - 1) & (spread <= UNEVEN) & (mean >= 2)
    return even
