"""What the mouse pointer of a recording looks like, learned from those that leave one place for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .screen_cells import Grey, Patch
from .screen_templates import SCALES, Hit, best_hits, hit_near, refined

FIRST = {"arrow": 0.7, "wedge": 0.8}
"""Outlines looked for, and likeness of a pointer whose size is not known yet: other arrows are like the one with a tail,
and much is like the one without."""
VOTES, PROOF = 3, 1.0
"""Pictures in which a pointer of one size leaves one place for another, and what their likeness beyond
0.5 must add up to, before it is believed."""
ALONE = 0.94
"""Likeness, before and after, that needs no other proof."""
FEW_VOTES, FEW_PROOF = 2, 0.6
"""The same where no more comes, of one that leaves the places it came to."""
GONE = 0.15
"""How much less alike a place must be that a pointer has left, or has not come to yet."""
LARGE = 300 * 300
"""Pixels of an area beyond which no pointer of unknown size is looked for."""
MANY = 12
"""Areas in one picture beyond which none is: much is going on."""
MOVED = 3
"""Pixels that are a move."""
PLAIN = "wedge"
"""The one that is believed only where it goes on from where it came to."""
CHAINED = 4
"""How often."""

Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True)
class Pair:
    """A pointer that left one place for another."""

    old: Hit
    new: Hit

    @property
    def score(self) -> float:
        return min(self.old.score, self.new.score)

    @property
    def look(self) -> tuple[str, float, bool]:
        return self.new.shape, self.new.scale, self.new.dark


@dataclass
class Votes:
    """What speaks for a look, or for one of any size: the best it was seen at, exactly as it is, and all of it."""

    best: Hit
    count: int = 0
    proof: float = 0.0
    chained: int = 0
    last: Hit | None = None
    surest: float = 0.0

    def add(self, pair: Pair, exact: Hit) -> None:
        self.count += 1
        self.proof += pair.score - 0.5
        self.surest = max(self.surest, pair.score)
        if self.last is not None and near(self.last, pair.old):
            self.chained += 1
        self.last = pair.new
        if exact.score > self.best.score:
            self.best = exact

    @property
    def at_last(self) -> bool:
        """Whether it is believed where no more comes: it leaves the places it came to, or was clearly seen to
        leave one and come to another."""
        goes_on = self.count >= FEW_VOTES and self.chained == self.count - 1 and self.proof >= FEW_PROOF
        return goes_on or (self.surest >= ALONE and self.best.shape != PLAIN)

    def enough(self, pair: Pair) -> bool:
        """Whether it is believed at once."""
        if pair.new.shape != PLAIN:
            return pair.score >= ALONE or (self.count >= VOTES and self.proof >= PROOF)
        return self.chained >= CHAINED and self.proof >= PROOF


class Learner:
    """Takes what changes from picture to picture until the look of a pointer is believed."""

    def __init__(self) -> None:
        self._votes: dict[tuple[str, float, bool], Votes] = {}
        self._ways: dict[str, Votes] = {}
        self._came: dict[str, list[Hit]] = {}

    def add(self, before: Grey, after: Grey, found: Sequence[Patch]) -> Hit | None:
        """The pointer in `after`, if by now one is believed."""
        areas = small_areas(found)
        believed = [self._vote(before, after, areas, kind) for kind in FIRST]
        return next((hit for hit in believed if hit is not None), None)

    def _vote(self, before: Grey, after: Grey, areas: Sequence[Area], kind: str) -> Hit | None:
        new = [hit for hit in _all_sizes(after, areas, kind) if _gone(before, hit)]
        at_once = (
            _pairs([hit for hit in _all_sizes(before, areas, kind) if _gone(after, hit)], new) if new else []
        )
        # What came a while ago may have been another shape in between.
        pairs = at_once or _pairs([hit for hit in self._came.get(kind, ()) if _gone(after, hit)], new)
        self._came[kind] = new or self._came.get(kind, [])
        if not pairs:
            return None
        best = max(pairs, key=lambda pair: pair.score)
        exact = refined(after, best.new)
        votes = self._votes.setdefault(best.look, Votes(exact))
        votes.add(best, exact)
        self._ways.setdefault(kind, Votes(exact)).add(best, exact)
        return exact if at_once and votes.enough(best) else None

    def likeliest(self) -> Hit | None:
        """The one that most speaks for where no more pictures come, if it is enough."""
        told = (*self._votes.values(), *self._ways.values())
        enough = [each for each in told if each.at_last]
        best = max(enough, key=lambda each: each.proof, default=None)
        return None if best is None else best.best


def small_areas(found: Sequence[Patch]) -> list[Area]:
    """Where a pointer of unknown size may be: patches of its size or so, not too many."""
    areas = [corners(patch) for patch in found if patch.w * patch.h <= LARGE]
    return areas if len(areas) <= MANY else []


def corners(patch: Patch) -> Area:
    return int(patch.x), int(patch.y), int(patch.x + patch.w), int(patch.y + patch.h)


def near(a: Hit, b: Hit) -> bool:
    return abs(a.x - b.x) + abs(a.y - b.y) <= MOVED


def _pairs(gone: Sequence[Hit], new: Sequence[Hit]) -> list[Pair]:
    """The likely pointers that left one place and came to another."""
    return [
        Pair(old, hit)
        for hit in new
        for old in gone
        if (old.scale, old.dark) == (hit.scale, hit.dark) and not near(old, hit)
    ]


def _all_sizes(picture: Grey, areas: Sequence[Area], kind: str) -> list[Hit]:
    """Likely pointers of every size in areas."""
    tried = [hit for area in areas for scale in SCALES for hit in best_hits(picture, area, kind, scale)]
    return [hit for hit in tried if hit.score >= FIRST[kind]]


def _gone(picture: Grey, hit: Hit) -> bool:
    """Whether what is seen in one picture is not at its place in another."""
    there = hit_near(picture, hit, 1)
    return there is None or there.score <= hit.score - GONE
