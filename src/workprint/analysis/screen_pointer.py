"""The mouse pointer followed from picture to picture."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from .screen_cells import Cells, Grey, Patch
from .screen_templates import SCALES, Hit, best_hits, refined

LESS = 0.13
"""How much less like its outline a pointer may be than when it was first believed."""
LOWEST, HIGHEST = 0.66, 0.76
"""Bounds of the likeness from which on something is a pointer."""
STAYS = 0.1
"""How much less still is enough where the pointer was just before."""
FIRST = 0.7
"""Likeness of a pointer whose size is not known yet."""
VOTES, PROOF = 3, 1.0
"""Pictures in which a pointer of one size leaves one place for another, and what their likeness beyond
0.5 must add up to, before it is believed."""
LARGE = 400 * 400
"""Pixels of an area beyond which no pointer of unknown size is looked for."""
WIDE = 260
"""Pixels around the last place in which a pointer is looked for where much changes."""
OTHERS = ("hand", "beam")
OTHER_SIZES = (0.83, 0.88, 0.94, 1.0, 1.07, 1.14)
"""Sizes of hands and beams, as shares of the arrow's."""
OTHER = 0.72
"""Likeness from which on something is a hand or beam, where the arrow is gone."""
AGAIN = 5
"""Pictures after which a lost pointer is looked for again where it was, whatever changed."""
MEMORY = 900
"""Pictures before the pointer's size is known whose candidates are kept."""

Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


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
        self.seed = 1.0
        self.dark = True
        self.now: Hit | None = None
        self.candidates: deque[tuple[int, list[Hit]]] = deque(maxlen=MEMORY)
        self.sure = HIGHEST
        self.arrow = Hit(0, 0, 0, "arrow", 1, True)
        self._votes: dict[tuple[float, bool], list[float]] = defaultdict(list)
        self._last: Hit | None = None
        self._index = -1

    def add(self, before: Grey, after: Grey, cells: Cells, found: Sequence[Patch]) -> Seen:
        """The pointer in `after`, given what changed since `before`."""
        self._index += 1
        if self.scale is None:
            self._learn(before, after, found)
            return Seen(self.now, moved=self.now is not None)
        if self.now is not None and (not found or not self._touched(cells)):
            return Seen(self.now, False)
        last, self.now = self.now, self._stayed(after) or self._search(after, found)
        self._last = self.now or self._last
        moved = last is None or self.now is None or (last.x, last.y) != (self.now.x, self.now.y)
        turned = last is not None and self.now is not None and last.shape != self.now.shape
        return Seen(self.now, moved, turned)

    def earlier(self) -> list[tuple[int, Hit]]:
        """Where the pointer was before its size was known: number of picture and place."""
        found = []
        for index, hits in self.candidates:
            fitting = [h for h in hits if h.dark == self.dark and h.scale == self.seed]
            if fitting:
                found.append((index, max(fitting, key=lambda hit: hit.score)))
        return found

    def _learn(self, before: Grey, after: Grey, found: Sequence[Patch]) -> None:
        """Look for pointers of all sizes where something changed; believe one that was seen moving."""
        hits = [hit for area in small_areas(found) for hit in all_sizes(after, area)]
        gone = [hit for area in small_areas(found) for hit in all_sizes(before, area)]
        if gone:
            self.candidates.append((self._index - 1, gone))
        if hits:
            self.candidates.append((self._index, hits))
        best = moved(gone, hits)
        if best is None:
            return
        score, hit = best
        votes = self._votes[hit.scale, hit.dark]
        votes.append(score - 0.5)
        if len(votes) >= VOTES and sum(votes) >= PROOF:
            self.now = self.arrow = self._last = refined(after, hit)
            self.scale, self.dark, self.seed = self.arrow.scale, hit.dark, hit.scale
            self.sure = min(max(self.arrow.score - LESS, LOWEST), HIGHEST)

    def _touched(self, cells: Cells) -> bool:
        """Whether anything changed where the pointer is."""
        assert self.now is not None
        left, top, right, bottom = box(self.now)
        return bool(cells[top // 8 : bottom // 8 + 1, left // 8 : right // 8 + 1].any())

    def _stayed(self, after: Grey) -> Hit | None:
        """The pointer, if it is where it was, give or take two pixels."""
        if self.now is None:
            return None
        around = box(self.now)
        pointer = self.now.pointer
        around = around[0] + pointer.size[0] - 2, around[1] + pointer.size[1] - 2, around[2] - pointer.size[0] + 2, around[3] - pointer.size[1] + 2  # fmt: skip
        now = self.now
        hits = [h for h in best_hits(after, around, now.shape, now.scale, now.border) if h.dark == now.dark]
        return hits[0] if hits and hits[0].score >= self.sure - STAYS else None

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


def corners(patch: Patch) -> Area:
    return int(patch.x), int(patch.y), int(patch.x + patch.w), int(patch.y + patch.h)


def small_areas(found: Sequence[Patch]) -> list[Area]:
    return [corners(patch) for patch in found[:8] if patch.w * patch.h <= LARGE]


def all_sizes(picture: Grey, area: Area) -> list[Hit]:
    """Likely pointers of every size in an area."""
    hits = [hit for scale in SCALES for hit in best_hits(picture, area, "arrow", scale)]
    return [hit for hit in hits if hit.score >= FIRST]


def moved(gone: Sequence[Hit], hits: Sequence[Hit]) -> tuple[float, Hit] | None:
    """The likeliest pointer that is at one place before and at another after, and how likely it is."""
    pairs = [
        (min(old.score, new.score), new)
        for old in gone
        for new in hits
        if (old.scale, old.dark) == (new.scale, new.dark) and abs(old.x - new.x) + abs(old.y - new.y) > 3
    ]
    return max(pairs, key=lambda pair: pair[0], default=None)
