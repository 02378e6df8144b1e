"""Faces as something to be covered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from workprint.model import Fact

from .covering import Box, Stretch, larger, union

AROUND = 0.35
"""How much is covered around a face on each side, in its own size: hair and chin, and what it moves between
two looks."""
BEFORE = 0.8
"""Seconds before a face is first found and after it is last found in which it may be there already, or still."""
TURNED = 3.0
"""Seconds for which a face may be missed, turned away, and come back near to where it was."""


def faces(facts: Sequence[Fact]) -> list[list[Stretch]]:
    """Each face with where it is covered from when to when: between two looks wherever it was at either of
    them, and larger shortly before, after and while it is missed."""
    people: dict[int, list[Fact]] = {}
    for fact in facts:
        people.setdefault(int(fact.value["id"]), []).append(fact)
    tracks = sorted(people.values(), key=lambda track: track[0].start)
    found = [_track(track) for track in tracks]
    for index, track in enumerate(tracks):
        for later in tracks[index + 1 :]:
            gap = later[0].start - track[-1].end
            here, there = _box(track[-1]), _box(later[0])
            if 0 < gap <= TURNED and _meet(larger(here, 1.0), there):
                both = union([larger(here), larger(there)])
                assert both is not None  # faces have a size
                found[index].append(Stretch(track[-1].end, later[0].start, both, False))
    return found


def _track(track: Sequence[Fact]) -> list[Stretch]:
    boxes = [larger(_box(fact), AROUND) for fact in track]
    found = []
    for (fact, following), (here, there) in zip(pairwise(track), pairwise(boxes), strict=True):
        both = union([here, there])
        assert both is not None  # faces have a size
        found.append(Stretch(fact.start, following.start, both))
    found.append(Stretch(track[-1].start, track[-1].end, boxes[-1]))
    first, last = track[0].start, track[-1].end
    found.insert(0, Stretch(max(0.0, first - BEFORE), first, larger(boxes[0], 0.3), False))
    found.append(Stretch(last, last + BEFORE, larger(boxes[-1], 0.3), False))
    return found


def _box(fact: Fact) -> Box:
    x, y, w, h = (float(fact.value[each]) for each in "xywh")
    return x, y, x + w, y + h


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
