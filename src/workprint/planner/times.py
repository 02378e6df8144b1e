"""When: the moments, ranges and lengths that a clause names, as words leave them.

Times are tokens (@12@ is twelve seconds). What depends on the film ("the last 5 seconds", "second
half") is left open here and settled by `Moment.range` against its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

T = r"@([\d.]+)@"
_TO = r"(?:to|-|–|—|~|until|till|through|thru|→|到|至)"


@dataclass(frozen=True)
class Moment:
    """A moment or a range. `kind`: range, head, tail, middle, part (fractions), after, before, point,
    start, end, fraction, here."""

    kind: str
    a: float | None = None
    b: float | None = None

    def range(self, duration: float) -> tuple[float, float] | None:
        """The range in seconds on something this long; None where only a moment is meant."""
        a, b = self.a or 0.0, self.b or 0.0
        found = {
            "range": (a, duration if self.b is None else b),
            "head": (0.0, a),
            "tail": (duration - a, duration),
            "middle": (duration / 2 - a / 2, duration / 2 + a / 2),
            "part": (duration * a, duration * b),
            "after": (a, duration),
            "before": (0.0, a),
        }
        return found.get(self.kind)


@dataclass(frozen=True)
class Times:
    """All that a clause says of time. `rest` is the clause without it."""

    ranges: tuple[Moment, ...] = ()
    point: Moment | None = None
    length: float | None = None
    whole: bool = False
    rest: str = ""
    lengths: tuple[float, ...] = field(default=())

    @property
    def range(self) -> Moment | None:
        return self.ranges[0] if self.ranges else None


_START_EN = r"(?:start|beginning|front|head|top|opening|very start|very beginning|outset)"
_END_EN = r"(?:end|ending|tail|back|very end|finish|close)"
_START_ZH = r"(?:开头|开始|片头|最前面?|一开始|起始|头部|最开始|首)"
_END_ZH = r"(?:结尾|末尾|片尾|最后面?|末端|尾部|结束|尾)"

_RANGES: tuple[tuple[str, str], ...] = (
    ("range", rf"between (?:the )?{T}(?: mark)? (?:and|to) (?:the )?{T}(?: mark)?|(?:在)?第?\s*{T}\s*(?:和|与|跟)\s*第?\s*{T}\s*之间(?:的)?"),
    ("range", rf"(?:from |between |between the |从)?(?:the |第)?\s*{T}\s*(?:mark |处|开始)?\s*{_TO}\s*(?:the |第)?\s*{T}(?: mark)?(?:之间|这(?:一)?段|的?(?:部分|片段|内容|那段|时候))?"),
    ("open", rf"(?:from |starting (?:at|from) |从)?(?:the |第)?\s*{T}\s*(?:mark )?(?:处|开始)?\s*(?:to|until|till|through|到|至|-|一直到)\s*(?:the )?(?:very )?(?:{_END_EN}|{_END_ZH})(?: of (?:it|the (?:video|film|clip)))?"),
    ("until", rf"(?:from |从)?(?:the )?(?:very )?(?:{_START_EN}|{_START_ZH}|头)\s*(?:to|until|till|up to|through|到|至|-)\s*(?:the |第)?{T}"),
    ("head", rf"(?:the |its |my )?(?:very )?(?:first|opening|initial|beginning|1st) (?:few )?(?:of )?{T}|{T}\s*(?:off|from|of) (?:the )?(?:very )?{_START_EN}|(?:开头|最前面?|头|最开始|一开始|起始|片头|前面|开始)(?:的|那)?前?\s*{T}|(?<!之)(?<!以)(?<!提)前\s*{T}"),
    ("tail", rf"(?:the |its |my )?(?:very )?(?:last|final|closing|ending) (?:few )?(?:of )?{T}|{T}\s*(?:off|from|of) (?:the )?(?:very )?{_END_EN}|(?:最后|末尾|结尾|后|末|片尾|尾部|尾巴|后面|结束前)(?:的|那)?\s*{T}"),
    ("middle", rf"(?:the )?middle {T}|中间(?:的)?\s*{T}"),
    ("half1", r"(?:the )?(?:first|1st|opening|front) half|前(?:面)?(?:的)?半(?:段|部分|部|截|程)?|前一半"),
    ("half2", r"(?:the )?(?:second|2nd|last|latter|final|other|back) half|后(?:面)?(?:的)?半(?:段|部分|部|截|程)?|后一半"),
    ("third1", r"(?:the )?first third|前(?:面)?三分之一"),
    ("third2", r"(?:the )?(?:second|middle) third|中间三分之一"),
    ("third3", r"(?:the )?(?:last|final) third|后(?:面)?三分之一|最后三分之一"),
    ("quarter1", r"(?:the )?first quarter|前(?:面)?四分之一"),
    ("quarter4", r"(?:the )?(?:last|final) quarter|后(?:面)?四分之一|最后四分之一"),
    ("after", rf"(?:everything |anything |all |the rest )?(?:after|past|beyond|starting (?:at|from)|from) (?:the )?{T}(?: mark)?(?: on(?:wards?)?| forward)?|{T} on(?:wards?)?\b(?! (?:each|both|either|every|all|the) )|(?:从)?第?\s*{T}\s*(?:之后|以后|往后|开始(?:往后)?|起|后面)(?:的)?|(?<=从)第?\s*{T}\s*开始"),
    ("before", rf"(?:everything |anything |all )?(?:before|until|till|up to|prior to) (?:the )?{T}(?: mark)?|第?\s*{T}\s*(?:之前|以前|前)(?:面)?(?:的)?"),
)  # fmt: skip
_PARTS = {
    "half1": (0.0, 0.5), "half2": (0.5, 1.0), "third1": (0.0, 1 / 3), "third2": (1 / 3, 2 / 3), "third3": (2 / 3, 1.0),
    "quarter1": (0.0, 0.25), "quarter4": (0.75, 1.0),
}  # fmt: skip
_LENGTHS = re.compile(
    rf"\b(?:for|lasts?|lasting|over|during|with a duration of|duration(?: of)?|in length|takes?|taking|hold(?:ing)?(?: it)? for|stays?(?: on screen)?(?: for)?|gap of|length(?: of)?|worth)\s+(?:about |around |the |a |exactly |roughly )*{T}|{T}\s*(?:long|in length|each|apiece|duration|of screen time|per (?:clip|photo|image|slide|picture))|"
    rf"(?:持续|时长(?:为|是|改成|改为|设为)?|长度|显示|停留|出现|维持|保持|放)(?:约|大约|大概)?\s*{T}|{T}\s*(?:的时间|时长|钟长|长|左右)"
)
_POINTS: tuple[tuple[str, str], ...] = (
    ("point", rf"(?:\bat|\baround|\bon|\b(?:move|shift|push|drag)\b[^@]{{0,30}}?\bto) (?:about |around |the |minute |second )*{T}(?: mark| point| in)?|(?:the )?{T} (?:mark|point|in\b)|(?:在|于)\s*第?\s*{T}\s*(?:处|的时候|时|的地方|的位置|位置|那里|左右)?|第\s*{T}\s*(?:处|的时候|时|的地方|的位置|位置|那里)?|{T}\s*(?:处|的时候|的地方|的位置|位置|那里|那儿)"),
    ("here", r"\bhere\b|\b(?:at |on )?(?:the )?(?:playhead|cursor position|current (?:frame|position|time|point|spot))|(?:在)?(?:这里|此处|这儿|当前(?:位置|帧|时间|画面)|播放头|光标处|指针处)"),
    ("start", rf"\b(?:at|in|to|from|on|near|for) (?:the |my )?(?:very )?{_START_EN}(?: of (?:it|the (?:video|film|movie|clip|timeline)))?\b|\b(?:first thing|up front|to start with|right away)\b|(?:在|到|于|从)?(?:视频|影片|片子|整个视频)?(?:的)?{_START_ZH}(?:处|的地方|位置|的时候|部分)?"),
    ("end", rf"\b(?:at|in|to|on|onto|near|towards?|for) (?:the |my )?(?:very )?{_END_EN}(?: of (?:it|the (?:video|film|movie|clip|timeline)))?\b|(?:在|到|于)?(?:视频|影片|片子|整个视频)?(?:的)?{_END_ZH}(?!一|的?一?(?:段|个|句|\d|第)|两|几|再|导)(?:处|的地方|位置|的时候|部分)?"),
    ("fraction", r"\b(?:at |in |to )?(?:the )?(?:halfway(?: point| through)?|half ?way|mid(?:dle|point|way)?)(?: (?:of|point|through)(?: (?:the|it)(?: (?:video|film))?)?)?(?! (?:clip|one|shot|scene|of the (?:screen|frame|picture)))\b|(?:在)?(?:中间|正中间|一半(?:处|的地方)?|中点)(?!的|那|一|第|段)"),
)  # fmt: skip
_WHOLE = re.compile(
    r"\b(?:the )?(?:whole|entire|full) (?:time|thing|video|film|length|duration|movie|clip)\b|\bthroughout(?: the (?:whole )?(?:video|film))?\b|\bstart to (?:finish|end)\b|\ball the (?:time|way)(?: through)?\b|\bfor the duration\b|\bpermanent(?:ly)?\b|\balways\b|\bfrom (?:the )?(?:start|beginning) to (?:the )?end\b|全程|从头到尾|始终|一直(?!到)|整个(?:视频|片子|影片|过程)|整片|全片"
)

_COMPILED_RANGES = tuple((kind, re.compile(p)) for kind, p in _RANGES)
_COMPILED_POINTS = tuple((kind, re.compile(p)) for kind, p in _POINTS)
_TOKEN = re.compile(T)


def times(text: str) -> Times:
    """The times of a clause."""
    rest = text
    ranges: list[tuple[int, Moment]] = []
    whole = bool(_WHOLE.search(rest))
    rest = _WHOLE.sub(" ", rest)
    for kind, pattern in _COMPILED_RANGES:
        for match in list(pattern.finditer(rest)):
            numbers = [float(group) for group in match.groups() if group]
            ranges.append((match.start(), _moment(kind, numbers)))
            rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    lengths: list[float] = []
    for match in list(_LENGTHS.finditer(rest)):
        lengths.append(float(next(group for group in match.groups() if group)))
        rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    point: Moment | None = None
    for kind, pattern in _COMPILED_POINTS:
        if found := pattern.search(rest):
            point = point or _moment(kind, [float(group) for group in found.groups() if group])
            rest = rest[: found.start()] + " " * (found.end() - found.start()) + rest[found.end() :]
    for match in _TOKEN.finditer(rest):
        lengths.append(float(match[1]))
    rest = re.sub(r"\s+", " ", _TOKEN.sub(" ", rest)).strip()
    ordered = tuple(moment for _, moment in sorted(ranges, key=lambda pair: pair[0]))
    return Times(ordered, point, lengths[0] if lengths else None, whole, rest, tuple(lengths))


def _moment(kind: str, numbers: list[float]) -> Moment:
    if kind in _PARTS:
        return Moment("part", *_PARTS[kind])
    if kind == "open":
        return Moment("range", numbers[0], None)
    if kind == "until":
        return Moment("range", 0.0, numbers[0])
    if kind == "range":
        return Moment("range", numbers[0], numbers[1])
    if kind == "fraction":
        return Moment("fraction", 0.5)
    return Moment(kind, numbers[0] if numbers else None)
