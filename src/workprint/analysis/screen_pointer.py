"""The mouse pointer followed from picture to picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .screen_cells import Cells, Grey, Patch
from .screen_learning import LARGE, Area, Learner, corners, small_areas
from .screen_templates import Hit, best_hits, hit_near

LESS = 0.13
"""How much less like its outline a pointer may be than when it was first believed."""
LOWEST, HIGHEST = 0.66, 0.76
"""Bounds of the likeness from which on something is a pointer."""
STAYS = 0.1
"""How much less still is enough where the pointer was just before."""
WIDE = 260
"""Pixels around the last place in which a pointer is looked for where much changes."""
OTHERS = ("hand", "beam")
STILL = 2
"""Pixels by which a pointer seems to move when what is behind it changes."""
OTHER_SIZES = (0.83, 0.88, 0.94, 1.0, 1.07, 1.14)
"""Sizes of hands and beams, as shares of the arrow's."""
OTHER = 0.72
"""Likeness from which on something is a hand or beam, where the arrow is gone."""
AGAIN = 5
"""Pictures after which a lost pointer is looked for again where it was, whatever changed."""
LESSER = 0.05
"""How much less alike than what is followed a pointer may be that comes elsewhere."""
STRIP = 400
"""Pixels of a picture's height that are searched at once."""
SURELY = 0.05
"""How much more alike a pointer must be where all of a picture is searched."""


@dataclass(frozen=True)
class Seen:
    """The pointer at a picture: None where it was not seen. `moved` since the picture before."""

    hit: Hit | None
    moved: bool
    turned: bool = False
    """Whether its shape changed."""


class Pointer:
    """Follows the pointer. Its size and colour are learned from the first pictures in which it moves."""

    def __init__(self) -> None:
        self.scale: float | None = None
        self.learned: int | None = None
        self.dark = True
        self.now: Hit | None = None
        self.sure = HIGHEST
        self.arrow = Hit(0, 0, 0, "arrow", 1, True)
        self._learner = Learner()
        self._last: Hit | None = None
        self._index = -1

    def add(self, before: Grey, after: Grey, cells: Cells, found: Sequence[Patch]) -> Seen:
        """The pointer in `after`, given what changed since `before`."""
        self._index += 1
        if self.scale is None:
            self._believe(self._learner.add(before, after, found))
            return Seen(self.now, moved=self.now is not None)
        if self.now is not None and (not found or not self._touched(cells)):
            rival = self._rival(before, after, found)
            self.now = self._last = rival or self.now
            return Seen(self.now, rival is not None)
        last, self.now = self.now, self._stayed(after) or self._search(after, found)
        if (
            last is not None
            and self.now is not None
            and abs(last.x - self.now.x) + abs(last.y - self.now.y) <= STILL
        ):
            self.now = replace(self.now, x=last.x, y=last.y)
        self._last = self.now or self._last
        moved = last is None or self.now is None or (last.x, last.y) != (self.now.x, self.now.y)
        turned = last is not None and self.now is not None and last.shape != self.now.shape
        return Seen(self.now, moved, turned)

    def again(self) -> Pointer:
        """One that knows what this one has learned, for the pictures before it had."""
        known = Pointer()
        known.scale, known.dark, known.arrow, known.sure = self.scale, self.dark, self.arrow, self.sure
        return known

    def begin(self, picture: Grey) -> None:
        """Look for the pointer in all of a first picture."""
        if self.scale is None:
            return
        height, width = picture.shape
        strips = [(0, top, width, min(top + STRIP, height)) for top in range(0, height, STRIP)]
        hits = self._hits(picture, strips, self.arrow.shape)
        best = max(hits, key=lambda hit: hit.score, default=None)
        if best is not None and best.score >= self.sure + SURELY:
            self.now = self._last = best

    def settle(self) -> None:
        """Believe the likeliest pointer if no more pictures come."""
        self._believe(self._learner.likeliest())

    def _believe(self, hit: Hit | None) -> None:
        if hit is not None:
            self.now = self.arrow = self._last = hit
            self.scale, self.dark, self.learned = hit.scale, hit.dark, self._index
            self.sure = min(max(hit.score - LESS, LOWEST), HIGHEST)

    def _touched(self, cells: Cells) -> bool:
        """Whether anything changed where the pointer is."""
        assert self.now is not None
        left, top, right, bottom = box(self.now)
        return bool(cells[top // 8 : bottom // 8 + 1, left // 8 : right // 8 + 1].any())

    def _rival(self, before: Grey, after: Grey, found: Sequence[Patch]) -> Hit | None:
        """A pointer that comes where none was while nothing changes at the one that is followed: that one is
        something drawn like a pointer."""
        assert self.now is not None
        least = max(self.sure + SURELY, self.now.score - LESSER)
        hits = self._hits(after, small_areas(found), self.arrow.shape)
        best = max(hits, key=lambda hit: hit.score, default=None)
        if best is None or best.score < least:
            return None
        was = self._hits(before, [box(best)], self.arrow.shape)
        return None if any(hit.score >= self.sure for hit in was) else best

    def _stayed(self, after: Grey) -> Hit | None:
        """The pointer, if it is where it was, give or take two pixels."""
        if self.now is None:
            return None
        stayed = hit_near(after, self.now, 2)
        return stayed if stayed is not None and stayed.score >= self.sure - STAYS else None

    def _search(self, after: Grey, found: Sequence[Patch]) -> Hit | None:
        areas = [area for patch in found for area in self._near(patch)]
        if self.now is None and self._last is not None and self._index % AGAIN == 0:
            x, y = int(self._last.x), int(self._last.y)
            areas.append((max(0, x - WIDE // 2), max(0, y - WIDE // 2), x + WIDE // 2, y + WIDE // 2))
        hits = self._hits(after, areas, self.arrow.shape)
        best = max(hits, key=lambda hit: hit.score, default=None)
        if best is not None and best.score >= self.sure:
            return best
        others = [
            h for shape in OTHERS for size in OTHER_SIZES for h in self._hits(after, areas, shape, size)
        ]
        best = max(others, key=lambda hit: hit.score, default=None)
        return best if best is not None and best.score >= OTHER else None

    def _hits(self, after: Grey, areas: Sequence[Area], shape: str, size: float = 1.0) -> list[Hit]:
        assert self.scale is not None
        border = self.arrow.border if shape == self.arrow.shape else 1.1
        scale = self.scale * size
        hits = [hit for area in areas for hit in best_hits(after, area, shape, scale, border)]
        return [hit for hit in hits if hit.dark == self.dark or shape == "beam"]

    def _near(self, patch: Patch) -> list[Area]:
        """Where to look: all of a small patch, of a large one what is near the last place."""
        left, top, right, bottom = corners(patch)
        if patch.w * patch.h > LARGE:
            if self._last is None:
                return []
            left, right = max(left, int(self._last.x) - WIDE), min(right, int(self._last.x) + WIDE)
            top, bottom = max(top, int(self._last.y) - WIDE), min(bottom, int(self._last.y) + WIDE)
        return [(left, top, right, bottom)] if right > left and bottom > top else []


def box(hit: Hit) -> Area:
    """What a pointer covers."""
    pointer = hit.pointer
    left, top = int(hit.x) - pointer.hot[0], int(hit.y) - pointer.hot[1]
    return max(0, left), max(0, top), left + pointer.size[0], top + pointer.size[1]
