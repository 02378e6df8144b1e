"""Which picture of the library goes over words, and how long the pictures that lie there are shown."""

from __future__ import annotations

import re

from workprint.base import Fault
from workprint.model import MediaFile
from workprint.ops import BrollWishes, broll_candidates, broll_chosen, is_broll

from ..bench import Bench, Placed, decline
from ..clause import Clause
from ..counting import ORD
from ..words import ORDINALS
from .rule import Rule

_BROLL = r"\bb[- ]?rolls?\b|\bcut ?aways?\b|空镜(?:头)?"
_TO = re.compile(r"@([\d.]+)@")
_PLACES = r"\b(?:add|put|place|insert|lay|cover|from|between|at|move|shift|later|earlier|fewer|most|shorter|longer|by|less)\b|[加插盖铺配放换挪移往]|提前|推迟|最多|[短长]|从|到第"
_ONE = re.compile(rf"第\s*(\d+)\s*(?:个|段|条|处)?|(最后)(?:1|一)?(?:个|段|条)|\b({ORD})\b|\b(last)\b")


def best_over(bench: Bench, start: float, end: float) -> list[MediaFile]:
    """The file that fits what is said from `start` to `end` seconds, else the first that is not used."""
    pool = broll_candidates(bench.timeline, [])
    try:
        found = broll_chosen(bench.timeline, bench.situation.facts, BrollWishes(over="words"))
    except Fault:
        return pool[:1]
    fitting = next((piece.media for piece in found if piece.start < end and start < piece.end), None)
    return [file for file in pool if file.id == fitting] or pool[:1]


def laid(bench: Bench) -> list[Placed]:
    """The b-roll that is there, in order."""
    return sorted((p for p in bench.overlays if is_broll(p.clip)), key=lambda p: p.start)


def lengths(c: Clause, bench: Bench) -> bool:
    """ "Make the b-roll 2 seconds long", 第二个空镜3秒: of the b-roll that is there."""
    to = _TO.search(c.text)
    if to is None or not c.has(_BROLL) or c.quotes or c.times.ranges or c.has(_PLACES):
        return False
    there = laid(bench)
    for one in meant(c, there):
        bench.do("set_duration", clip=one.id, duration=float(to[1]))
    return bool(there)


def meant(c: Clause, there: list[Placed]) -> list[Placed]:
    """Those that are meant: one by its number, else all."""
    if not there:
        return []
    said = _ONE.search(c.text)
    if said is None:
        return there
    number = int(said[1]) if said[1] else ORDINALS[said[3]] if said[3] else len(there)
    if not 1 <= number <= len(there):
        many = len(there)
        decline(
            "no_such_b_roll",
            f"The film has {many} piece{'s' if many != 1 else ''} of b-roll; there is no number {number}.",
            f"影片里有 {many} 段空镜，没有第 {number} 段。",
        )
    return [there[number - 1]]


RULES = (Rule(lengths, counts=True),)
