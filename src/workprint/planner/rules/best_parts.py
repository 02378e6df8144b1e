"""Highlights: the best parts of a film, and other parts in place of some of them."""

from __future__ import annotations

import re

from workprint.ops import part_marks

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..told.story import highlight_rows
from ..words import ORDINALS, aspect
from .rule import Rule

_HIGHLIGHT = re.compile(
    r"\bhighlights?[- ](?:reel|video|clip|cut|edit|version)s?\b|\b(?:a|the|some|make|create|cut|give me|extract|get|find|pull|auto|only|keep|second|minute|@) (?:video |best )?highlights?\b(?! (?:down|up|of the (?:picture|image)|on |by |\d))|"
    r"\b(?:best|strongest|top|finest|greatest) (?:parts?|bits?|sentences?|lines?|answers?|takes?|moments?|scenes?|shots?|@[\d.]+@|of (?:it|this|the))|\b(?:most )?(?:interesting|exciting|important|memorable|relevant|key) (?:parts?|bits?|moments?|points?|statements?|sentences?)\b|\btrailers?\b(?! music)|\bteasers?\b|\bsizzle reel|\brecap\b|@[\d.]+@ (?:long )?(?:travel|trip|vacation|holiday|wedding|event|birthday|family|sports?|game|best[- ]of) (?:video|film|reel|clip|movie|edit|vlog)\b|@[\d.]+@ (?:long )?montage\b|"
    r"\bsummari[sz]e .{0,24}\b(?:in|to|into|down to)\b(?: about| around)? (?:an? )?@|@ summary (?:video|clip|version|cut)\b|\b(?:boil|condense)\w* .{0,16}\b(?:down )?to (?:about )?@|\b(?:condense|boil|shorten|cut) (?:it |this |the \w+ )?(?:down )?to (?:the )?(?:highlights|best|essen\w+|key)|\b(?:shorts?|short video|short clip) (?:out of|from) (?:this|it|my|the)|"
    r"精彩(?:片段|部分|瞬间|集锦|镜头|内容|时刻)|高光(?:时刻|片段|集锦)?|集锦|预告片?(?!音乐)|精华|最(?:好|有趣|有意思|精彩|重要|关键|棒|好看|值得看)的\s*(?:部分|片段|内容|画面|镜头|地方|瞬间|几?[句段个]|@)|只要精彩的|重点(?:部分|片段|内容)|浓缩|@[\d.]+@\s*的?(?:旅行|旅游|假期|婚礼|活动|生日|家庭)(?:短片|视频|vlog|影片)|@[\d.]+@\s*的?混剪"
)
_NO_HIGHLIGHT = re.compile(
    r"\b(?:recover|bring|raise|lower|reduce|increase|blown|crush)\w*\b|压|降低|提高|亮部|高光(?:压|降|提|调|太|过)|(?:调|压|降|提).{0,4}高光|click|cursor|word|mouse|text|字|点击|鼠标"
)
_SHORT = re.compile(
    r"^(?:make|cut|create|turn it into|into|edit it into|give me|as)?\b ?(?:it |this )?(?:into )?(?:an? )?(?:@[\d.]+@ )?(?:long )?(?:vertical |portrait |square )?(?:shorts?|video|clip|reel|cut|version|teaser)(?: (?:of|that is) @[\d.]+@)?$|^(?:剪|做|合)?成?(?:1?个|1条)?\s*@[\d.]+@\s*的?(?:竖屏|竖版|方形)?(?:短片|短视频|视频|片段)?$"
)
"""What of "find the best bits and make a 20 s short" follows after "and"."""

_AGAIN = re.compile(
    r"^(?:no,? |ok,? )?(?:make|cut|get) (?:it|that|the highlight) (?:about |to |only )?@[\d.]+@(?: long| instead)*$|^@[\d.]+@ instead$|^(?:改成|做成|剪成|换成|要)\s*@[\d.]+@(?:的|吧|左右)?$"
)
"""Another length for a highlight."""


def _highlight(c: Clause, bench: Bench) -> bool:
    """The best parts, of a given length: "make a 30 second highlight"."""
    if not _HIGHLIGHT.search(c.text) or _NO_HIGHLIGHT.search(c.text) or c.quotes:
        return False
    if c.has(r"\bkey points?\b|\b(?:of|from|per|in) (?:each|every)\b|每(?:个|段|条)"):
        return False
    if c.asks and c.has(r"^(?:what|which|where|show)\b|哪|什么"):
        return _asked(c, bench)
    if c.has(
        r"\bmusic\b|\btitle\b|\bsound\b|音乐|标题|\bmake (?:a )?new\b|\badd\b.{0,12}\b(?:trailer|teaser)"
    ):
        return False
    bench.ensure_film()
    length = _length(c)
    return bench.do("highlight", **({"seconds": length} if length is not None else {}))


def _asked(c: Clause, bench: Bench) -> bool:
    """ "Which are the best moments?": told, nothing is changed."""
    bench.ensure_film()
    mark, length = bench.mark(), _length(c)
    bench.do("highlight", **({"seconds": length} if length is not None else {}))
    step = bench.steps[-1]
    if step.pending:
        return True
    bench.back(mark)
    rows = {zh: highlight_rows(step.after, zh) for zh in (False, True)}
    bench.tell(
        f"The best parts: {rows[False]}. Nothing was changed; “make a 30 second highlight” keeps the best of that length.",
        f"最精彩的部分：{rows[True]}。没有改动；说“剪一个30秒的精彩片段”就只留下这么长的精华。",
    )
    return True


def _length(c: Clause) -> float | None:
    if c.times.length is not None:
        return c.times.length
    if token := re.search(r"@([\d.]+)@", c.text):
        return float(token[1])
    return 30.0 if c.has(r"half[- ](?:a[- ])?minute|半分钟") else None


def _of_length(c: Clause, bench: Bench) -> bool:
    """ "… and make a 20 s short", "make it 20 seconds instead": of a highlight that was just made."""
    length = _length(c)
    if c.quotes or length is None or not (_SHORT.search(c.own) or _AGAIN.search(c.own)):
        return False
    if bench.steps and bench.steps[-1].edit.op == "highlight":
        if "seconds" in bench.steps[-1].edit.params:
            return False
        bench.timeline = bench.steps.pop().before
        bench.do("highlight", seconds=length)
        shape = aspect(c.own)
        return shape is None or bench.do("set_canvas", aspect=shape, fill="blur")
    if bench.steps or not _AGAIN.search(c.own) or not _last(bench):
        return False
    return bench.do("highlight", seconds=length)


def _last(bench: Bench) -> bool:
    """Whether the last turn made a highlight or changed its parts."""
    last = next((turn.edits for turn in reversed(bench.situation.history) if turn.edits), ())
    return any(edit.op in ("highlight", "swap_part") for edit in last)


_ORDINAL = "|".join(ORDINALS)
_NUMBER = re.compile(
    rf"\b(?:part|piece|number|no\.?|highlight|clip|bit|moment)s? ?#?(\d+)\b|\b(?:the )?({_ORDINAL}|last)\b|(?<![\d@.])#?(\d+)(?![\d@.]|\s*(?:s\b|sec))|第\s*(\d+)|(最后)"
)
_OTHER = re.compile(
    r"\b(?:swap|replace|exchange|change)\b(?!.{0,40}\b(?:and|with (?:part |number )?\d|with the (?:first|second|third|last))\b).{0,40}\b(?:another|different|something else|other)\b|\b(?:swap|replace|exchange) (?:out )?(?:part|number|piece)? ?#?\d+$|\banother (?:one|part|piece|bit|moment)\b|\b(?:a )?different (?:one|part|piece|bit|moment)\b|\bsomething else (?:for|instead of)\b|"
    r"\bnot (?:the )?(?:\w+ )?(?:part|piece|bit|one|number)\b|\bi (?:do not|don'?t) like\b|换(?:1|一)?(?:个|段|条|下|掉|成?别的|成?其他)|不喜欢|不要.{0,12}换"
)


def _another(c: Clause, bench: Bench) -> bool:
    """ "Swap 2 for another", "not the second part": of a highlight."""
    parts = [int(mark["part"]) for _, mark in part_marks(bench.timeline)]
    if not parts or c.quotes or not _OTHER.search(c.text):
        return False
    if not (_last(bench) or c.has(r"\bhighlights?\b|\bparts?\b|精彩|高光|集锦")):
        return False
    if c.any("music", "title", "transition", "caption", "sound") or "@" in c.text:
        return False
    if bench.steps and bench.steps[-1].edit.op == "swap_part":
        return bench.chatted()
    found = list(_NUMBER.finditer(re.sub(r"[换来]\s*1\s*[个段条]|\banother one\b", " ", c.text)))
    if not found:
        again = [int(mark["part"]) for _, mark in part_marks(bench.timeline) if mark.get("new")]
        if again and not c.has(r"\bparts?\b"):
            return bench.do("swap_part", part=again[0])
        if len(parts) > 1:
            ask("Which part: say its number.", "换第几段？请说编号。", *((str(n), str(n)) for n in parts))
        return bench.do("swap_part", part=parts[0])
    numbers = [_number(match, parts) for match in found]
    for number in numbers:
        if number not in parts:
            many = len(parts)
            decline(
                "no_such_part",
                f"There is no part {number}: the highlight has {many} part{'s' if many != 1 else ''}.",
                f"没有第{number}段：精彩集锦共有 {many} 段。",
            )
    return bench.do("swap_part", part=numbers[0])


def _number(match: re.Match[str], parts: list[int]) -> int:
    word = next(filter(None, match.groups()))
    if word in ("last", "最后"):
        return parts[-1]
    return ORDINALS[word] if word in ORDINALS else int(word)


RULES = (Rule(_another, counts=True), Rule(_of_length), Rule(_highlight))
