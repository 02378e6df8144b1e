"""Pages that scroll: much of the picture moves straight in one direction."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .screen_cells import CELL, Cells, Grey

PART = 0.05
"""Share of the picture that scrolls, at least."""
FULL = 0.02
"""Share of its cells that change, at least."""
LEAST = 3.0
"""Pixels of the shortest step."""
BETTER = 0.5
"""How much of the difference may be left once the step is taken back."""
STRAIGHT = 0.12
"""How far a step may stray from straight, as share of its length."""
APART = 4
"""Pictures without a step within one scroll."""
STEPS = 2
"""Steps of a scroll, at least: one alone is rather another page."""
FAR = 0.03
"""Share of the picture's height of the shortest scroll told."""


@dataclass(frozen=True)
class Step:
    """What moved from one picture to the next: by how much, its box (pixels), how well it fits (0 to 1)."""

    dx: float
    dy: float
    box: tuple[int, int, int, int]
    fits: float


@dataclass(frozen=True)
class Scroll:
    """A page moved from one picture to another (numbers of pictures); box and way in pixels."""

    first: int
    last: int
    box: tuple[int, int, int, int]
    dx: float
    dy: float
    fits: float


def step(before: Grey, after: Grey, cells: Cells) -> Step | None:
    """The step of a page that scrolls, if one does.

    Found by phase correlation (Kuglin and Hines 1975), believed only if taking it back explains most of
    what has changed.
    """
    rows, columns = np.nonzero(cells)
    if len(rows) < FULL * cells.size:
        return None
    top, bottom = (int(v) for v in np.percentile(rows, (1, 99)))
    left, right = (int(v) for v in np.percentile(columns, (1, 99)))
    box = (left * CELL, top * CELL, (right + 1) * CELL, (bottom + 1) * CELL)
    if (box[2] - box[0]) * (box[3] - box[1]) < PART * before.size:
        return None
    old, new = (half(each[box[1] : box[3], box[0] : box[2]]) for each in (before, after))
    (dx, dy), _ = cv2.phaseCorrelate(old, new, cv2.createHanningWindow(old.shape[::-1], cv2.CV_32F))
    long, short = max(abs(dx), abs(dy)), min(abs(dx), abs(dy))
    if long * 2 < LEAST or short > max(1.0, STRAIGHT * long):
        return None
    left_over = unexplained(old, new, round(dx), round(dy))
    if left_over > BETTER:
        return None
    straight = (dx * 2, 0.0) if abs(dx) > abs(dy) else (0.0, dy * 2)
    return Step(*straight, box, 1 - left_over)


def half(part: Grey) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    size = max(8, part.shape[1] // 2), max(8, part.shape[0] // 2)
    return cv2.resize(part, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def unexplained(
    old: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    new: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    dx: int,
    dy: int,
) -> float:
    """Share of the difference that is left when the old picture is moved; 1 where they do not overlap."""
    height, width = old.shape
    if abs(dx) > width * 0.8 or abs(dy) > height * 0.8:
        return 1.0
    to = new[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)]
    was = old[max(0, -dy) : height + min(0, -dy), max(0, -dx) : width + min(0, -dx)]
    still = old[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)]
    moved, stayed = float(np.abs(to - was).mean()), float(np.abs(to - still).mean())
    return moved / stayed if stayed > 0.5 else 1.0


class Scrolls:
    """Takes steps in the same direction, one soon after another, together; `height` of the picture in pixels."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.found: list[Scroll] = []
        self._now: Scroll | None = None
        self._steps = 0

    def add(self, index: int, each: Step) -> None:
        now = self._now
        if now and index - now.last <= APART and each.dx * now.dx + each.dy * now.dy > 0:
            self._steps += 1
            self._now = _longer(now, index, each, self._steps)
        else:
            self.end()
            self._now, self._steps = Scroll(index, index, each.box, each.dx, each.dy, each.fits), 1

    def end(self) -> None:
        now, self._now = self._now, None
        if now and self._steps >= STEPS and abs(now.dx + now.dy) >= FAR * self.height:
            self.found.append(now)


def _longer(now: Scroll, index: int, each: Step, steps: int) -> Scroll:
    """A scroll with one step more."""
    a, b = now.box, each.box
    box = min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])
    fits = now.fits + (each.fits - now.fits) / steps
    return Scroll(now.first, index, box, now.dx + each.dx, now.dy + each.dy, fits)
