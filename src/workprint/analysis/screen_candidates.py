"""What may be a click: something begins to change while the pointer rests, and what speaks for it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .screen_cells import Patch
from .screen_typing import Typist
from .screen_watch import Frame

NEAR = 60.0
"""Pixels (of an ordinary screen, with a pointer of 19 pixels) that count as near the pointer."""
REST = 10
"""Pictures beyond which resting longer makes no difference, and which are looked at after a change."""
BEFORE = 5
"""Pictures that are looked at before a change."""
RESTED = 5
"""Pictures of rest that speak for a click; after more of them as much does."""
DRAGGED = 1500.0
"""Changed pixels of something large that is dragged."""
STEPS = 3
"""Pictures between two steps of a page that scrolls; a single step is another page."""
EARLY, LATE = 3, 5
"""Pictures before and after typing that belong to it."""
NOWHERE = Patch(0, 0, 0, 0, 0, 0, 1)


@dataclass(frozen=True)
class Candidate:
    """Something that changed at a picture while the pointer rested at a place; what speaks for a click."""

    index: int
    x: float
    y: float
    features: tuple[float, ...]


NAMES = (
    "near", "inside", "near count", "whole count", "rest", "just arrived", "quiet", "moves soon",
    "nearest size", "turned", "patches", "goes on", "answered before", "likeness", "below", "late below",
    "only far", "returns", "scrolls", "near after quiet", "another page", "drags", "near alone", "last change",
    "strength", "covers", "back next", "back", "fills", "wide", "high", "aside", "beneath", "changes before",
    "changes after", "largest", "hovers", "repeats", "far count", "typing",
)  # fmt: skip


class Candidates:
    """Finds in frames as they come every one in which something changed and the pointer did not move, or
    began to drag something; `unit` is the height of a pointer, in pixels."""

    def __init__(self, unit: float) -> None:
        self.scale = unit / 19
        self._frames: deque[Frame] = deque()
        self._past: deque[Frame] = deque(maxlen=BEFORE)
        self._waiting: deque[Candidate] = deque()
        self._rest = Rest(self.scale)

    def add(self, frame: Frame) -> None:
        self._frames.append(frame)
        if len(self._frames) > REST:
            self._look()

    def end(self) -> None:
        while self._frames:
            self._look()

    def ready(self, typist: Typist) -> list[Candidate]:
        """Those of which it is known by now whether somebody types."""
        found = []
        while self._waiting and self._waiting[0].index + EARLY < typist.settled:
            each = self._waiting.popleft()
            types = any(t.first - EARLY <= each.index <= t.last + LATE for t in reversed(typist.found))
            found.append(replace(each, features=(*each.features, float(types))))
        return found

    def _look(self) -> None:
        frame = self._frames.popleft()
        rest, after = self._rest, tuple(self._frames)
        if frame.seen.hit is None:
            rest.lost()
        elif frame.seen.moved:
            last = self._past[-1] if self._past else None
            if rest.pictures and last is not None and drags(after, self.scale):
                self._waiting.append(self._candidate(frame, last, after, True))
            rest.left(frame)
        else:
            rest.goes_on(frame)
            if frame.patches:
                self._waiting.append(self._candidate(frame, frame, after, False))
            rest.noted(frame)
        self._past.append(frame)

    def _candidate(self, frame: Frame, at: Frame, after: Sequence[Frame], dragged: bool) -> Candidate:
        """What speaks for a click where the pointer was at one picture, of what changed in another."""
        hit = at.seen.hit
        assert hit is not None
        look = Look(frame, hit.x, hit.y, self.scale, self._rest, tuple(self._past), after)
        return Candidate(
            frame.index, hit.x, hit.y, (*look.near(), *look.time(hit.score, dragged), *look.more())
        )


class Rest:
    """How long the pointer rests, what changed since, and since when nothing."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.pictures, self.quiet, self.calm, self.changes = 0, REST, REST, 0
        self.arrived: tuple[Patch, ...] = ()
        self.arrivals, self.hovers = 0, 0

    def lost(self) -> None:
        self.pictures, self.quiet, self.changes, self.arrived = 0, REST, 0, ()

    def left(self, frame: Frame) -> None:
        self.pictures, self.quiet, self.changes, self.arrived = 0, REST, 0, frame.patches

    def goes_on(self, frame: Frame) -> None:
        self.pictures += 1
        if self.pictures == 1:
            self.arrived = (*self.arrived, *frame.patches)
            self.arrivals += 1
            self.hovers += any(self._close(frame, each) for each in self.arrived)

    def noted(self, frame: Frame) -> None:
        close = any(self._close(frame, each) for each in frame.patches)
        self.quiet = 0 if close else min(REST, self.quiet + 1)
        self.calm = 0 if frame.patches else min(REST, self.calm + 1)
        self.changes += close

    def _close(self, frame: Frame, patch: Patch) -> bool:
        hit = frame.seen.hit
        return hit is not None and patch.distance(hit.x, hit.y) < NEAR * self.scale


def drags(after: Sequence[Frame], scale: float) -> bool:
    """Whether something large moves along with the pointer in the pictures that follow."""
    return len(after) >= 3 and all(
        frame.seen.moved
        and frame.seen.hit is not None
        and any(
            p.distance(frame.seen.hit.x, frame.seen.hit.y) < 8 and p.count > DRAGGED * scale**2
            for p in frame.patches
        )
        for frame in after[:3]
    )


class Look:
    """What changed in a picture, seen from a place, with the pictures before and after it."""

    def __init__(
        self, frame: Frame, x: float, y: float, scale: float, rest: Rest,
        past: Sequence[Frame], after: Sequence[Frame],
    ) -> None:  # fmt: skip
        self.frame, self.x, self.y, self.scale, self.rest = frame, x, y, scale, rest
        self.past, self.after = past, after
        away = [(p.distance(x, y) / scale, p) for p in frame.patches] or [(NEAR * 9, NOWHERE)]
        self.away = away
        self.nearest, self.patch = min(away, key=lambda pair: (pair[0], -pair[1].count))
        self.count = self._close(frame)
        moved = next((n for n, each in enumerate(after) if each.seen.moved), REST)
        self.moves, self.still = moved, after[:moved]

    def near(self) -> tuple[float, ...]:
        """Of what is near."""
        patch, nearest = self.patch, self.nearest
        return (
            math.exp(-nearest / 30),
            float(nearest == 0),
            math.log1p(self.count) / 5,
            math.log1p(self.frame.share * 1000) / 5,
            min(self.rest.pictures, RESTED) / RESTED,
            float(self.rest.pictures <= 1),
            self.rest.quiet / REST,
            1 - self.moves / REST,
            math.log1p(patch.count / self.scale**2) / 5,
            float(self.frame.seen.turned),
            min(len(self.away), 10) / 10,
        )

    def time(self, likeness: float, dragged: bool) -> tuple[float, ...]:
        """Of what is before and after."""
        patch, nearest, rest = self.patch, self.nearest, self.rest
        below = patch.y > self.y + 6 * self.scale and nearest > 0
        scrolls = self._scrolls()
        return (
            sum(self._close(each) > 0 for each in self.after[:3]) / 3,
            float(any(_overlaps(patch, each) for each in rest.arrived)),
            likeness,
            float(below and patch.h < 40 * self.scale),
            float(below and 4 <= rest.pictures <= 14),
            float(nearest > 2 * NEAR),
            float(nearest < NEAR and _returns(patch, self.after[:4])),
            float(scrolls),
            float(nearest < NEAR and rest.quiet >= 3),
            float(self.frame.share > 0.2 and not scrolls),
            float(dragged),
            float(nearest < NEAR and len(self.away) == 1),
            rest.calm / REST,
        )

    def more(self) -> tuple[float, ...]:
        """Of the change itself, and of those before and after it while the pointer rests."""
        patch, scale, rest, answer = self.patch, self.scale, self.rest, self.frame.answer
        far = sum(p.count for away, p in self.away if away >= NEAR) / scale**2
        later = [self._close(each) for each in self.still]
        still = self.past[-rest.pictures + 1 :] if rest.pictures > 1 else ()
        return (
            answer.strength if answer else 0.0,
            answer.covers if answer else 0.0,
            answer.next if answer else 0.0,
            answer.back if answer else 0.0,
            patch.count / (patch.w * patch.h) if patch.w else 0.0,
            math.log1p(patch.w / scale) / 5,
            math.log1p(patch.h / scale) / 5,
            max(-1.0, min(1.0, (patch.x + patch.w / 2 - self.x) / scale / 200)),
            max(-1.0, min(1.0, (patch.y + patch.h / 2 - self.y) / scale / 200)),
            min(rest.changes, 5) / 5,
            sum(each > 0 for each in later) / REST,
            float(self.count >= max([*later, *(self._close(each) for each in still)], default=0.0)),
            (rest.hovers + 1) / (rest.arrivals + 2),
            float(nearest_again(patch, still)),
            math.log1p(far) / 10,
        )

    def _close(self, frame: Frame) -> float:
        """Pixels that changed near the place, of an ordinary screen."""
        return (
            sum(p.count for p in frame.patches if p.distance(self.x, self.y) < NEAR * self.scale)
            / self.scale**2
        )

    def _scrolls(self) -> bool:
        """Whether a page scrolls at or next to the picture, in several steps."""
        around = [*self.past, self.frame, *self.after]
        steps = [each.index for each in around if each.step is not None]
        return any(
            abs(each - self.frame.index) <= 1 and any(0 < abs(each - other) <= STEPS for other in steps)
            for each in steps
        )


def _overlaps(a: Patch, b: Patch) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def _same(a: Patch, b: Patch) -> bool:
    """Whether two changes have about the same box and as many pixels."""
    across = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    along = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    whole = max(a.w * a.h, b.w * b.h)
    return min(across, along) > 0 and across * along > 0.6 * whole and 0.5 < b.count / a.count < 2


def nearest_again(patch: Patch, before: Sequence[Frame]) -> bool:
    """Whether the same box changed a moment ago, by as much: a button was pressed."""
    return any(_same(patch, each) for frame in before for each in frame.patches)


def _returns(patch: Patch, after: Sequence[Frame]) -> bool:
    """Whether the same box changes again soon, by as much: a button is let go."""
    for frame in after:
        if frame.seen.moved:
            return False
        if any(_same(patch, each) for each in frame.patches):
            return True
    return False
