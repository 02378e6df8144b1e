"""What becomes of a change near a pointer that rests: whether it goes back, and how strong it was."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .screen_cells import DIFFERENT, Grey
from .screen_pointer import Seen

REACH = 90
"""Pixels around the pointer that are looked at, of an ordinary screen (a pointer of 19 pixels)."""
LATER = 4
"""Pictures within which what a press changes goes back."""
FEWEST = 12
"""Changed pixels that are looked at."""


@dataclass
class Answer:
    """Of what changed around the pointer: the share that was as before at the next picture, and at best at
    one of the next few; its mean strength (0 to 1); and the share of what is around that changed."""

    strength: float
    covers: float
    next: float = 0.0
    back: float = 0.0


@dataclass
class _Open:
    """A change whose following pictures are still to come."""

    answer: Answer
    area: tuple[slice, slice]
    before: Grey
    mask: NDArray[np.bool_]
    pictures: int = 0

    def compare(self, after: Grey) -> None:
        """Take the next picture."""
        far = cv2.absdiff(self.before, after[self.area])
        same = float((far[self.mask] < DIFFERENT).mean())
        self.pictures += 1
        if self.pictures == 1:
            self.answer.next = same
        self.answer.back = max(self.answer.back, same)


class Answers:
    """Compares the pictures after a change with the one before it, around a pointer that rests."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def add(self, before: Grey, after: Grey, seen: Seen, scale: float | None) -> Answer | None:
        """What changed around the pointer in `after`; it is completed by the pictures added later."""
        if seen.hit is None or seen.moved or scale is None:
            self._open.clear()
            return None
        for each in self._open:
            each.compare(after)
        self._open = [each for each in self._open if each.pictures < LATER]
        reach = round(REACH * scale)
        x, y = int(seen.hit.x), int(seen.hit.y)
        area = slice(max(0, y - reach), y + reach), slice(max(0, x - reach), x + reach)
        far = cv2.absdiff(before[area], after[area])
        mask = far >= DIFFERENT
        count = int(mask.sum())
        if count < FEWEST * scale**2:
            return None
        answer = Answer(float(far[mask].mean()) / 255, count / mask.size)
        self._open.append(_Open(answer, area, before[area].copy(), mask))
        return answer
