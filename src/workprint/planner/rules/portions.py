"""A part of a clip, or a little of it, to be taken away where nobody said how much: asked, for the whole
clip is not what is meant."""

from __future__ import annotations

import re

from ..bench import Bench, ask, decline
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


_SOUND_STAYS = re.compile(
    r"\b(?:delete|remove|cut|drop|lose)\b.{2,30}\bbut (?:keep|leave) (?:its|the|his|her|their) (?:sound|audio|voice)\b|(?:删|去|剪)掉?.{1,12}(?:但|不过)?(?:保留|留下?)(?:它的?)?(?:声音|原声)"
)


def sound_stays(c: Clause, bench: Bench) -> bool:
    """A clip is not taken away and its sound kept: nothing would be seen there."""
    if not _SOUND_STAYS.search(c.own) or not clips_or_it(c, bench):
        return False
    return decline(
        "missing_sound_alone",
        "A clip goes with its sound. To keep the sound under another picture, lay a file over it: “overlay broll.mp4 from 0:20 to 0:30 full screen”.",
        "删掉片段时声音也会一起删掉。想保留声音、只换画面，可以叠加别的素材：“在第20秒到第30秒叠加 broll.mp4 全屏”。",
    )


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


EARLY = (Rule(sound_stays, whole=True),)
RULES = (Rule(portion),)
