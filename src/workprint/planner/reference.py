"""How a sentence points at clips, and where it turns from one clip to another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

_ORD = (
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|middle|\d+(?:st|nd|rd|th)"
)
_NOUN = r"(?:clip|shot|scene|segment|photo|one|part|video|take)s?"
_NUMBERED_EN = rf"(?:the )?(?:clips?|shots?|scenes?|segments?|photos?) #?\d+(?![\d:.]|\s*%)|(?:the )?(?<![a-z])(?:{_ORD}) {_NOUN}\b"
_NUMBERED_ZH = r"(?:倒数)?第\s*\d+(?:个|段|条|张)?(?:片段|视频|镜头|照片)?(?!\s*@|步|行|句|帧)|最后1?(?:个|段)(?:片段|视频|镜头)?|末段|(?:另外|其[他余它])的?\d?(?:个|段)"
_EMPTY = re.compile(
    r"(?:too|as well|also|and|or|then|the|of|clip|please|in|on|at|to|from|for|with|both|each|another|one|next|(?<![a-z])a)(?![a-z])|[也都和与跟的上里中吧了,、，.\s]"
)
_WHEN = re.compile(
    r"(?:(?:the |in the |from |在|从|把)*(?:first|last) @[\d.]+@|(?:在|从|把)?(?:前|最后|后|开头|结尾)\s*@[\d.]+@|(?:from |between |在|从|把|第)*\s*@[\d.]+@\s*(?:to|-|until|and|到|至)\s*第?@[\d.]+@)(?:的|之间|这段)?\s*"
)
NEVER = re.compile(
    r"^(?:but |and |please |so |just )*(?:don'?t|do not|never|no need to) (?:ever )?(?:delete|remove|cut|trim|mute|unmute|reverse|speed|slow|fade|blur|crop|rotate|flip|zoom|add|put|insert|move|swap|split|change|replace|export|render|brighten|darken|loop|freeze|touch|drop)\b|"
    r"^(?:但|请|就|可|千万|先|也|都)*(?:不要|别|不用|不必|无需|不许|勿|不能)(?:再|把|给)?.{0,8}(?:删|剪|裁|静音|倒放|加速|减速|淡[入出]|模糊|旋转|翻转|放大|加|移|挪|换|改|导出|定格|循环|提亮|压暗|动)"
)
"""The beginning of a clause that says what is not to be done."""
_LIST = re.compile(r"\s*(?:,\s*and\s+|,|、|和|跟|与|及|&|\band\b)\s*(?:then )?")
_MARKS = {"、": "\x02", "和": "\x03", "跟": "\x04", "与": "\x05", ",": "\x06", "and": "\x07"}


@cache
def pointing(names: tuple[str, ...] = ()) -> str:
    """The expression of a clip reference: by number, by place, or by one of these names."""
    called = [
        rf"(?:the |my )?(?<![a-z\d]){re.escape(n)}(?:'s)?(?![a-z\d.])(?: (?:{_NOUN}))?"
        for n in names
        if n.isascii()
    ]
    called += [rf"{re.escape(n)}(?:(?:那|这)1?(?:段|个|条))?" for n in names if not n.isascii()]
    return "(?:" + "|".join([*called, _NUMBERED_EN, _NUMBERED_ZH]) + ")"


def hold_lists(sentence: str, names: Iterable[str]) -> str:
    """A sentence whose lists of clips ("clip 1, clip 2 and the sunset") do not fall apart at their joins."""
    clip = pointing(tuple(names))
    listed = re.compile(rf"{clip}(?:{_LIST.pattern}(?:把|给)?{clip})+")

    def held(match: re.Match[str]) -> str:
        text = match[0]
        before, after = (
            match.string[: match.start()].rpartition(",")[2],
            match.string[match.end() :].partition(",")[0],
        )
        two = _bare(before) != "" and _bare(after) != ""  # "delete clip 1, clip 2 muted" is no list
        for join, mark in _MARKS.items():
            if two and join == ",":
                continue
            text = re.sub(rf"\b{join}\b" if join.isalpha() and join.isascii() else join, mark, text)
        return text

    return listed.sub(held, sentence)


def let_go(text: str) -> str:
    """The joins of lists as they were."""
    for join, mark in _MARKS.items():
        text = text.replace(mark, join)
    return text


def turns(before: str, text: str, names: Iterable[str]) -> bool:
    """Whether a text says something of another clip, where the text before it has said something."""
    clip = pointing(tuple(names))
    if (
        (was := _WHEN.match(before)) is not None
        and (when := _WHEN.match(text)) is not None
        and _bare(before[was.end() :])
        and _bare(text[when.end() :])
    ):
        return True
    part = r"(?:the )?(?:(?:first|last) @[\d.]+@|(?!out|rid|part|end|start|back|front|all)[a-z]+) (?:of|from|off|on) "
    tail = re.compile(rf"^\S.* (?:on|to|of|for) {clip}$")
    if tail.match(before) and tail.match(text):
        return True
    start = re.match(rf"(?P<part>{part})?(?:把|给|在|让|将|对|而|but )*{clip}", text)
    if start is None or (not start["part"] and _bare(text[start.end() :]) == ""):
        return False
    return _bare(re.sub(clip, " ", before)) != ""


def apart(text: str, names: Iterable[str]) -> bool:
    """Whether a text names clips in several places with words of their own between them."""
    places = [(m.start(), m.end()) for m in re.finditer(pointing(tuple(names)), text)]
    between = [text[end:start] for (_, end), (start, _) in pairwise(places)]
    return any(_bare(words) and not re.search(r"between|之间", text) for words in between)


def points(text: str, names: Iterable[str]) -> bool:
    """Whether a text points at a clip."""
    return re.search(pointing(tuple(names)), text) is not None


def _bare(text: str) -> str:
    return _EMPTY.sub("", text)


_NOT_BUT = re.compile(
    r"^(?P<lead>(?:please |but )*)(?:don'?t|do not) (?P<verb>cut|remove|delete|trim|mute|take out|speed up|drop|lose) (?P<not>[^,@⟦]{2,40}?),? (?:but )?(?:only|just) (?P<what>(?:the |my |on ).{2,60})$"
)
_BREATHER = re.compile(
    r"(?P<at>^(?:also |then )?(?:add|insert|put)(?: in)? (?:a |an )?@[\d.]+@) (?:long )?(?:pause|gap|break|breather|blank)s? (?=before|after|between|at )"
)
_FROM_THERE = re.compile(
    r"^[^@,]{0,40}\b(?:at|around) (?P<at>@[\d.]+@)\s*,?\s*(?:so |and )?(?P<do>(?:please )?(?:cut|remove|delete|trim|mute|speed up|slow down|blur|skip)\b.*?) from there\b"
)
_DO_INSTEAD = re.compile(
    r"\b(?:undo|revert|scrap) (?:that|it|this),? (?:and )?(?:do|make it|use|try|i meant?) (?P<what>(?!it\b|that\b|\s*@|\d).{2,30}?) instead$"
)


def not_but(sentence: str) -> str:
    """A sentence that says first what is not meant: "don't cut the ums, only the pauses"; "undo that, do the
    beach instead"."""
    sentence = re.sub(r"(@[\d.]+@) (?:starting|beginning) (?:at|from) (?=@)", r"\1 at ", sentence)
    sentence = _BREATHER.sub(r"\g<at> of black ", sentence)
    sentence = _FROM_THERE.sub(r"\g<do> from \g<at>", sentence)
    sentence = _DO_INSTEAD.sub(r"no , \g<what>", sentence)
    return _NOT_BUT.sub(r"\g<lead>\g<verb> \g<what>", sentence)


_BOTH_ENDS = re.compile(
    r"(开头|片头|前面|头部)\s*(?:和|与|及|跟|以及)\s*(结尾|片尾|末尾|后面|尾部)(?=的|各|都|分别)"
)


def both_ends(sentence: str) -> str:
    """A sentence in which "the start and the end" are one place: 开头和结尾的空白 is no two things."""
    return _BOTH_ENDS.sub(r"\1\2", sentence)


_LAID = re.compile(r"logo|二维码|水印|贴纸|图片|照片|画中画|小窗|\.(?:png|jpe?g|webp|gif)\b")
_LIES = re.compile(
    r"(?:给我)?(?:放|摆|靠|贴)(?:在|到)?(?:屏幕|画面)?的?(?:正?中[间央]|居中|[左右][上下]角?|角落|[底顶]部|[左右上下][边面方])(?:一点)?$"
)
"""Where on the picture what was just named lies."""


def lies(before: str, text: str) -> bool:
    """Whether a piece only says where on the picture what was named before it lies: …, 放中间."""
    return _LAID.search(before) is not None and _LIES.match(text) is not None
