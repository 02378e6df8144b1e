"""Clicks: something begins to change near the pointer while it rests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .screen_cells import Patch
from .screen_typing import Typing
from .screen_watch import Frame
from .trees import Numbers, evened, probability

NEAR = 60.0
"""Pixels (of an ordinary screen, with a pointer of 19 pixels) that count as near the pointer."""
APART = 0.45
"""Seconds between two clicks that are told apart."""
REST = 10
"""Pictures beyond which resting longer makes no difference."""
RESTED = 5
"""Pictures of rest that speak for a click; after more of them as much does."""
DRAGGED = 1500.0
"""Changed pixels of something large that is dragged."""
STEPS = 3
"""Pictures between two steps of a page that scrolls; a single step is another page."""
NOWHERE = Patch(0, 0, 0, 0, 0, 0, 1)
LEAST = 0.1
"""Probability below which nothing is told."""
TREES = "screen_clicks"


@dataclass(frozen=True)
class Candidate:
    """Something that changed at a picture while the pointer rested at a place; what speaks for a click."""

    index: int
    x: float
    y: float
    features: tuple[float, ...]


NAMES = (
    "near", "inside", "near count", "whole count", "rest", "just arrived", "quiet", "moves soon",
    "typing", "nearest size", "turned", "patches", "goes on", "answered before", "likeness", "below", "late below",
    "only far", "returns", "scrolls", "near after quiet", "another page",
    "drags", "near alone", "last change",
)  # fmt: skip


def candidates(frames: Sequence[Frame], typing: Sequence[Typing], unit: float) -> list[Candidate]:
    """Every picture in which something changed and the pointer did not move, or began to drag something;
    `unit` is the height of a pointer, in pixels."""
    found = []
    look = Look(frames, unit / 19, {i for each in typing for i in range(each.first - 3, each.last + 6)})
    for number, frame in enumerate(frames):
        if frame.seen.hit is None:
            look.lost()
        elif frame.seen.moved:
            if look.rest and look.drags(number):
                found.append(look.candidate(number - 1, number, True))
            look.left(frame)
        else:
            look.rested(frame)
            if frame.patches:
                found.append(look.candidate(number, number, False))
            look.noted(frame)
    return found


class Look:
    """What was seen of the pointer so far: how long it rests, what changed since, and since when nothing."""

    def __init__(self, frames: Sequence[Frame], scale: float, typing: set[int]) -> None:
        self.frames, self.scale, self.typing = frames, scale, typing
        self.rest, self.quiet, self.calm = 0, REST, REST
        self.arrived: tuple[Patch, ...] = ()
        steps = [frame.index for frame in frames if frame.step is not None]
        near = {i for a, b in pairwise(steps) if b - a <= STEPS for i in (a, b)}
        self.scrolling = {i for each in near for i in range(each - 1, each + 2)}

    def lost(self) -> None:
        self.rest, self.quiet, self.arrived = 0, REST, ()

    def left(self, frame: Frame) -> None:
        self.rest, self.quiet, self.arrived = 0, REST, frame.patches

    def rested(self, frame: Frame) -> None:
        self.rest += 1
        if self.rest == 1:
            self.arrived = (*self.arrived, *frame.patches)

    def noted(self, frame: Frame) -> None:
        hit = frame.seen.hit
        assert hit is not None
        close = any(p.distance(hit.x, hit.y) < NEAR * self.scale for p in frame.patches)
        self.quiet = 0 if close else min(REST, self.quiet + 1)
        self.calm = 0 if frame.patches else min(REST, self.calm + 1)

    def drags(self, number: int) -> bool:
        """Whether something large moves along with the pointer from a picture on."""
        return all(
            frame.seen.moved
            and frame.seen.hit is not None
            and any(
                p.distance(frame.seen.hit.x, frame.seen.hit.y) < 8 and p.count > DRAGGED * self.scale**2
                for p in frame.patches
            )
            for frame in self.frames[number + 1 : number + 4]
        ) and number + 4 <= len(self.frames)

    def candidate(self, at: int, number: int, drags: bool) -> Candidate:
        """What speaks for a click where the pointer was at one picture, of what changed in another."""
        frame, hit, scale = self.frames[number], self.frames[at].seen.hit, self.scale
        assert hit is not None
        away = [(p.distance(hit.x, hit.y) / scale, p) for p in frame.patches] or [(NEAR * 9, NOWHERE)]
        nearest, patch = min(away, key=lambda pair: (pair[0], -pair[1].count))
        near = sum(p.count for far, p in away if far < NEAR) / scale**2
        after = self.frames[number + 1 : number + 5]
        moves = next(
            (n for n, f in enumerate(self.frames[number + 1 : number + 1 + REST]) if f.seen.moved), REST
        )
        below = patch.y > hit.y + 6 * scale and nearest > 0
        features = (
            math.exp(-nearest / 30),
            float(nearest == 0),
            math.log1p(near) / 5,
            math.log1p(frame.share * 1000) / 5,
            min(self.rest, RESTED) / RESTED,
            float(self.rest <= 1),
            self.quiet / REST,
            1 - moves / REST,
            float(frame.index in self.typing),
            math.log1p(patch.count / scale**2) / 5,
            float(frame.seen.turned),
            min(len(away), 10) / 10,
            sum(_close(each, hit.x, hit.y, scale) > 0 for each in after[:3]) / 3,
            float(any(_overlaps(patch, each) for each in self.arrived)),
            hit.score,
            float(below and patch.h < 40 * scale),
            float(below and 4 <= self.rest <= 14),
            float(nearest > 2 * NEAR),
            float(nearest < NEAR and _returns(patch, after)),
            float(frame.index in self.scrolling),
            float(nearest < NEAR and self.quiet >= 3),
            float(frame.share > 0.2 and frame.index not in self.scrolling),
            float(drags),
            float(nearest < NEAR and len(away) == 1),
            self.calm / REST,
        )
        return Candidate(frame.index, hit.x, hit.y, features)


def _close(frame: Frame, x: float, y: float, scale: float) -> int:
    """Pixels that changed near a place."""
    return sum(p.count for p in frame.patches if p.distance(x, y) < NEAR * scale)


def _overlaps(a: Patch, b: Patch) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def _returns(patch: Patch, after: Sequence[Frame]) -> bool:
    """Whether the same box changes again soon, by as much: a button is let go."""
    for frame in after:
        if frame.seen.moved:
            return False
        for each in frame.patches:
            across = min(patch.x + patch.w, each.x + each.w) - max(patch.x, each.x)
            along = min(patch.y + patch.h, each.y + each.h) - max(patch.y, each.y)
            whole = max(patch.w * patch.h, each.w * each.h)
            if min(across, along) > 0 and across * along > 0.6 * whole and 0.5 < each.count / patch.count < 2:
                return True
    return False


def clicks(found: Sequence[Candidate], rate: float) -> list[tuple[Candidate, float]]:
    """The candidates that may be clicks, and how likely, by trees fitted on made recordings."""
    if not found:
        return []
    likely = probability(TREES, np.array([each.features for each in found]))
    return [(each, evened(TREES, sure)) for each, sure in chosen(found, likely, rate)]


def chosen(found: Sequence[Candidate], likely: Numbers, rate: float) -> list[tuple[Candidate, float]]:
    """The likeliest candidates, no two closer than two clicks are."""
    kept: list[tuple[Candidate, float]] = []
    for index in np.argsort(-likely, kind="stable"):
        each, sure = found[index], float(likely[index])
        if sure < LEAST:
            break
        if all(abs(each.index - other.index) >= APART * rate for other, _ in kept):
            kept.append((each, sure))
    return sorted(kept, key=lambda pair: pair[0].index)
