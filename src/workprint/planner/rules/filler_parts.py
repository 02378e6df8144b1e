"""The filler words of a part: of a clip, in the first ten seconds, before something is said."""

from __future__ import annotations

import re

from workprint.base import Fault
from workprint.ops import CutWords

from ..bench import Bench, decline
from ..clause import Clause
from ..targets import clips
from .rule import Rule
from .spoken import ACTS, FILLERS, LIST, filler_params

_BEFORE = r"\b(?:before|until|up to|ahead of)\b[^⟦]{0,24}⟦|⟦\d+⟧\s*(?:这|那)?(?:1|一)?(?:句|个词|里)?(?:话)?(?:之前|以前|前面)"
_AFTER = r"\b(?:after|from|since|behind)\b[^⟦]{0,24}⟦|⟦\d+⟧\s*(?:这|那)?(?:1|一)?(?:句|个词|里)?(?:话)?(?:之后|以后|后面)"
_HEAD = re.compile(r"\b(?:first|last)\s+@[\d.]+@")
"""Words that are a part of the film, not a wish to see the list first."""

Part = tuple[float, float]


def _meant(c: Clause) -> bool:
    """Whether fillers are to be cut, not listed."""
    text = _HEAD.sub(" ", c.text)
    return bool(FILLERS.search(text) and ACTS.search(text)) and not LIST.search(text)


def in_part(c: Clause, bench: Bench) -> bool:
    """ "Cut the ums in the first 10 seconds", 第二段的语气词剪掉."""
    part = _part(c, bench) if _meant(c) and not c.quotes else None
    return part is not None and _cut(c, bench, part)


def beside(c: Clause, bench: Bench) -> bool:
    """ "Cut the ums before I say goodbye", 剪掉“谢谢”之前的语气词."""
    if not c.quotes or not (c.has(_BEFORE) or c.has(_AFTER)):
        return False
    said = c.quotes[-1]
    text = re.sub(r"⟦\d+⟧", " ", c.text)
    plain = Clause(text, (), c.lang, original=c.original)
    if not _meant(plain):
        return False
    part = _beside(c, said, bench)
    return part is None or _cut(plain, bench, part)


def _part(c: Clause, bench: Bench) -> Part | None:
    """The seconds of the film in which fillers are meant; None where all of them are."""
    if c.times.ranges:
        return c.times.ranges[0].range(bench.duration)
    ids = clips(c, bench)
    held = [p for p in bench.film if p.id in ids]
    if not held or len(held) == len(bench.film):
        return None
    return min(p.start for p in held), max(p.end for p in held)


def _beside(c: Clause, said: str, bench: Bench) -> Part | None:
    """The film before or behind what is said; None while the words are not known."""
    try:
        found = CutWords(phrases=(said,)).found(bench.timeline, bench.situation.facts)
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        bench.need("word")
        bench.tell("The words have to be recognised first.", "要先识别说的话。")
        return None
    if not found:
        decline(
            "not_said",
            f"“{said}” is not said in the film, so nothing was changed.",
            f"说的话里没有找到“{said}”，所以没有改动。",
        )
    rate = float(bench.timeline.rate)
    if c.has(_BEFORE):
        return 0.0, found[0].start / rate
    return found[-1].end / rate, bench.duration


def _cut(c: Clause, bench: Bench, part: Part) -> bool:
    bench.ensure_film()
    limits = {"start": round(part[0], 3), "end": round(part[1], 3)}
    return bench.do("cut_fillers", **filler_params(c), **limits)


RULES = (Rule(beside, sparing=True), Rule(in_part))
