"""Edits of what is said: cut, keep, mute or speed up a phrase, a sentence, or the passage about a subject."""

from __future__ import annotations

import re
from typing import Any

from workprint.base import Fault
from workprint.ops import CutWords

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..span import written
from ..spoken_words import WHO
from .passes import made
from .rule import Rule
from .spoken import FILLERS, LIST, RETAKES

SAID = re.compile(
    rf"\b{WHO} (?:first |last |finally |do )?(?:say|says|said|saying|mention|mentions|mentioned|use|uses|used)\b(?: the (?:words?|phrase|name|sentence|line))?\s*:?\s*⟦|\b(?:every|each|all(?: of)?(?: the| my)?) ⟦\d+⟧(?:(?:,? and|,) (?:every |each |all (?:the )?)?⟦\d+⟧)*(?=[ ,.]*(?:out|please|too|(?:has|have|needs?) to go|must go)?$)|\bthe (?:swear |curse |bad )?(?:word|name|phrase|expression|catchphrase|sentence|line)s?(?: (?:where|in which|with|that (?:says|has|contains|includes|starts with)|containing|saying|that mentions?|which says))?(?: the(?: word| name| phrase)?)?(?: {WHO} (?:say|says))?\s*⟦|"
    r"(?:说|讲)(?:了|过)?(?:多少|几)(?:次|遍|回)\s*⟦|(?:每(?:1|一)?(?:次|当|回|处)?|凡是|所有)?(?:我|他|她|我们|你|他们|有人)?(?:说|讲|提|喊)(?:到|了|起|的|出|完)?\s*⟦\d+⟧|⟦\d+⟧\s*(?:这|那)(?:个|句|两个|几个)?(?:词|字|话|句|口头禅)|(?:每(?:1|一)?(?:个|处|句)|所有的?|全部的?)\s*⟦\d+⟧\s*(?:都|全|给|$)"
)
ABOUT = re.compile(
    rf"\babout ⟦|\b(?:section|segment|passage)s? on ⟦|\b{WHO} (?:start(?:s|ed)? |begin to |go on to )?(?:discuss|explain|describe|introduc|bring|cover|mention|talk)\w*(?: up| of| about)? ⟦|(?:谈论|讨论|介绍|解释|讲|说(?=到|起|关于)|谈|聊|提)(?:到|及|起|了|的是)?(?:关于|有关|跟|和)?\s*⟦\d+⟧\s*(?:的)?(?:那)?(?:1|一|几)?(?:个)?(?:部分|段落?|地方|内容|片段|时候|话题|那里|画面)|(?:关于|有关|涉及)\s*⟦|(?:哪里|哪儿|什么时候|何时|有没有|在哪)(?:我|他|她|我们)?(?:讲|说|谈|聊|提)(?:到|起|过|了)?(?:过|了)?\s*⟦"
)
_PLACE = re.compile(
    r"\b(?:parts?|bits?|sections?|segments?|passages?|moments?|scenes?|stuff|everything|anything|where|places?)\b|部分|段|地方|内容|片段|那里"
)
_EVERY = re.compile(
    r"\b(?:every|each|all the|any)\b.{0,6}\btimes?\b|\bwhenever\b|\bwherever\b|\beverywhere\b|每|凡是|所有"
)
_NTH = re.compile(r"\b(?:the )?(first|second|third|last|1st|2nd|3rd) time\b|第\s*(\d+)\s*次|(最后)(?:一|1)次")
WHOLE = re.compile(r"\b(?:whole |entire |full )?(?:sentences?|lines?)\b|整?句(?:话|子)?|那句|这句")
_KEEP = re.compile(
    r"\bonly (?:keep|leave|use|want|show)\b|\bkeep (?:only|just)\b|\bjust keep\b|\bleave only\b|\bnothing but\b|\b(?:cut|remove|delete|drop)\b.{0,12}\b(?:everything|all)\b.{0,12}\b(?:but|except|apart from|other than)\b|\bonly the (?:part|bit|section|sentence)|^keep the\b|\bextract\b|\b(?:make|create|give me|export) (?:a |me a )?(?:clip|short|video|film|cut) (?:of|with|from)\b|\bjust the (?:part|bit|section|passage)s?\b|\bpull out\b|只(?:保留|要|留|剪出)|仅保留|保留|留下|提取|剪出"
)
_CUT = re.compile(
    r"\b(?:cut|remove|delete|trim|take|drop|lose|get rid|edit|skip|strip|chop|ditch|erase|kill|snip|throw)\b|\b(?:to|must) go$|剪|删|去掉|去除|移除|不要|拿掉|跳过|裁"
)
_BLEEP = re.compile(r"\bbleep\w*|\bbeep\w*|\bcensor\w*|哔")
_MUTE = re.compile(r"\bmut(?:e|ed|ing)\b|\bsilence\b|静音|消音|去声")
_FAST = re.compile(r"\b(?:speed|faster|fast[- ]?forward|sped|quicker|[\d.]+\s*x)\b|加速|快进|快放|倍速")
_SLOW = re.compile(r"\b(?:slow|slower|half speed)\b|慢放|减速|放慢|慢速")
_BEFORE = re.compile(
    r"\b(?:everything|all|anything|what(?:ever)?(?: is| comes)?|the part|up)?\s*(?:before|until|up to)\b(?=[^,]{0,30}(?:say|said|talk|mention|word|about))|\b(?:start|begin|open)s?\b(?: the (?:video|film|clip))?(?: it)?(?: right)? (?:when|where|at|with|from)\b|说(?:到|了)?\s*⟦\d+⟧\s*(?:之前|以前|前面)|从.{0,8}⟦\d+⟧.{0,8}(?:开始)|⟦\d+⟧\s*(?:这|那)?(?:1|一)?(?:句|话)?\s*(?:之前|以前|前面)"
)
_AFTER = re.compile(
    r"\b(?:everything|all|anything|what(?:ever)?(?: is| comes)?|the part)?\s*after\b(?=[^,]{0,30}(?:say|said|talk|mention|word|about))|\b(?:end|stop|finish)s?\b(?: the (?:video|film|clip))?(?: it)?(?: right)? (?:when|where|at|with|after)\b|说(?:到|了|完)?\s*⟦\d+⟧\s*(?:之后|以后|后面)|⟦\d+⟧.{0,8}(?:之后|以后|后面)|说完\s*⟦\d+⟧.{0,4}(?:结束|停)"
)
_FROM = r"从\s*⟦\d+⟧.{0,3}(?:开始|起)(?:往后|后面|之后|以后)|\bfrom (?:the words? )?⟦\d+⟧ (?:on|onwards?|to the end)\b"
_BESIDE = re.compile(
    rf"{_FROM}|"
    r"⟦\d+⟧\s*(?:这|那)?(?:1|一)?(?:句|话)?\s*(?:之后|以后|后面|之前|以前|前面)的|从\s*⟦\d+⟧\s*开始.{0,4}前面"
)
_ALL = re.compile(r"^(?:please |only )*keep (?:only )?(?:everything|all)\b")
_EDGE = re.compile(
    r"^(?:(?:let|make|have) )?(?:it |the (?:video|film|clip|movie) )?(?:should )?(?:start|begin|open)s? (?:it |the (?:video|film) )?(?:right |just )?(?:at|from|on) (?:the words? )?⟦\d+⟧$|"
    r"^(?:(?:let|make|have) )?(?:it |the (?:video|film|clip|movie) )?(?:should )?(?:end|stop|finish)s? (?:it |the (?:video|film) )?(?:right |just )?(?:at|on|after) (?:the words? )?⟦\d+⟧$"
)
"""Where the film is to start or end, by what is said there."""
_OTHER = re.compile(
    r"\b(?:add|put|insert|place|show|zoom|overlay|play|title|caption|marker|music|duck|freeze|blur|crop|split|move|bring)\b|加|插|放大|推近|拉近|特写|叠加|显示|标记|定格|分割|切开"
)
_UNQUOTED = re.compile(
    r"\b(?:every ?time|each time|whenever|wherever) (?:it|that|this|she|he|they|[\w ]{1,20}) (?:is|gets|are) (?:said|mentioned|spoken)\b|每次(?:被)?(?:说到|提到|念到)的?时候"
)
"""Words that are meant, but not said which."""
_NARROWER = re.compile(
    rf"{FILLERS.pattern}|{RETAKES.pattern}|\b(?:pauses?|silences?|dead air)\b|停顿|静音(?=部分)|空白|气口"
)
"""What would be cut on one side of what is said: less than all of it."""
_ORDINAL = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "last": -1}


def said(c: Clause, bench: Bench) -> bool:
    """What is done where something is said."""
    words, subject = SAID.search(c.text) or _beside(c, bench), ABOUT.search(c.text)
    if not c.quotes and _UNQUOTED.search(c.text) and _does(c):
        ask("Which words? Say them in quotes.", "是指哪些词？请用引号写出来。")
    if not c.quotes or not (words or subject) or (c.asks and not _does(c)):
        return False
    if c.has(
        r"\b(?:title|caption|text|card|subtitle|heading|logo)s?\b[^⟦]{0,20}\b(?:say|says|said|saying|reads?)\b|\bit (?:should |must |to |that )?(?:say|says|said|saying|reads?)\b|标题|写着|字幕(?:写|为)"
    ):
        return False
    params = search_of(c)
    how = _mode(c)
    if params.get("side") and _NARROWER.search(c.text):
        return _untold(bench, params)
    words_only = how == {"mode": "mute"} and c.has(r"(?:地方|时候?|那里|那儿)")
    if (how == {"mode": "bleep"} or words_only) and not WHOLE.search(c.text):
        params.pop("whole", None)
    first = LIST.search(c.text) is not None and (
        how is None or re.search(r"\bfirst\b(?! time)|\bbefore (?:you|cutting)|先", c.text) is not None
    )
    if how is None and not first:
        return _elsewhere(c, bench, params)
    what = ("passages", "段落") if params.get("subject") or params.get("whole") else ("places", "说到的地方")
    return made(bench, "cut_words", {**params, **(how or {})}, what, first)


def _beside(c: Clause, bench: Bench) -> re.Match[str] | None:
    """All on one side of quoted words that are on no text: “谢谢观看”后面的都不要."""
    shown = [p.name.strip().casefold() for p in bench.texts]
    if any(quote.strip().casefold() in shown for quote in c.quotes):
        return None
    return _EDGE.match(c.text) or (
        _BESIDE.search(c.text) if _CUT.search(c.text) or _ALL.match(c.text) else None
    )


def search_of(c: Clause) -> dict[str, Any]:
    """What is looked for: a subject, or words; the words where both could be meant and every time is."""
    return _params(c, ABOUT.search(c.text) is not None and not _EVERY.search(c.text))


def _does(c: Clause) -> bool:
    return _mode(c) is not None


def _params(c: Clause, by_subject: bool) -> dict[str, Any]:
    quotes = [quote.strip(" .,!?。，！？") for quote in c.quotes]
    params: dict[str, Any] = {"subject": _bare(quotes[0])} if by_subject else {"phrases": quotes}
    if WHOLE.search(c.text) and not by_subject:
        params["whole"] = True
    elif not by_subject and _PLACE.search(c.text) and not _EVERY.search(c.text) and not _side(c):
        # "The part where I say X" is more than the words themselves.
        params["whole"] = True
    nth = _NTH.search(c.text)
    if nth:
        params["nth"] = -1 if nth[3] else int(nth[2]) if nth[2] else _ORDINAL[nth[1]]
    if (
        len(quotes) == 2
        and re.search(r"\b(?:from|between)\b.*\b(?:to|until|till|and)\b|从.*到", c.text)
        and not by_subject
    ):
        params.update(side="between")
        params.pop("whole", None)
    elif side := _side(c):
        params["side"] = side
    return params


def _bare(quote: str) -> str:
    text = re.sub(
        r"^(?:the word|the phrase|the|my|our|your|his|her|their)\s+(?=\w)", "", quote.strip(), flags=re.I
    )
    return re.sub(r"\s+(?:please|too|as well|instead)$", "", text, flags=re.I).strip(" .,!?。，！？")


def _side(c: Clause) -> str | None:
    if re.search(_FROM, c.text):
        return "from"
    if _BEFORE.search(c.text):
        return "before"
    return "after" if _AFTER.search(c.text) else None


def _mode(c: Clause) -> dict[str, Any] | None:
    """What is to be done there, None where it is nothing that can be."""
    if _BLEEP.search(c.text):
        return {"mode": "bleep"}
    if _MUTE.search(c.text):
        return {"mode": "mute"}
    if _FAST.search(c.text) or _SLOW.search(c.text):
        given = c.amount.factor or c.amount.number
        return {"mode": "speed", "factor": given or (2 if _FAST.search(c.text) else 0.5)}
    if _side(c) and c.has(r"\b(?:start|begin|open|end|stop|finish)s?\b|开始|结束"):
        return {}
    if _KEEP.search(c.text) or _ALL.match(c.text):
        return {"mode": "keep"}
    return {} if _CUT.search(c.text) else None


def _elsewhere(c: Clause, bench: Bench, params: dict[str, Any]) -> bool:
    """Something else that is wanted where something is said: told when that is."""
    spoken = c.has(
        r"\b(?:say|says|said|mentions?|mentioned|talks?|talking|speaks?|explains?|about)\b|说|讲|提到|聊"
    )
    if not _OTHER.search(c.text) or not spoken:
        return False
    return _untold(bench, params)


def _untold(bench: Bench, params: dict[str, Any]) -> bool:
    """Refused, with the times at which it is said."""
    try:
        found = CutWords(**params).found(bench.timeline, bench.situation.facts)
    except Fault:
        found = []
    rate = float(bench.timeline.rate)
    at = ", ".join(written(each.start / rate) for each in found[:6])
    return decline(
        "missing_spoken_place",
        "What is said can be cut, kept, muted or sped up; other things are not placed by words in this release."
        + (f" It is said at {at}: say that time instead." if at else " Give me the time instead."),
        "按说的话可以剪掉、保留、静音或变速；其他操作当前版本还不能按说的话定位。"
        + (f"说到的时间是 {at}，请直接用这个时间。" if at else "请直接给出时间。"),
    )


RULES = (Rule(said),)
