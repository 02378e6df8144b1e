"""Answers to a numbered list: "yes", "keep 3 and 5", "only 1 and 2", 都剪, 保留3和5."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from .normalise import chinese_number

_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
_PLACED = "first second third fourth fifth sixth seventh eighth ninth tenth"
_DIGITS = {word: str(n) for row in (_COUNTED, _PLACED) for n, word in enumerate(row.split(), 1)}
_LIST = r"(?:(?:the|numbers?|nos?\.?|nr\.?|items?|第|编号|#)\s*)*\d+(?:st|nd|rd|th)?(?:\s*(?:个|条|处|项|号|段|句|ones?))?(?:\s*(?:,|、|and|&|plus|和|与|跟|还有|以及|-|–|~|to|through|到|至)+\s*(?:(?:the|numbers?|第|编号|#)\s*)*\d+(?:st|nd|rd|th)?(?:\s*(?:个|条|处|项|号|段|句|ones?))?)*"
_HEAD = r"(?:(?:yes|yeah|yep|ok|okay|sure|right|please|no|but|and|well|好的?|可以|行|嗯|那|就|请|对)[\s,.!，。]*)*"
_TAIL = r"[\s,.!，。]*(?:please|thanks|thank you|then|ones?|only|吧|谢谢|就行|就好|即可|了)?[\s.!。]*"
_CUT = r"(?:cut|remove|delete|drop|take out|lose|mute|bleep(?: out)?|剪掉?|删掉?|去掉|删除|静音|消音|哔掉)"
_STAY = r"(?:keep|leave(?: in)?|spare|save|don'?t (?:cut|remove|delete|touch|mute)|do not (?:cut|remove|delete)|not|without|skip|bring back|put back|restore|保留|留下?|留着|不要剪|别剪|不剪|不要删|别删|恢复|放回|还原)"
_BUT = r"(?:(?:cut |remove |delete |mute )?(?:all|everything|them all|all of them|the rest|the others?|every one)(?: of them)? (?:but|except|apart from|besides|other than)(?: for)?|all but|except(?: for)?|除了|除)"

_KEEP = re.compile(
    rf"^{_HEAD}(?P<m>{_LIST})\s*(?:都)?(?:留下|留着?|保留|不剪|别剪|不要剪|不删|stays?|can stay|should stay){_TAIL}$|"
    rf"^{_HEAD}(?:bring|put|get|give me|i want|want)\s*(?P<o>{_LIST})\s*back(?: in)?{_TAIL}$|"
    rf"^{_HEAD}(?:{_STAY}|{_BUT})\s*(?P<n>{_LIST})\s*(?:之外|以外|外)?\s*(?:,?\s*(?:in|back|as (?:it|they) (?:is|are)|and (?:cut|remove|delete) the (?:rest|others)|(?:其他|其余|别的|的)?(?:都|全|全部)*(?:剪|删|去)掉?))?{_TAIL}$"
)
_ALSO = re.compile(
    rf"^{_HEAD}(?:also (?:{_CUT} )?|{_CUT} (?:also )?|还要剪|再剪|也剪|{_CUT})\s*(?P<n>{_LIST})\s*(?:too|as well|also|也剪掉?|也删掉?){_TAIL}$|^{_HEAD}(?:also|as well as|再剪掉?|还要剪掉?|也剪掉?)\s*(?:{_CUT}\s*)?(?P<m>{_LIST}){_TAIL}$"
)
_ONLY = re.compile(
    rf"^{_HEAD}(?:only|just|只|仅|就)?\s*{_CUT}?\s*(?:only|just)?\s*(?P<n>{_LIST})\s*(?:都?剪掉?|都?删掉?)?{_TAIL}$"
)
_ALL = re.compile(
    r"^(?:(?:yes|yeah|yep|yup|ok|okay|sure|please|do it|do that|go ahead|go for it|confirm(?:ed)?|correct|right|fine|"
    r"(?:yes )?(?:cut|remove|delete|mute|bleep|drop|take)(?: out| over)? (?:them|all|it|that|those|these|everything|both)(?: all| of them| out)?(?: instead)?|all(?: of (?:them|those))?|both|every one|that'?s it|that'?s the one|them all)[\s,.!]*)+$|"
    r"^(?:(?:是的?|对的?|好的?|可以|行|嗯|确定|确认|没错|就是它|剪吧|删吧|"
    r"(?:全部?|都|统统)(?:都)?(?:剪|删|去|静音|消音|哔)(?:掉|了)?|(?:改成|改为|换成)(?:静音|消音|哔声)|(?:剪|删)掉?(?:它们?|全部|所有)|全部|都要|所有)[吧了的]?[\s,.!，。！]*)+$"
)
_NONE = re.compile(
    r"^(?:(?:no|nope)[\s,]+)?(?:no|nope|nah|cancel|never ?mind|stop|leave (?:it|them)(?: (?:all|in|alone|as (?:it is|they are)))?|keep (?:them )?all(?: of them)?|keep (?:it|them|everything)|none(?: of them)?|don'?t|(?:put|bring|get) (?:them|everything|it)(?: all)? back|(?:put|bring) back (?:all|everything)(?: of them)?|restore (?:them|all|everything)(?: all)?)[\s.!]*$|"
    r"^(?:不|不用|不要|不是|算了|取消|都不剪|都不要剪|都不删|(?:全部|全|都)(?:都)?(?:保留|留着?|留下)|别剪了?|不剪了?|先不剪|(?:把它们)?(?:都|全部?|全)(?:都)?(?:放回来?|恢复|还原|加回来?))[了吧的]?[\s.!。！]*$"
)


Mode = Literal["", "mute", "bleep"]


@dataclass(frozen=True)
class Answer:
    """What is said to a list: `all` of it, `none`, all but some (`keep`), `only` some, or some `also`;
    `mode` where they are to be muted or bleeped instead."""

    kind: Literal["all", "none", "keep", "only", "also"]
    numbers: tuple[int, ...] = ()
    mode: Mode = ""


def parse(request: str) -> Answer | None:
    """The answer that a request is, if it is nothing else."""
    text = _regular(request)
    mode = _mode(text)
    if _ALL.match(text):
        return Answer("all", mode=mode)
    if _NONE.match(text):
        return Answer("none")
    for kind, pattern in (("keep", _KEEP), ("also", _ALSO), ("only", _ONLY)):
        found = pattern.match(text)
        if found:
            said = next(group for group in found.groupdict().values() if group)
            return Answer(kind, _numbers(said), mode)  # type: ignore[arg-type]
    return None


def _mode(text: str) -> Mode:
    if re.search(r"\bbleep\b|哔", text):
        return "bleep"
    return "mute" if re.search(r"\bmute\b|静音|消音", text) else ""


def _regular(request: str) -> str:
    text = unicodedata.normalize("NFKC", request).casefold().strip().replace("’", "'")
    text = re.sub(
        r"第?([零一二两三四五六七八九十]+)(?=个|条|处|项|号|段|句|和|与|、|,|到|至|$|吧|以外|之外)",
        _chinese,
        text,
    )
    text = re.sub(r"\b[a-z]+\b", lambda m: _DIGITS.get(m[0], m[0]), text)
    return re.sub(r"\s+", " ", text)


def _chinese(match: re.Match[str]) -> str:
    value = chinese_number(match[1])
    return match[0] if value is None else value


def _numbers(text: str) -> tuple[int, ...]:
    found: list[int] = []
    for one in re.finditer(r"(\d+)\D{0,8}?(?:-|–|~|\bto\b|through|到|至)\D{0,8}?(\d+)|(\d+)", text):
        if one[1]:
            low, high = int(one[1]), int(one[2])
            found += range(low, min(high, low + 500) + 1)
        else:
            found.append(int(one[3]))
    return tuple(dict.fromkeys(found))
