"""A screen recording watched once: of each picture what changed, where the pointer is, what scrolled."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, Protocol, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from .screen_answers import Answer, Answers
from .screen_cells import AFTER, CELL, Cells, Flags, Grey, Habits, Patch, changed, patches
from .screen_pointer import Pointer, Seen, box
from .screen_scroll import Step, step

KEPT = 24
"""Patches kept of a picture."""
AROUND = 2
"""Cells around those that change by habit which belong to them."""
LASTS = 60
"""Pictures for which a cell is taken to keep its habit."""
FINE = 0.75
"""Size of a pointer from which on no larger pictures are needed."""
PATIENCE = 1200
"""Larger pictures in which a pointer is looked for."""


@dataclass(frozen=True)
class Frame:
    """One picture against the one before it: the pointer, and what else changed but not by habit.

    `share` is how much of the picture changed in all; `answer` what became of it around a pointer that rests.
    """

    index: int
    seen: Seen
    patches: tuple[Patch, ...]
    share: float
    step: Step | None
    answer: Answer | None = None


@dataclass
class _Waiting:
    """A picture whose habits are not known yet."""

    index: int
    seen: Seen
    cells: Cells
    step: Step | None
    answer: Answer | None


class Watcher:
    """Watches pictures as they come. Keeps only some of them and a few numbers of each."""

    def __init__(self, pointer: Pointer) -> None:
        self.pointer = pointer
        self._habits = Habits()
        self._answers = Answers()
        self._waiting: deque[_Waiting] = deque()
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
        answer = self._answers.add(before, after, seen, self.pointer.scale)
        self._waiting.append(_Waiting(index, seen, cells, moved, answer))

    def _next(self) -> Frame:
        one = self._waiting.popleft()
        habit = self._habits.of(len(self._waiting))
        share = float((one.cells > 0).mean())
        if self._latest is None:
            self._latest = np.full(one.cells.shape, -LASTS - 1)
        self._latest[habit] = one.index
        # What changed by habit a moment ago does so still: the tens of a clock, a film that goes dark.
        habit = self._latest >= one.index - LASTS
        left = np.where(spread(habit), 0, one.cells).astype(np.uint8)
        return Frame(one.index, one.seen, tuple(patches(left, KEPT)), share, one.step, one.answer)


def spread(flags: Flags) -> Flags:
    """Flags and all that is near them."""
    size = 2 * AROUND + 1
    wide: Flags = cv2.dilate(flags.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    return wide


class Taker(Protocol):
    """Takes the frames of a recording one after another, and keeps of them what it is for."""

    @property
    def of_a_screen(self) -> bool:
        """Whether the frames so far are of a screen."""
        ...

    def add(self, frame: Frame) -> None: ...

    def end(self) -> None:
        """No more frames come."""
        ...


Kept = TypeVar("Kept", bound=Taker)


@dataclass(frozen=True)
class Look(Generic[Kept]):
    """A recording at a size: its pictures, anew with each call, and what takes their frames, for a pointer of
    a size or, before one was seen, of none."""

    pictures: Callable[[], Iterator[Grey]]
    begin: Callable[[float | None], Kept]

    def once(
        self, pointer: Pointer, enough: Callable[[Kept], bool], most: int | None = None
    ) -> tuple[Kept, bool]:
        """What is kept until the pointer's looks are learned, or of all frames (of `most`); or until that is
        `enough`, and whether it is."""
        kept = self.begin(pointer.scale)
        for frame in Watcher(pointer).watch(islice(self.pictures(), most)):
            kept.add(frame)
            if pointer.learned is not None:
                return kept, False
            if enough(kept):
                return kept, True
        if pointer.scale is None and kept.of_a_screen:
            pointer.settle()
        return kept, False


def watched(looks: Sequence[Look[Kept]], enough: Callable[[Kept], bool]) -> Kept:
    """What was kept of a recording's frames; not of all of them where that is `enough`.

    The looks are at larger and larger pictures: they are for pointers that are not seen, or too small, in the
    ones before. Once the pointer's looks are learned, the recording is watched from its start.
    """
    pointer, look = Pointer(), looks[0]
    kept, gave_up = look.once(pointer, enough)
    for finer in () if gave_up or not kept.of_a_screen else looks[1:]:
        if pointer.scale is not None and pointer.scale >= FINE:
            break
        other = Pointer()
        finer.once(other, enough, PATIENCE)
        if other.scale is not None:
            pointer, look = other, finer
    if pointer.scale is not None:
        kept, _ = look.once(pointer.again(), enough)
    kept.end()
    return kept
