"""Patches of one picture, found again in others by what they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from workprint.model import Followed

from .follow_search import ALIKE, PEAKS, SIDE, Grey, Offset, Part, Patch, alike, cut, peaks, seen_at

Box = tuple[float, float, float, float]

AROUND = 28
"""Pixels around the place that belong to its patches: what stands beside it moves with it."""
MOST = 36
"""Patches, at most: those with the most to see."""
TEXTURE = 6.0
"""Levels (of 255) by which a patch must change from pixel to pixel, whichever way one goes, to be found again."""
REACH = 20
"""Pixels around the last place that are searched first."""
ENOUGH = 0.4
"""Share of the patches in view that must be found for a place to be sure."""
FAR = 0.6
"""Share of them for one that is far from where it was."""
FEW = 2
"""Patches that must agree for some of it to be seen: it is in doubt then, not gone."""
SOME = 0.15
"""Share of the patches in view that must agree for that, too: two of many do by chance."""
THREE = 3
"""Patches that must agree at the least for a place to be sure, where there are as many; and from which on
what stands around a place is left out of account."""
RIVAL = 0.9
"""How well another place must fit, of the best one, for it to be unclear which it is."""
MOSTLY = 0.8
"""Share of the patches in view that, found near where they were going, need no look beside it."""
SEARCHED = 8
"""Patches that are searched in the whole picture."""


@dataclass(frozen=True)
class Spot:
    """Where something is: its box in shares of the picture, how sure that is, and the share of its patches
    that were found."""

    seen: Literal["sure", "doubt", "gone"]
    box: Box
    share: float


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
        self.named: list[Offset] = []

    def find(self, picture: Grey, before: Spot | None, changed: Part | None = None) -> Spot:
        """Where it is in a picture that follows the one in which it was at `before`, and that differs from
        it only in the part `changed` (None: anywhere)."""
        if not self.patches:
            return Spot("doubt", WHOLE, 0.0)
        sure = before is not None and before.seen == "sure"
        if before is not None and sure and changed is not None and not self._touched(changed):
            self.speed = (0, 0)
            return before
        told: dict[Offset, tuple[int, int]] = {}
        if sure:
            guess = (self.last[0] + self.speed[0], self.last[1] + self.speed[1])
            for near in dict.fromkeys((guess, self.last)):
                self._tell(told, picture, self._near(picture, near))
                if any(found >= MOSTLY * there > 0 for found, there in told.values()):
                    break
        if not any(self._enough(*each) for each in told.values()):
            fresh = sure or before is None
            kept = [] if fresh else self.named
            self.named = [*kept, *self._anywhere(picture, None if fresh else changed)]
            self._tell(told, picture, [self.last, *self.named])
            self.named = sorted(set(self.named), key=lambda each: -told[each][0])[: 2 * PEAKS]
        return self._judged([(offset, *each) for offset, each in told.items()])

    def _tell(self, told: dict[Offset, tuple[int, int]], picture: Grey, offsets: Iterable[Offset]) -> None:
        """Add how well each of some offsets fits."""
        for offset in offsets:
            if offset not in told:
                told[offset] = self._fit(picture, offset)

    def _touched(self, changed: Part) -> bool:
        """Whether a part of the picture holds some of the place, or of the patches, where they were last."""
        across = [patch.x for patch in self.patches] + [self.corner[0], self.corner[0] + self.size[0] - SIDE]
        down = [patch.y for patch in self.patches] + [self.corner[1], self.corner[1] + self.size[1] - SIDE]
        left, top = min(across) + self.last[0], min(down) + self.last[1]
        right, low = max(across) + SIDE + self.last[0], max(down) + SIDE + self.last[1]
        return bool(changed[0] < right and left < changed[2] and changed[1] < low and top < changed[3])

    def _judged(self, told: Sequence[tuple[Offset, int, int]]) -> Spot:
        offset, found, there = max(told, key=lambda each: each[1], default=((0, 0), 0, 1))
        share = found / max(1, there)
        rivals = [
            other for other, count, _ in told
            if count >= RIVAL * found and max(abs(other[0] - offset[0]), abs(other[1] - offset[1])) > 3
        ]  # fmt: skip
        if self._enough(found, there) and not rivals and self._reachable(offset, share, told):
            self.speed = (offset[0] - self.last[0], offset[1] - self.last[1])
            self.last = offset
            return Spot("sure", self._box(offset), share)
        self.speed = (0, 0)
        if self._enough(found, there):
            return Spot("doubt", _both([self._box(each) for each in (offset, self.last, *rivals)]), share)
        some = [each for each in told if each[1] >= max(min(FEW, len(self.patches)), SOME * each[2])]
        if some:
            best = sorted(some, key=lambda each: -each[1])[:FEW]
            return Spot(
                "doubt", _around([self._box(each) for each in (self.last, *(o for o, _, _ in best))]), share
            )
        return Spot("gone", self._box(self.last), 0.0)

    def _reachable(self, offset: Offset, share: float, told: Sequence[tuple[Offset, int, int]]) -> bool:
        """Whether it can be at an offset for sure: what is far from where it was is only taken for it where
        most of it is found, and nothing of it where it was: pages show many things that look alike."""
        if max(abs(offset[0] - self.last[0]), abs(offset[1] - self.last[1])) <= 2 * REACH:
            return True
        left = max((count for each, count, _ in told if each == self.last), default=0)
        return share >= FAR and left < FEW

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
            part, x0, y0 = cut(picture, x, y, wide + 2 * REACH, high + 2 * REACH)
            if part.shape[0] < high or part.shape[1] < wide:
                continue
            fits = alike(part, patch.picture)
            rows, columns = fits.shape
            votes[y0 : y0 + rows, x0 : x0 + columns] += np.clip((fits - 0.5) * 2, 0, 1)
        for row, column in peaks(votes, 2, 0.5):
            yield guess[0] + column - REACH, guess[1] + row - REACH

    def _anywhere(self, picture: Grey, changed: Part | None) -> list[Offset]:
        """The places in all of the picture, or in a part of it, that several patches name; where only one
        does, its own."""
        named: dict[Offset, int] = {}
        for patch, row, column in seen_at(picture, self.patches[:SEARCHED], changed):
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
            part, _, _ = cut(picture, x - 1, y - 1, wide + 2, high + 2)
            there += 1
            found += bool(alike(part, patch.picture).max() >= ALIKE)
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


def _around(boxes: Sequence[Box]) -> Box:
    """The smallest box over several, each with half of its own size on every side."""
    left, top = (max(0.0, min(box[i] - box[i + 2] / 2 for box in boxes)) for i in (0, 1))
    right, low = (min(1.0, max(box[i] + 1.5 * box[i + 2] for box in boxes)) for i in (0, 1))
    return left, top, right - left, low - top


def _steps(start: int, end: int) -> range:
    return range(start, max(start + 1, end - 7), SIDE)
