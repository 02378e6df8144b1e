"""Undo and redo: of the last changes, or of what is named."""

from __future__ import annotations

import re

from ..bench import Bench, ask
from ..called import called
from ..clause import Clause
from .rule import Rule

_UNDO = re.compile(
    r"\bundo\b|\brevert\b(?! (?:the )?order)|\bgo back(?: a step| one step)?\b(?! to the (?:start|beginning))|\btake that back\b|\btake back\b|\btake (?:the|my) (?:[a-z]+ ){1,3}back\b(?! to\b)|\bput (?:it|that|everything) back\b|\bundo\b|\bstep back\b|\bback to (?:how it was|the previous|before|the last version)|\bscrap that\b|\bi (?:didn'?t|don'?t) (?:like|want) (?:that|it|this)(?: change| edit)?$|\bcancel (?:that|the last|it)\b(?!.{0,12}(?:render|export))|\bnever ?mind(?: that)?$|撤销|撤回|回退|还原(?:上|到)|返回上一步|退回|取消(?:上|刚才|刚刚)|恢复(?:上一步|到上|之前的|到之前)|不要刚[才刚]|回到(?:上[一1]步|刚才|之前)|上[一1]步|(?:刚才|刚刚|刚)(?:那|的|这)*(?:[一1]?(?:步|下|个(?:操作|改动|修改)?))?(?:都|就|先)*(?:不要了?|不算|撤了?|取消|退回去?)$"
)
_REDO = re.compile(
    r"\bredo\b(?! (?:the )?(?:silence|cut|title))|\brestore (?:that|the undone)|\bput (?:that|it) back again\b|重做|恢复撤销|还是要刚才|反撤销"
)
_RESET = re.compile(
    r"^go back to the (?:very )?(?:beginning|start)$|\bstart (?:over|again|from scratch|afresh)\b|\b(?:clear|wipe) (?:everything|all|the (?:whole )?timeline)$|清空(?:时间线|全部|所有)?$|\breset\b(?: (?:everything|all|it|the (?:timeline|edit|project)))?$|\brevert (?:everything|all|to (?:the )?original)\b|\bundo (?:everything|all)\b|\bback to the original\b|\brestore the original(?: video)?$|\bdiscard (?:all|everything|my changes)|重新开始|(?:从头|重头)(?:再)?(?:来|开始)|^(?:全部)?重来$|全部(?:撤销|还原|重置)|重置|恢复(?:原样|原片|初始|最初)|回到(?:最初|原始|原片|一开始)|还原(?:全部|所有|原片|成原|$)"
)
_POLITE = r"^(?:(?:please|can you|could you|would you|now|ok(?:ay)?|wait|no|actually|sorry|oops|well|but|and|then|also|just|only)[\s,]+)*"
_NAMED = tuple(
    re.compile(words)
    for words in (
        rf"{_POLITE}(?:undo|revert|roll back|take back|go back on)(?: just| only)? (?:adding |putting (?:in |on )?|what you did (?:to|with) )?(?P<what>.+?)$",
        rf"{_POLITE}(?:reverse|cancel) (?P<what>.+? changes?)$",
        rf"{_POLITE}take (?P<what>(?:the|my) (?:[a-z-]+ ){{1,3}}?)back(?! to\b)",
        r"^(?:请|帮我|麻烦|给我|只|就|再|也|那)*(?:撤销|撤回|撤掉|还原|回退|取消刚才)(?:掉|一下)?(?:那个|这个|刚才|刚刚)?(?:的|加的|做的)?(?P<what>[\u4e00-\u9fffa-z -]{2,}?)$",
        r"^(?:请|帮我|麻烦|给我|只|就|再|也|那|把)*(?:那个|这个|刚才|刚刚)?(?:的|加的|做的)?(?P<what>[\u4e00-\u9fffa-z -]{2,12}?)(?:效果|转场|都|给|再)?(?:撤销|撤回|撤掉)(?:掉|了|一下|吧)*$",
    )
)
_END = re.compile(r"(?: (?:please|again|now|then|instead|alone|only|for me))+$|(?:吧|好吗|谢谢)+$")
_LAST = re.compile(
    r"^(?:it|that|this|them|those|everything|all|one|a|twice|again|both|order\b.*|to\b.*|what you (?:just )?did|(?:(?:the|my|your|those|these|all|that|this) )*(?:(?:last|previous|latest|whole|same|\d+)\b.*|(?:change|edit|step|thing|operation|cut)s?)|\d+.*|(?:the|that|this) order)$|"
    r"^(?:上|刚|最|前|之|全|所|一|两|二|三|\d|它|这|那|操作|修改|改动|更改|原|成|到|步|次)"
)
"""Objects of "undo" that mean the last changes, whatever they were."""
_CERTAIN = re.compile(r"\b(?:undo|take)\b|撤")


_BACK = re.compile(
    rf"{_POLITE}(?:bring|put|get|give me) back (?P<a>the .+?)$|{_POLITE}(?:bring|put|get) (?P<b>the .+?) back(?: in)?$|"
    r"^(?:请|帮我|把)*(?P<c>[\u4e00-\u9fff]{2,6}?)(?:都|全|全部|再)*(?:恢复|放|加|找|还原)回(?:来|去)(?:了|吧)?$"
)
_CUTS = frozenset({"cut_fillers", "cut_retakes"})


def back(c: Clause, bench: Bench) -> bool:
    """ "Bring back the ums", 把语气词恢复回来: the cut of them is undone."""
    found = _BACK.search(c.text.strip(" .!。！")) if not bench.steps else None
    what = next(filter(None, found.groups()), "") if found else ""
    meant = called(what) if what else None
    if meant is None or not meant.makers <= _CUTS:
        return False
    return bench.act("undo", what=what)


def named(c: Clause, bench: Bench) -> bool:
    """ "Undo the captions", 撤销字幕颜色: that alone, whatever came after it."""
    found = _object(c.text)
    if found is None or bench.steps:
        return False
    return bench.act("undo", what=found)


def several(c: Clause, bench: Bench) -> bool:
    """ "Undo the captions and the music": each of them."""
    found = _object(c.text)
    parts = [part for part in re.split(r"\s*(?:,|，|、|\band\b|和|与|以及)+\s*", found or "") if part]
    if len(parts) < 2 or not all(_plain(part) for part in parts):
        return False
    for part in parts:
        bench.act("undo", what=part)
    return True


def _plain(part: str) -> bool:
    """Whether it is a thing, or a side of one, and nothing else."""
    meant = called(part)
    return meant is not None and not meant.rest


def _object(text: str) -> str | None:
    """What is to be undone by its name."""
    text = _END.sub("", text.strip(" .!。！"))
    for words in _NAMED:
        if found := words.search(text):
            what = found["what"].strip(" ,，的")
            if not what or _LAST.search(what):
                return None
            return what if called(what) or _CERTAIN.search(text) else None
    return None


def undo(c: Clause, bench: Bench) -> bool:
    """The last changes, or all; done again."""
    if _RESET.search(c.text):
        return bench.act("undo", steps="all")
    if _REDO.search(c.text) and not c.has(r"undo|撤销(?!的)"):
        return bench.act("redo", steps=_count(c))
    if not _UNDO.search(c.text) or c.has(r"(?:brightness|speed|volume|colou?r)"):
        return False
    if bench.steps:
        ask(
            "Undo what was there before this request, or leave out part of it? Please ask for the undo alone.",
            "要撤销之前的操作吗？请单独说“撤销”。",
        )
    return bench.act("undo", steps=_count(c))


def _count(c: Clause) -> int:
    found = re.search(r"(\d+)\s*(?:steps?|times|changes|edits|步|次)", c.text)
    if found:
        return int(found[1])
    if found := re.search(r"\blast (\d+)(?: things?| of (?:them|those))?$|最后(\d+)(?:个|条|项)", c.text):
        return int(found[1] or found[2])
    return 2 if re.search(r"\b(?:twice|both)\b|两(?:步|次)", c.text) else 1


NAMED = (Rule(several, whole=True), Rule(back), Rule(named))
RULES = (Rule(undo),)
