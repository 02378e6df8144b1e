"""A part of a clip, or a little of it, to be taken away where nobody said how much: asked, for the whole
clip is not what is meant."""

from __future__ import annotations

import re

from ..bench import Bench, ask
from ..clause import Clause
from ..span import written
from ..targets import clips_or_it
from .cuts import NOT_CUT
from .rule import Rule

_END = r"(?:start|beginning|front|head|opening|end|ending|tail|back|middle)"
_SOME = rf"(?:(?:(?:first|last|{_END}|little|tiny|small|big|boring|dull|slow) )*(?:bit|part|piece|chunk|section|portion|half-second|moment)s?|{_END})"
_PART = re.compile(
    rf"\b(?:the |its |a |some |any |very )*{_SOME} (?:out of|off of|of|off|from|in)\b|\b(?:off|from|at) (?:the |its )(?:very )?{_END}\b|'s (?:very )?{_SOME}\b|\b(?:the|its) (?:very )?{_END}(?: a (?:little )?bit| a little| off| slightly)*$|\bsome (?:of|off)\b"
)
_LITTLE = re.compile(
    r"\b(?:trim|cut|shave|snip|chop|shorten|crop|take|lop|nip)\b.{1,40}\b(?:a (?:little |tiny )?(?:bit|touch|tad|smidge|hair)|a little|slightly|somewhat)(?: (?:more|down|back|off|shorter|tighter))*$|"
    r"(?:剪|去|删|裁|砍|截)(?:掉|短|去)?\s*(?:一|1)?(?:点|些|小段|部分)(?:儿)?$"
)
_HEAD = re.compile(r"\b(?:start|beginning|front|head|opening|first)\b|开头|前面|片头")
_TAIL = re.compile(r"\b(?:end|ending|tail|back|last)\b(?! (?:clip|one|shot|scene))|结尾|后面|末尾|片尾")


def portion(c: Clause, bench: Bench) -> bool:
    """Ask how much of a clip, and at which end where that is not said."""
    if not c.says("remove") or c.quotes or c.times.ranges or c.times.lengths or c.amount.stated:
        return False
    if not (_PART.search(c.text) or _LITTLE.search(c.text)) or NOT_CUT.search(c.text) or not bench.film:
        return False
    ids = clips_or_it(c, bench) or tuple(p.id for p in bench.film if len(bench.film) == 1)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if one is None:
        return False
    number = next((n for n, p in enumerate(bench.film, 1) if p.id == one.id), 1)
    head, tail = _HEAD.search(c.text), _TAIL.search(c.text)
    ends = [("start", "开头")] if head and not tail else [("end", "结尾")]
    ends = ends if head or tail else [("start", "开头"), ("end", "结尾")]
    length = written(one.end - one.start)
    return ask(
        f"{one.name} is {length} long. How many seconds should go, or from when to when?",
        f"{one.name} 长 {length}。要去掉几秒，或者从几秒到几秒？",
        *(
            (f"cut 1 second off the {en} of clip {number}", f"第{number}段{zh}剪掉1秒")
            for en, zh in ends
            if one.end - one.start > 1
        ),
    )


RULES = (Rule(portion),)
