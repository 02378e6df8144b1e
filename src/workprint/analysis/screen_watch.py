"""A screen recording watched once: of each picture what changed, where the pointer is, what scrolled."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from .screen_cells import AFTER, CELL, Cells, Flags, Grey, Habits, Patch, changed, patches
from .screen_pointer import Pointer, Seen, box
from .screen_scroll import Step, step

BEGIN = AFTER + 2
"""Pictures watched beyond those before the pointer is learned, to know their habits."""
KEPT = 24
"""Patches kept of a picture."""
AROUND = 2
"""Cells around those that change by habit which belong to them."""
LASTS = 60
"""Pictures for which a cell is taken to keep its habit."""


@dataclass(frozen=True)
class Frame:
    """One picture against the one before it: the pointer, and what else changed but not by habit.

    `share` is how much of the picture changed in all.
    """

    index: int
    seen: Seen
    patches: tuple[Patch, ...]
    share: float
    step: Step | None


class Watcher:
    """Watches pictures as they come. Keeps only some of them and a few numbers of each."""

    def __init__(self, pointer: Pointer | None = None) -> None:
        self.pointer = pointer or Pointer()
        self._habits = Habits()
        self._waiting: deque[tuple[int, Seen, Cells, Step | None]] = deque()
        self._latest: NDArray[np.int64] | None = None

    def watch(self, pictures: Iterable[Grey]) -> Iterator[Frame]:
        """The pictures' frames, some seconds later than they came; the first picture has none."""
        before: Grey | None = None
        for index, after in enumerate(pictures):
            if before is None:
                self.pointer.begin(after)
            else:
                self._add(index, before, after)
                if len(self._waiting) > AFTER:
                    yield self._next()
            before = after
        while self._waiting:
            yield self._next()

    def _add(self, index: int, before: Grey, after: Grey) -> None:
        cells = changed(before, after)
        moved = step(before, after, cells)
        last = self.pointer.now
        seen = self.pointer.add(before, after, cells, patches(cells))
        for hit in (last, seen.hit):
            if hit is not None and (seen.moved or seen.turned):
                left, top, right, bottom = box(hit)
                cells[max(0, top // CELL) : bottom // CELL + 1, max(0, left // CELL) : right // CELL + 1] = 0
        self._habits.add(cells)
        self._waiting.append((index, seen, cells, moved))

    def _next(self) -> Frame:
        index, seen, cells, moved = self._waiting.popleft()
        habit = self._habits.of(len(self._waiting))
        share = float((cells > 0).mean())
        if self._latest is None:
            self._latest = np.full(cells.shape, -LASTS - 1)
        self._latest[habit] = index
        # What changed by habit a moment ago does so still: the tens of a clock, a film that goes dark.
        habit = self._latest >= index - LASTS
        left = np.where(spread(habit), 0, cells).astype(np.uint8)
        return Frame(index, seen, tuple(patches(left, KEPT)), share, moved)


def spread(flags: Flags) -> Flags:
    """Flags and all that is near them."""
    size = 2 * AROUND + 1
    wide: Flags = cv2.dilate(flags.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    return wide


def watched(
    pictures: Callable[[], Iterator[Grey]],
    tell: Callable[[Frame], None],
    enough: Callable[[Sequence[Frame], Pointer], bool],
) -> tuple[list[Frame], Pointer]:
    """The frames of a recording and its pointer; not all of them where that is `enough`. `pictures` begins
    anew with each call: those before the pointer's looks were learned are watched twice."""
    watcher = Watcher()
    frames: list[Frame] = []
    for frame in watcher.watch(pictures()):
        frames.append(frame)
        tell(frame)
        if enough(frames, watcher.pointer):
            break
    learned = watcher.pointer.learned
    if learned is not None:
        first = islice(pictures(), learned + BEGIN)
        early = [frame for frame in Watcher(watcher.pointer.again()).watch(first) if frame.index <= learned]
        frames[: len(early)] = early
    return frames, watcher.pointer
