"""Where a cover must be: from where something was found, and what to do where it was not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from workprint.model import Clip, Effect, Fact
from workprint.ops.edits.sources import frame_in

from .marks import keys

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the picture."""

MARGIN = 0.006
"""Share of the picture that is covered around what is hidden."""
LARGER = 0.5
"""How much larger, on each side and in its own size, a cover is where what it hides is not found."""
LATE = 0.05
"""Seconds before and after, in which it may already, or still, be at the next place: frames are rounded."""
ROOM = 0.03
"""Share of the picture by which a cover may be larger than needed so that it need not change at each frame."""


@dataclass(frozen=True)
class Stretch:
    """From one second of the media to another, something is to be covered at a place; `sure` says that it
    was seen there."""

    start: float
    end: float
    box: Box
    sure: bool = True


def tracked(facts: Sequence[Fact], hold: float | None) -> list[Stretch]:
    """What was found of something followed, and what is covered while it was not: a larger part around its
    last and its next place, for `hold` seconds after and before (None: throughout), and where it is in doubt
    all that was said of it."""
    found = []
    for index, fact in enumerate(facts):
        seen, box = fact.value["seen"], _box(fact)
        if seen == "sure":
            found.append(Stretch(fact.start, fact.end, box))
        else:
            if seen == "doubt":
                found.append(Stretch(fact.start, fact.end, box, False))
            before = next((_box(f) for f in reversed(facts[:index]) if f.value["seen"] == "sure"), None)
            after = next((_box(f) for f in facts[index + 1 :] if f.value["seen"] == "sure"), None)
            found += _gone(fact.start, fact.end, before, after, hold)
    return found


def _gone(
    start: float, end: float, before: Box | None, after: Box | None, hold: float | None
) -> Iterator[Stretch]:
    around = union([larger(box) for box in (before, after) if box is not None])
    if around is None:
        return
    if hold is None or end - start <= 2 * hold:
        yield Stretch(start, end, around, False)
        return
    if before is not None:
        yield Stretch(start, start + hold, larger(before), False)
    if after is not None:
        yield Stretch(end - hold, end, larger(after), False)


def _box(fact: Fact) -> Box:
    x, y, w, h = (float(fact.value[each]) for each in "xywh")
    return x, y, x + w, y + h


def larger(box: Box, by: float = LARGER) -> Box:
    """A box with more around it, `by` of its own size on each side."""
    w, h = box[2] - box[0], box[3] - box[1]
    return box[0] - by * w, box[1] - by * h, box[2] + by * w, box[3] + by * h


def union(boxes: Iterable[Box]) -> Box | None:
    """The smallest box that holds all of them."""
    every = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
    if not every:
        return None
    left, top, right, bottom = zip(*every, strict=True)
    return min(left), min(top), max(right), max(bottom)


@dataclass(frozen=True)
class Run:
    """Frames of a clip in which a cover stays at one place."""

    start: int
    end: int
    box: Box


def runs(clip: Clip, stretches: Sequence[Stretch], rate: Fraction, first: int, last: int) -> list[Run]:
    """Where a cover is on a clip, within frames `first` to `last`: at each frame over all the places at
    which what it hides may be in it."""
    found: list[Run] = []
    for start, end, boxes in _together(clip, stretches, rate, first, last):
        box = union(boxes)
        held = None if box is None else _held(box)
        before = found[-1] if found else None
        if held is None:
            continue
        if before is not None and before.end == start:
            both = union([before.box, held])
            if both is not None and _near(both, before.box) and _near(both, held):
                found[-1] = replace(before, end=end, box=both)
                continue
        found.append(Run(start, end, held))
    return found


def _together(
    clip: Clip, stretches: Sequence[Stretch], rate: Fraction, first: int, last: int
) -> Iterator[tuple[int, int, list[Box]]]:
    """Frames between which the same stretches hold, and their boxes."""
    spans: list[tuple[int, int, Box]] = []
    for each in stretches:
        ends = sorted(frame_in(clip, at, rate) for at in (each.start - LATE, each.end + LATE))
        a, b = max(first, ends[0]), min(last, ends[1] + 1)
        if b > a:
            spans.append((a, b, each.box))
    spans.sort(key=lambda span: span[0])
    edges = sorted({edge for span in spans for edge in span[:2]})
    live: list[tuple[int, int, Box]] = []
    upcoming = iter([*spans, None])
    following = next(upcoming)
    for start, end in pairwise(edges):
        while following is not None and following[0] <= start:
            live.append(following)
            following = next(upcoming)
        live = [span for span in live if span[1] > start]
        yield start, end, [span[2] for span in live]


def _held(box: Box) -> Box:
    """With its margin, inside the picture."""
    left, top, right, bottom = box
    return (
        max(0.0, left - MARGIN), max(0.0, top - MARGIN), min(1.0, right + MARGIN), min(1.0, bottom + MARGIN),
    )  # fmt: skip


def _near(both: Box, one: Box) -> bool:
    wide, high = both[2] - both[0], both[3] - both[1]
    return wide - (one[2] - one[0]) <= ROOM and high - (one[3] - one[1]) <= ROOM


def effect(name: str, found: Sequence[Run], look: dict[str, object], about: dict[str, object]) -> Effect:
    """The cover that goes through these runs; between them it has no size."""
    points: list[tuple[int, Box]] = []
    for index, run in enumerate(found):
        points.append((run.start, run.box))
        following = found[index + 1].start if index + 1 < len(found) else None
        if following != run.end:
            points.append((run.end, (run.box[0], run.box[1], run.box[0], run.box[1])))
    tracks = {
        "x": [(at, box[0], "hold") for at, box in points],
        "y": [(at, box[1], "hold") for at, box in points],
        "width": [(at, box[2] - box[0], "hold") for at, box in points],
        "height": [(at, box[3] - box[1], "hold") for at, box in points],
    }
    left, top, right, bottom = found[0].box
    place = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    params = {**{key: round(value, 5) for key, value in place.items()}, **look}
    return Effect(
        id=name,
        op="cover",
        params=params,
        keyframes={key: keys(*track) for key, track in tracks.items()},
        metadata=about,
    )
