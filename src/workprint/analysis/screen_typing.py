"""Typing: small changes that advance along a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from .screen_cells import Patch
from .screen_watch import Frame

TALL, WIDE = 2.2, 3.0
"""Size of the largest change that typing a letter or two makes, in heights of the pointer."""
USUAL = 1.5
"""Width of the usual one."""
LEAP = 4.0
"""Farthest that the next change lies, in heights of the pointer."""
LEVEL = 0.7
"""How much the changes of one row may differ in height, and how tall the row is at most."""
HIGHEST = 2.0
PAUSE = 1.3
"""Seconds between two letters of the same stretch, at most."""
LETTERS = 5
"""Changes that make a stretch."""
LONGEST = 60
"""Seconds of the longest stretch; who types on is told of in several."""
PACE = 2.7
"""Changes a second, at least."""
STEP = 0.15
"""Heights of the pointer of the usual step to the right, at least."""
AHEAD = 0.65
"""Share of the changes that lie to the right of the one before."""


@dataclass
class Row:
    """A row of typing: the changes so far."""

    patches: list[tuple[int, Patch]] = field(default_factory=list)

    @property
    def last(self) -> tuple[int, Patch]:
        return self.patches[-1]


@dataclass(frozen=True)
class Typing:
    """A stretch of typing, from and to the pictures of these numbers, and the row's box in pixels."""

    first: int
    last: int
    box: tuple[float, float, float, float]
    letters: int


class Typist:
    """Finds the stretches of typing in frames as they come; `unit` is the height of a pointer in pixels."""

    def __init__(self, rate: float, unit: float) -> None:
        self.rate, self.unit = rate, unit
        self.found: list[Typing] = []
        self._rows: list[Row] = []
        self._now = 0

    @property
    def settled(self) -> int:
        """All that begins before the picture of this number is found."""
        return min([self._now, *(row.patches[0][0] for row in self._rows)])

    def add(self, frame: Frame) -> None:
        self._now = frame.index
        over = [row for row in self._rows if self._is_over(row, frame.index)]
        self._told(over)
        self._rows = [row for row in self._rows if row not in over]
        small = [p for p in frame.patches if p.h <= TALL * self.unit and p.w <= WIDE * self.unit]
        if frame.step is not None or len(small) > 12:
            return
        for patch in small:
            row = next((each for each in self._rows if _follows(each, frame.index, patch, self.unit)), None)
            if row is None:
                self._rows.append(Row([(frame.index, patch)]))
            else:
                row.patches.append((frame.index, patch))

    def end(self) -> None:
        self._told(self._rows)
        self._rows = []
        self._now += 1

    def _is_over(self, row: Row, index: int) -> bool:
        return index - row.last[0] > PAUSE * self.rate or len(row.patches) >= LONGEST * self.rate

    def _told(self, rows: Sequence[Row]) -> None:
        new = [_stretch(row) for row in rows if _is_typing(row, self.rate, self.unit)]
        self.found = sorted([*self.found, *new], key=lambda each: each.first)


def _follows(row: Row, index: int, patch: Patch, unit: float) -> bool:
    """Whether a change is the next letter of a row: on its level, a little to the right, or a step back."""
    at, last = row.last
    ahead = patch.cx - last.cx
    return index > at and abs(patch.cy - last.cy) <= LEVEL * unit and -0.6 * unit <= ahead <= LEAP * unit


def _is_typing(row: Row, rate: float, unit: float) -> bool:
    if len(row.patches) < LETTERS:
        return False
    seconds = (row.last[0] - row.patches[0][0] + 1) / rate
    steps = [b.cx - a.cx for (_, a), (_, b) in pairwise(row.patches)]
    tall = max(p.y + p.h for _, p in row.patches) - min(p.y for _, p in row.patches)
    return (
        len(row.patches) >= PACE * seconds
        and median(p.w for _, p in row.patches) <= USUAL * unit
        and tall <= HIGHEST * unit
        and median(steps) >= STEP * unit
        and sum(step > 1 for step in steps) >= AHEAD * len(steps)
    )


def _stretch(row: Row) -> Typing:
    boxes = [patch for _, patch in row.patches]
    left, top = min(p.x for p in boxes), min(p.y for p in boxes)
    right, bottom = max(p.x + p.w for p in boxes), max(p.y + p.h for p in boxes)
    return Typing(row.patches[0][0], row.last[0], (left, top, right, bottom), len(boxes))
