"""Fitting lines of speech to the picture: where each begins, how much faster it is, where the picture waits.

All in frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from workprint.base import nearest

Fit = Literal["stretch", "ripple", "overlap", "shift"]
FASTER = Fraction(11, 10)
"""So much faster speech may be without sounding so."""


@dataclass(frozen=True)
class Cue:
    """A line that lasts `length`, wanted at `start`; None: right behind the line before it."""

    length: int
    start: int | None = None


@dataclass(frozen=True)
class Fitted:
    """Where a line begins, its speed, and how much later than wanted it is."""

    start: int
    speed: Fraction = Fraction(1)
    late: int = 0


@dataclass(frozen=True)
class Layout:
    """Lines in their places. `waits`: from which frame on, counted in the film as it was, the picture is
    held, and for how long."""

    lines: tuple[Fitted, ...]
    waits: tuple[tuple[int, int], ...] = ()


def fitted(cues: Sequence[Cue], end: int, pause: int, fit: Fit, apart: int = 0) -> Layout:
    """Lines fitted to a film that ends at `end`, `pause` frames between those that follow one another, and
    `apart` frames at least between any two.

    Lines are taken in groups: one with a time of its own, and those behind it. A group has room until the
    next group's time. What is longer than its room is spoken faster by a tenth at most ("stretch"), and
    what still does not fit makes the next group begin later; or the picture waits for it ("ripple"); or it
    goes on under the next ("overlap"). "shift" only lets the next begin later. At the end of the film, and
    for what begins behind it, the last frame is held.
    """
    lines: list[Fitted] = []
    waits: list[tuple[int, int]] = []
    shifted, free = 0, 0
    groups = list(_groups(cues))
    for index, group in enumerate(groups):
        last = index + 1 == len(groups)
        gap = 0 if last else apart
        begin = (group[0].start or 0) + shifted
        limit = (end if last else groups[index + 1][0].start or 0) + shifted
        at = begin if fit == "overlap" else max(begin, free)
        late = at - begin
        speed = _speed(group, limit - gap - at, pause) if fit == "stretch" and at < limit else Fraction(1)
        for cue in group:
            lines.append(Fitted(at, speed, late))
            at += nearest(cue.length / speed) + pause
        free = at - pause + gap
        over = free - limit
        if over > 0 and (last or fit == "ripple"):
            waits.append((limit - shifted, over))
            shifted += over
    return Layout(tuple(lines), tuple(waits))


def _groups(cues: Sequence[Cue]) -> list[list[Cue]]:
    groups: list[list[Cue]] = []
    for cue in cues:
        if cue.start is not None or not groups:
            groups.append([cue])
        else:
            groups[-1].append(cue)
    return groups


def _speed(group: Sequence[Cue], room: int, pause: int) -> Fraction:
    spoken = sum(cue.length for cue in group)
    left = room - pause * (len(group) - 1)
    if spoken <= left:
        return Fraction(1)
    return min(FASTER, Fraction(spoken, left)) if left > 0 else FASTER
