"""A stretch of the film taken to its start or end, or shown there once more: "start with the last 5 seconds
as a teaser"."""

from __future__ import annotations

import re

from workprint.base import seconds

from ..bench import Bench, Placed, decline
from ..clause import Clause
from ..inner import cut_apart
from ..reference import pointing
from ..targets import called, clips
from .cuts import NOT_CUT, ranges_of
from .rule import Rule

_TASTE = r"\b(?:teaser|hook|preview|cold open|trailer|intro)\b|预告|钩子|片头"
_FIRST = re.compile(
    rf"^(?:start|open|begin|kick off)s?\b.{{0,24}}\bwith (?:the |my )?|\b(?:at|to|in|before) the (?:very )?(?:start|beginning|front|top|opening)\b|\bas (?:an? |the )?(?:\w+ )?(?:{_TASTE})|(?:放|移|挪|搬)(?:到|在)(?:最)?(?:开头|前面|片头)"
)
_LAST = re.compile(
    r"^(?:end|finish|close)s?\b.{0,24}\bwith (?:the |my )?|\b(?:at|to) the (?:very )?(?:end|back)\b|(?:放|移|挪|搬)(?:到|在)(?:最)?(?:结尾|后面|末尾|片尾)"
)
_PUTS = re.compile(
    r"^(?:put|move|place|bring|take|use|show|play|copy|repeat|replay|duplicate|start|open|begin|kick|end|finish|close)|放|移|挪|搬|复制"
)
_COPY = re.compile(
    rf"\b(?:copy|repeat|replay|duplicate|again|too|also|as well|use|show|play)\b|{_TASTE}|复制|再"
)


def passage(c: Clause, bench: Bench) -> bool:
    """Move a range, or show it once more where that is said or it is to whet the appetite."""
    first, last = _FIRST.search(c.text), _LAST.search(c.text)
    if c.quotes or bool(first) == bool(last) or not _PUTS.search(c.own) or not c.times.ranges:
        return False
    if (
        NOT_CUT.search(re.sub(_TASTE, " ", c.text))
        or c.has(r"\bfad|\bspeed|\bslow|\bzoom|淡|速")
        or not bench.film
    ):
        return False
    ids = clips(c, bench)
    spans = ranges_of(c, bench, bench.locate(ids[0]) if len(ids) == 1 else None)
    if len(spans) != 1:
        return False
    if _COPY.search(c.text):
        return _shown(spans[0], bool(first), bench)
    moved = cut_apart(*spans[0], bench)
    rest = [p.id for p in bench.film if p.id not in moved]
    if len(moved) == 1:
        return bench.do("move_clip", clip=moved[0], index=0 if first else len(rest))
    return bench.do("reorder", order=[*moved, *rest] if first else [*rest, *moved])


def _shown(span: tuple[float, float], first: bool, bench: Bench) -> bool:
    """Once more, at the start or the end."""
    start, end = span
    pieces = [p for p in bench.film if p.start < end - 0.02 and p.end > start + 0.02]
    where = bench.duration
    for p in reversed(pieces) if first else pieces:
        part = _part(p, max(start, p.start), min(end, p.end), bench)
        bench.do("insert", at=0.0 if first else where, **part)
        where = bench.duration
    return bool(pieces)


def _part(p: Placed, start: float, end: float, bench: Bench) -> dict[str, object]:
    """The range of the file that a clip shows between two moments."""
    if p.media is None or p.clip.speed != 1 or p.clip.reverse:
        decline(
            "not_plain",
            f"“{p.name}” plays at another speed or backwards there, so that stretch cannot be shown a second time.",
            f"“{p.name}”在那里变速或倒放，不能再放一遍。",
        )
    source = float(seconds(p.clip.source.start, bench.timeline.rate)) + start - p.start
    return {"media": p.media, "start": round(source, 3), "duration": round(end - start, 3)}


_WANTED = re.compile(
    r"^(?:i |we )?(?:only |just )*(?:need|want|keep|use|take|give me|leave|show)\b|^(?:only|just)\b"
)
_PARTS = re.compile(r"(?:the )?(?P<end>first|last) @(?P<t>[\d.]+)@ (?:of|from) ")
_BETWEEN = re.compile(
    r"\b(?:i|we|only|just|need|want|keep|use|take|give me|leave|show|and|then|plus|nothing else|that'?s (?:it|all)|drop the rest|please|the)\b|[,.\s]"
)


def parts(c: Clause, bench: Bench) -> bool:
    """Only so much of these clips: "I need the first 6 s of the beach and the last 6 of the sunset"."""
    clip = pointing(called(bench))
    found = list(re.finditer(rf"{_PARTS.pattern}(?P<clip>{clip})", c.own))
    left = re.sub(rf"{_PARTS.pattern}{clip}", " ", c.own)
    if len(found) < 2 or not _WANTED.match(c.own) or _BETWEEN.sub("", left):
        return False
    ids = [clips(c, bench, match["clip"])[0] for match in found]
    for item, match in zip(ids, found, strict=True):
        one = bench.locate(item)
        off = (one.end - one.start if one else 0.0) - float(match["t"])
        if off > 0.01:
            bench.do("trim", clip=item, **{"tail" if match["end"] == "first" else "head": round(off, 3)})
    others = [p.id for p in bench.film if p.id not in ids]
    return not others or bench.do("remove", ids=others)


WHOLE = (Rule(parts, whole=True),)
RULES = (Rule(passage),)
