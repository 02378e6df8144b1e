"""Patches of one picture, found again in others by what they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from workprint.model import Followed

Grey = NDArray[np.uint8]
Offset = tuple[int, int]
Box = tuple[float, float, float, float]

SIDE = 20
"""Pixels of a patch's side, as far as the picture has room."""
AROUND = 28
"""Pixels around the place that belong to its patches: what stands beside it moves with it."""
MOST = 36
"""Patches, at most: those with the most to see."""
TEXTURE = 6.0
"""Levels (of 255) by which a patch must change from pixel to pixel, whichever way one goes, to be found again."""
ALIKE = 0.75
"""Correlation from which a patch counts as found."""
REACH = 20
"""Pixels around the last place that are searched first."""
ENOUGH = 0.4
"""Share of the patches in view that must be found for a place to be sure."""
FEW = 2
"""Patches that must agree for some of it to be seen: it is in doubt then, not gone."""
THREE = 3
"""Patches that must agree at the least for a place to be sure, where there are as many; and from which on
what stands around a place is left out of account."""
RIVAL = 0.9
"""How well another place must fit, of the best one, for it to be unclear which it is."""
SEARCHED = 8
"""Patches that are searched in the whole picture."""
PEAKS = 3
"""Places that each of these may name."""


@dataclass(frozen=True)
class Spot:
    """Where something is: its box in shares of the picture, how sure that is, and the share of its patches
    that were found."""

    seen: Literal["sure", "doubt", "gone"]
    box: Box
    share: float


@dataclass(frozen=True)
class Patch:
    """A piece of the first picture, with its upper left corner in it."""

    x: int
    y: int
    picture: Grey


WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


class Tiles:
    """A place of one picture as patches, to be found in others of the same size.

    Compared by normalised correlation (Lewis 1995), whose sign is left out of account: what is selected or
    shown in the dark is the same text. All patches must have moved alike: they vote.
    """

    def __init__(self, picture: Grey, place: Followed) -> None:
        cv2.setNumThreads(1)
        self.height, self.width = picture.shape
        left, top = place.x * self.width, place.y * self.height
        self.corner = (left, top)
        self.size = (place.w * self.width, place.h * self.height)
        self.patches = _patches(picture, left, top, left + self.size[0], top + self.size[1])
        self.last: Offset = (0, 0)
        self.speed: Offset = (0, 0)

    def find(self, picture: Grey, before: Spot | None) -> Spot:
        """Where it is in a picture that follows the one in which it was at `before`."""
        if not self.patches:
            return Spot("doubt", WHOLE, 0.0)
        candidates: list[Offset] = []
        if before is not None and before.seen == "sure":
            guess = (self.last[0] + self.speed[0], self.last[1] + self.speed[1])
            candidates = [*self._near(picture, guess), *self._near(picture, self.last)]
        told = [(offset, *self._fit(picture, offset)) for offset in dict.fromkeys(candidates)]
        if not any(self._enough(found, there) for _, found, there in told):
            told += [(offset, *self._fit(picture, offset)) for offset in self._anywhere(picture)]
        return self._judged(told)

    def _judged(self, told: Sequence[tuple[Offset, int, int]]) -> Spot:
        offset, found, there = max(told, key=lambda each: each[1], default=((0, 0), 0, 1))
        share = found / max(1, there)
        rivals = [
            other for other, count, _ in told
            if count >= RIVAL * found and max(abs(other[0] - offset[0]), abs(other[1] - offset[1])) > 3
        ]  # fmt: skip
        if self._enough(found, there) and not rivals:
            self.speed = (offset[0] - self.last[0], offset[1] - self.last[1])
            self.last = offset
            return Spot("sure", self._box(offset), share)
        self.speed = (0, 0)
        if self._enough(found, there):
            return Spot("doubt", _both([self._box(each) for each in (offset, self.last, *rivals)]), share)
        if found >= FEW:
            return Spot("doubt", WHOLE, share)
        return Spot("gone", self._box(self.last), 0.0)

    def _enough(self, found: int, there: int) -> bool:
        return there > 0 and found >= min(THREE, len(self.patches)) and found >= ENOUGH * there

    def _box(self, offset: Offset) -> Box:
        """The part of the moved box that lies in the picture; without width or height where none does."""
        left, top = self.corner[0] + offset[0], self.corner[1] + offset[1]
        right, bottom = left + self.size[0], top + self.size[1]
        x, y = (min(1.0, max(0.0, v)) for v in (left / self.width, top / self.height))
        end, low = (min(1.0, max(0.0, v)) for v in (right / self.width, bottom / self.height))
        return x, y, max(0.0, end - x), max(0.0, low - y)

    def _near(self, picture: Grey, guess: Offset) -> Iterator[Offset]:
        """The places near a guess that most patches agree on, the best first."""
        votes = np.zeros((2 * REACH + 1, 2 * REACH + 1), np.float32)
        for patch in self.patches:
            high, wide = patch.picture.shape
            x, y = patch.x + guess[0] - REACH, patch.y + guess[1] - REACH
            part, x0, y0 = _cut(picture, x, y, wide + 2 * REACH, high + 2 * REACH)
            if part.shape[0] < high or part.shape[1] < wide:
                continue
            fits = _alike(part, patch.picture)
            rows, columns = fits.shape
            votes[y0 : y0 + rows, x0 : x0 + columns] += np.clip((fits - 0.5) * 2, 0, 1)
        for row, column in _peaks(votes, 2, 0.5):
            yield guess[0] + column - REACH, guess[1] + row - REACH

    def _anywhere(self, picture: Grey) -> list[Offset]:
        """The places in all of the picture that several patches name; where only one does, its own."""
        named: dict[Offset, int] = {}
        for patch in self.patches[:SEARCHED]:
            for row, column in _peaks(_alike(picture, patch.picture), PEAKS, ALIKE):
                offset = (column - patch.x, row - patch.y)
                close = [o for o in named if max(abs(o[0] - offset[0]), abs(o[1] - offset[1])) <= 2]
                named[close[0] if close else offset] = named.get(close[0] if close else offset, 0) + 1
        return sorted(named, key=lambda offset: -named[offset])[:PEAKS]

    def _fit(self, picture: Grey, offset: Offset) -> tuple[int, int]:
        """How many patches are found at an offset, and how many lie in the picture there."""
        found = there = 0
        for patch in self.patches:
            high, wide = patch.picture.shape
            x, y = patch.x + offset[0], patch.y + offset[1]
            if x < 0 or y < 0 or x + wide > self.width or y + high > self.height:
                continue
            part, _, _ = _cut(picture, x - 1, y - 1, wide + 2, high + 2)
            there += 1
            found += bool(_alike(part, patch.picture).max() >= ALIKE)
        return found, there


def _patches(picture: Grey, left: float, top: float, right: float, bottom: float) -> list[Patch]:
    """Patches over a box, those with the most to see first; where it has too few, with what is around it."""
    inside = _textured(picture, int(left), int(top), int(right), int(bottom))
    if len(inside) < THREE:
        around = (int(left) - AROUND, int(top) - AROUND, int(right) + AROUND, int(bottom) + AROUND)
        inside = _textured(picture, *around)
    return inside[:MOST]


def _textured(picture: Grey, left: int, top: int, right: int, bottom: int) -> list[Patch]:
    height, width = picture.shape
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, right), min(height, bottom)
    found = []
    for y in _steps(y0, y1):
        for x in _steps(x0, x1):
            piece = picture[y : min(y + SIDE, y1), x : min(x + SIDE, x1)]
            if min(piece.shape) >= 8 and (seen := _texture(piece)) >= TEXTURE:
                found.append((seen, Patch(x, y, np.ascontiguousarray(piece))))
    return [patch for _, patch in sorted(found, key=lambda each: -each[0])]


def _texture(piece: Grey) -> float:
    """How much a piece changes from pixel to pixel in the direction in which it changes least: along a line
    it is the same everywhere (Shi and Tomasi 1994)."""
    down, across = np.gradient(piece.astype(np.float32))
    tensor = [
        [(across * across).mean(), (across * down).mean()],
        [(across * down).mean(), (down * down).mean()],
    ]
    return float(np.sqrt(max(0.0, np.linalg.eigvalsh(np.array(tensor))[0])))


def _both(boxes: Sequence[Box]) -> Box:
    """The smallest box over several, twice as large: what is between them may be it, too."""
    left, top = (min(box[i] for box in boxes) for i in (0, 1))
    right, low = (max(box[i] + box[i + 2] for box in boxes) for i in (0, 1))
    wide, high = right - left, low - top
    x, y = max(0.0, left - wide / 2), max(0.0, top - high / 2)
    return x, y, min(1.0, right + wide / 2) - x, min(1.0, low + high / 2) - y


def _steps(start: int, end: int) -> range:
    return range(start, max(start + 1, end - 7), SIDE)


def _cut(picture: Grey, x: int, y: int, wide: int, high: int) -> tuple[Grey, int, int]:
    """The part of a picture in a box, and how much of the box lies left of it and above."""
    x0, y0 = max(0, x), max(0, y)
    return picture[y0 : max(y0, y + high), x0 : max(x0, x + wide)], x0 - x, y0 - y


def _alike(picture: Grey, patch: Grey) -> NDArray[np.float32]:
    """How alike a patch is to each place of a picture, 0 to 1."""
    fits = np.abs(cv2.matchTemplate(picture, patch, cv2.TM_CCOEFF_NORMED))
    # Without anything to see, the quotient is of noise, or none.
    return np.where(np.isfinite(fits) & (fits <= 1.001), fits, 0.0).astype(np.float32)


def _peaks(fits: NDArray[np.float32], most: int, least: float) -> Iterator[tuple[int, int]]:
    """The best places, none within 4 pixels of a better one."""
    left = fits.copy()
    for _ in range(most):
        row, column = (int(v) for v in np.unravel_index(int(left.argmax()), left.shape))
        if left[row, column] < least:
            return
        yield row, column
        left[max(0, row - 4) : row + 5, max(0, column - 4) : column + 5] = -1
