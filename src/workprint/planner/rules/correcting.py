"""Words written otherwise than they were heard: "it's Workprint, not work print", 把“张三”改成“章三”."""

from __future__ import annotations

import re

from workprint.base import Fault
from workprint.ops import heard, holds, written

from ..bench import Bench
from ..clause import Clause
from ..vocabulary import COMMON, KNOWN
from .rule import Rule

_Q = "[\"'“”‘’「」『』《》]"
_NEW = rf"{_Q}?(?P<new>[^\"“”‘’「」『』《》,，.。;；]{{1,60}}?){_Q}?"
_OLD = rf"{_Q}?(?P<old>[^\"“”‘’「」『』《》,，.。;；]{{1,60}}?){_Q}?"
_EVERYWHERE = r"(?:\s*,?\s*(?:everywhere|please|throughout|all (?:over|through)|in (?:all )?(?:of )?(?:the |my )?(?:captions?|subtitles?|transcript|texts?|titles?|srt|vtt)(?:(?:,| and|, and) (?:the |my )?(?:captions?|subtitles?|transcript|texts?|titles?|srt|vtt)(?: files?)?)*))*"
_FORMS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^\s*(?:no,?\s*)?(?:it'?s (?:spelled|spelt|called|written)|it'?s|it is|that'?s|that is|the (?:name|word|brand|company|product) is|it should (?:be|say|read)|should be|spell it|write)(?: as)?\s+{_NEW}\s*,?\s*(?:and )?(?:not|instead of|rather than)\s+{_OLD}{_EVERYWHERE}\s*[.!]?\s*$",
        rf"^\s*(?:please )?(?:correct|fix|replace|change|respell)\s+(?:the |all |every |each )*(?:word|name|spelling|spelling of|term)?\s*{_OLD}\s+(?:to|with|into|by|->|=>)\s+{_NEW}{_EVERYWHERE}\s*[.!]?\s*$",
        rf"^\s*(?:the (?:word|name) )?{_OLD}\s+(?:should be (?:spelled|spelt|written)|is (?:spelled|spelt|written)|is actually|should read|should be)(?: as)?\s+{_NEW}{_EVERYWHERE}\s*[.!]?\s*$",
        rf"^\s*(?:请)?把?(?:(?:所有|全部)?(?:的)?(?:字幕|文字稿|文字|屏幕)(?:里|中|上)?(?:面)?(?:所有)?的)?(?:所有的?)?(?:名字|词|错字)?\s*{_OLD}\s*(?:都|全部?|统一)*(?:改成|换成|改为|更正为|更正成|替换成|替换为|写成)\s*{_NEW}\s*[。！!]?\s*$",
        rf"^\s*(?:please )?(?:fix|correct|change)\s+(?:the |my |a )?(?:name|word|spelling|typo)s?\b[^,:;]{{0,30}}[,:;]\s*(?:it'?s|it is|should be|it should be|that'?s)?\s*{_NEW}\s*,?\s*(?:and )?not\s+{_OLD}{_EVERYWHERE}\s*[.!]?\s*$",
        rf"^\s*{_NEW}\s*,\s*not\s+{_OLD}\s*[.!]?\s*$",
        rf"^\s*(?:名字|人名|这个词|这个字|字幕)?(?:写|听|拼)?(?:错了?)?\s*[,，]?\s*(?:应该|应当)?是\s*{_NEW}\s*[,，]?\s*(?:而)?不是\s*{_OLD}\s*[。！!]?\s*$",
        rf"^\s*不是\s*{_OLD}\s*[,，]?\s*(?:而|应该)?是\s*{_NEW}\s*[。！!]?\s*$",
        rf"^\s*{_OLD}\s*(?:写错了|错了|听错了)?\s*[,，]?\s*(?:应该|应当|应)(?:是|为|写成|写作)\s*{_NEW}\s*[。！!]?\s*$",
    )
)
_WRITTEN = re.compile(
    r"\b(?:captions?|subtitles?|transcript|spell\w*|everywhere|the word|the name)\b|字幕|文字稿|错字|名字|这个词|写成|统一",
    re.I,
)
_NOT_WORDS = re.compile(
    r"^\W*(?:the )?(?:name|word|role)$|^\W*(?:\d|(?:first|second|third|fourth|fifth|last|final)\b|the (?:first|second|last)|clip|shot|scene|music|title|captions?$|subtitles?$|第|片段|音乐|标题|字幕|字体|字号|颜色|大小|位置|样式|背景|描边|文字|画面|声音|它|这|那|colou?r|font|size|position|style|background|captions?\b|it$|that$|them$)|(?:样式|颜色|色|风格|字体|style|colou?r)$|\d\s*(?:s|秒|%|px|fps|x)\b",
    re.I,
)


def correct(c: Clause, bench: Bench) -> bool:
    """Correct a word in all texts, also those made later."""
    found = next((m for form in _FORMS if (m := form.match(c.original))), None)
    contrast = found is not None and re.search(r"\bnot\b|instead|rather|不是", found[0]) is not None
    if found is None:
        return False
    old, new = (found[key].strip(" \"'“”‘’.") for key in ("old", "new"))
    quoted = len(c.quotes) == 2
    if not old or not new or old == new:
        return False
    if not quoted and (_NOT_WORDS.search(old) or _NOT_WORDS.search(new)):
        return False
    texts = [p.name for p in bench.texts]
    if any(text.strip().casefold() == old.casefold() for text in texts):
        return False  # the whole of one text: its words are changed
    known = any(holds(text, old) for text in texts) or _said(bench, old)
    named = contrast and (_is_name(c, new, old) or _alike(new, old))
    if not (known or _WRITTEN.search(c.original) or quoted or named):
        return False
    return bench.do("correct_word", heard=old, written=new)


def _is_name(c: Clause, new: str, old: str) -> bool:
    """Whether a name is set against words that are not of the language of editing."""
    strange = any(word not in KNOWN and word not in COMMON for word in re.findall(r"[a-z]{3,}", old.lower()))
    return any(letter.isupper() for letter in new) and (strange or not c.original.lstrip().startswith(new))


def _alike(new: str, old: str) -> bool:
    """Whether two Chinese words are as long and have a character in common: 章三, 张三."""
    return not new.isascii() and len(new) == len(old) <= 6 and bool(set(new) & set(old))


def _said(bench: Bench, old: str) -> bool:
    """Whether the words are known and these are among them."""
    try:
        said = heard(bench.timeline, bench.situation.facts)
    except Fault:
        return False
    return holds(written([word.text for word in said.words]), old)


RULES = (Rule(correct, whole=True),)
