"""A pass over the words made, or made again with other choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workprint.base import Range, seconds
from workprint.model import Facts, Timeline
from workprint.ops.edits.faults import NothingToDo
from workprint.ops.edits.film import film_of, kept, without
from workprint.ops.edits.mute import quietened
from workprint.ops.edits.set_speed import SetSpeed
from workprint.ops.edits.spoken import spoken

from .bleeping import bleeped
from .cutting import BREATH, PAD, away, ground, held, hushed
from .finding import Found, chosen
from .passes import Pass, listing, noted, taken_of


@dataclass(frozen=True)
class Choice:
    """Which pass it is, what happens to what is taken, and which `numbers` of what was found may be:
    all of them, or `only` these, but none of `keep`."""

    op: str
    about: str
    mode: str
    numbers: Sequence[int]
    keep: Sequence[int] = ()
    only: Sequence[int] = ()
    pad: float = PAD
    factor: float = 2


def made_again(
    timeline: Timeline, start: Timeline, facts: Facts, found: Sequence[Found], choice: Choice
) -> Timeline:
    """The pass made on `start`, the timeline without it. Raises `NothingToDo` for numbers that nothing has."""
    wrong = [n for n in (*choice.keep, *choice.only) if not 1 <= n <= len(found)]
    if wrong:
        raise NothingToDo(
            en=f"There is no number {wrong[0]}: the list has {len(found)}.",
            zh=f"没有编号 {wrong[0]}：列表一共 {len(found)} 项。",
        )
    taken = [(n, each) for n, each in chosen(found, choice.keep, choice.only) if n in choice.numbers]
    after, ranges = _done(start, facts, [each for _, each in taken], choice)
    if not after.duration:
        raise NothingToDo(en="Nothing would be left of the film.", zh="影片会一点不剩。")
    numbers = [n for n, _ in taken]
    if choice.mode == "speed" or (not numbers and start == timeline):
        return after
    rows = listing(found, numbers, start.rate)
    gone = tuple(taken_of(start, ranges))
    return noted(after, Pass(choice.op, choice.about, choice.mode, rows, gone))


def _done(
    start: Timeline, facts: Facts, taken: Sequence[Found], choice: Choice
) -> tuple[Timeline, list[Range]]:
    """The timeline after it, and the ranges of the film that went (or were muted)."""
    on = ground(start, facts, spoken(start, facts), choice.pad)
    if choice.mode == "keep":
        stays = held(taken, on, BREATH)
        return kept(start, stays), _others(stays, film_of(start).duration)
    if choice.mode == "mute":
        ranges = hushed(taken, on)
        return quietened(start, ranges, muted=True), ranges
    if choice.mode == "bleep":
        ranges = hushed(taken, on)
        return bleeped(start, ranges), ranges
    if choice.mode == "speed":
        for span in reversed(held(taken, on, 0)):
            first, last = (float(seconds(edge, start.rate)) for edge in (span.start, span.end))
            start = SetSpeed(start=first, end=last, factor=choice.factor).apply(start, facts)
        return start, []
    ranges = away(taken, on)
    return (without(start, ranges) if ranges else start), ranges


def _others(stays: Sequence[Range], end: int) -> list[Range]:
    """What lies between ranges of the film, before and behind them."""
    edges = [0, *(edge for span in stays for edge in (span.start, span.end)), end]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Range.between(a, b) for a, b in pairs if b > a]
