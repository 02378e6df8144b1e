"""What comes off the edges: seconds off the ends of clips, in everyday words, and a share off the
sides of the picture. Both read like the removal of something whole, so they are asked early."""

from __future__ import annotations

import re

from ..bench import Bench, Placed, decline
from ..clause import Clause
from ..span import inside
from ..targets import clips, clips_or_it
from .rule import Rule

_T = r"@([\d.]+)@"
_FRONT = r"(?:start|beginning|front|head|top|opening|intro)"
_BACK = r"(?:end|ending|tail|back)"
_OFF = r"\b(?:take|knock|shave|lop|chop|slice|cut|trim|shed|pull|get|nip|drop|remove|strip|lose|whip|clip|snip)\b"
_WORDS = r"\b(?:skip|ignore|lose|drop|jump over|leave out)\b"
_BOTH = (
    rf"{_OFF} {_T} (?:off|from) (?:both ends|(?:each|either|every) (?:end|side)|the {_FRONT} and (?:the )?{_BACK})|{_OFF} (?:both|the) ends(?: of [\w ]{{1,20}})? by {_T}|"
    rf"(?:(?:掐|去|剪|斩|切)头(?:、|和|,)?(?:掐|去|剪|斩|切)尾|头尾|首尾|两头|两端|前后)(?:各|都|分别)?(?:剪|去|裁|砍|掐|切|删)?(?:掉|去)?\s*{_T}"
)
_HEAD = (
    rf"{_OFF} {_T} (?:off|from) (?:(?:the|its) )?(?:very )?{_FRONT}\b|\bshorten\b.{{0,24}} by {_T} (?:off|from|at) (?:the|its) {_FRONT}\b|{_WORDS} (?:its|the|their) (?:very )?(?:first|opening) {_T}|"
    rf"\b(?:start|begin|open)s?\b(?: [\w'-]+){{0,4}} {_T} (?:later|in\b)|(?:掐|去|剪|斩|切)头\s*{_T}|跳过(?:它|它的)?(?:前|开头)(?:面|的)?\s*{_T}|晚\s*{_T}\s*(?:再)?(?:开始|出现|进)|从\s*第?\s*{_T}\s*(?:处)?(?:开始|起)(?:播放?|放|用)?$"
)
_TAIL = (
    rf"{_OFF} {_T} (?:off|from) (?:(?:the|its) )?(?:very )?{_BACK}\b|\bshorten\b.{{0,24}} by {_T} (?:off|from|at) (?:the|its) {_BACK}\b|{_WORDS} (?:its|the|their) (?:very )?(?:last|final) {_T}|"
    rf"\b(?:end|stop|finish)(?:es|s)?\b(?: [\w'-]+){{0,4}} {_T} (?:earlier|sooner|early)|(?:掐|去|剪|斩|切)尾\s*{_T}|跳过(?:它|它的)?(?:最后|结尾)(?:的)?\s*{_T}|早\s*{_T}\s*(?:就)?(?:结束|停)"
)
_NOT_ENDS = r"silen|pause|music|title|caption|\btext\b|logo|\bfad|停顿|静音|音乐|标题|字幕|淡"


def _said(pattern: str, c: Clause) -> float | None:
    found = re.search(pattern, c.text)
    return float(next(group for group in found.groups() if group)) if found else None


def ends(c: Clause, bench: Bench) -> bool:
    """Seconds off the start, the end or both: of the clips named, else of the film."""
    if c.quotes or c.has(_NOT_ENDS):
        return False
    both, head, tail = (_said(pattern, c) for pattern in (_BOTH, _HEAD, _TAIL))
    off = (both, both) if both is not None else (head, tail)
    if off == (None, None):
        return False
    bench.ensure_film()
    ids = clips_or_it(c, bench) or tuple(
        p.id for p in bench.film if c.has(r"\b(?:each|every) (?:clip|shot|one)\b|每(?:1|一)?(?:个|段)")
    )
    if not ids and c.has(r"从\s*第?\s*@|\b(?:later|earlier|sooner)\b|晚|早"):
        return False
    for placed in [p for p in bench.film if p.id in ids]:
        _trim(placed, off, bench)
    if not ids:
        _film(off, bench)
    return True


def _trim(one: Placed, off: tuple[float | None, float | None], bench: Bench) -> None:
    gone, length = sum(n or 0.0 for n in off), one.end - one.start
    if gone >= length - 0.01:
        decline(
            "out_of_range",
            f"“{one.name}” is only {length:.1f} s long, so {gone:g} s cannot come off it.",
            f"“{one.name}”只有 {length:.1f} 秒，剪不掉 {gone:g} 秒。",
        )
    bench.do("trim", clip=one.id, head=off[0], tail=off[1])


def _film(off: tuple[float | None, float | None], bench: Bench) -> None:
    head, tail = (n or 0.0 for n in off)
    inside(0.0, head + tail, bench)
    if tail:
        bench.do("delete_range", start=bench.duration - tail, end=bench.duration)
    if head:
        bench.do("delete_range", start=0, end=head)


_MIDDLE = re.compile(
    r"\b(?:keep|use|take|want|leave)\b(?: \w+)?? the middle @([\d.]+)@|\b(?:trim|cut|shorten)\b.{1,40}\bto (?:just |only )?(?:the |its )middle @([\d.]+)@|(?:要|留|保留|取|用)下?(?:最)?中间(?:的|那)?\s*@([\d.]+)@"
)


def middle(c: Clause, bench: Bench) -> bool:
    """The middle of a clip, or of the film: "only keep the middle 5 seconds of the street"."""
    found = _MIDDLE.search(c.text)
    if not found or c.quotes or c.has(_NOT_ENDS):
        return False
    bench.ensure_film()
    length = float(next(group for group in found.groups() if group))
    ids = clips_or_it(c, bench) or tuple(p.id for p in bench.film if len(bench.film) == 1)
    for one in reversed([p for p in bench.film if p.id in ids]):
        off = round((one.end - one.start - length) / 2, 3)
        if off <= 0:
            decline(
                "short_enough",
                f"“{one.name}” is only {one.end - one.start:.1f} s long.",
                f"“{one.name}”只有 {one.end - one.start:.1f} 秒。",
            )
        bench.do("delete_range", start=round(one.start + off + length, 3), end=one.end)
        bench.do("delete_range", start=one.start, end=round(one.start + off, 3))
    return bool(ids)


_REST = re.compile(
    r"\b(?:everything|anything|all|the rest|the part|what(?: is|'s| comes)?)\b.{0,8}?\b(?P<en>after|past|following|before)\b (?P<what>[^@]+)$|"
    r"(?:把|删掉|去掉|剪掉|删除)?(?P<of>[^@]{1,12}?)(?P<zh>之后|以后|后面|之前|以前|前面)的?(?:所有|全部|一切)?(?:内容|部分|片段|画面|东西|都|全部|全)+(?:都|全|给我)*(?:删|去|剪|不要|砍)?"
)


def rest(c: Clause, bench: Bench) -> bool:
    """All that comes after a clip, or before it: "drop everything after the street"."""
    found = _REST.search(c.own)
    if not found or not c.says("remove") or c.quotes or c.times.ranges or c.has(_NOT_ENDS):
        return False
    bench.ensure_film()
    named = [p for p in bench.film if p.id in clips(c, bench, found["what"] or found["of"])]
    cut = bench.steps[-1].edit if bench.steps and bench.steps[-1].edit.op == "split" else None
    if cut is not None and re.fullmatch(
        r"(?:it|that|this|the (?:split|cut)|那里?|它)", (found["what"] or found["of"]).strip()
    ):
        return _beside(float(cut.params["at"]), found["en"] or found["zh"], bench)
    if not named:
        return False
    if (found["en"] or found["zh"]) in ("before", "之前", "以前", "前面"):
        return bench.do("delete_range", start=0, end=min(p.start for p in named))
    return bench.do("delete_range", start=max(p.end for p in named), end=bench.duration)


def _beside(moment: float, side: str, bench: Bench) -> bool:
    """What lies on one side of the split just made: of the clip that was split."""
    before = side in ("before", "之前", "以前", "前面")
    halves = [p for p in bench.film if abs((p.end if before else p.start) - moment) < 0.02]
    return bool(halves) and bench.do("remove", ids=[halves[0].id])


_SIDES = re.compile(
    r"\b(?:crop|cut|trim|shave|take|chop)\w*\b.{0,12}?(\d+(?:\.\d+)?)\s*%.{0,12}?\b(?:off|from|of|on) (?:the )?(each side|both sides|all (?:four |4 )?(?:sides|edges)|every (?:side|edge)|each edge|the edges|edges|sides|left and right|top and bottom)|"
    r"(4边|四边|四周|上下左右|每边|各边|边缘|左右|两侧|两边|上下)(?:都|各|分别)*(?:裁|剪|切|去)(?:掉|去)?\s*(\d+(?:\.\d+)?)\s*%"
)


def sides(c: Clause, bench: Bench) -> bool:
    """A share off the sides of the picture: "crop 5% off each side", 四边各裁掉5%."""
    found = _SIDES.search(c.text)
    if not found:
        return False
    where = found[2] or found[3]
    names = (
        ("top", "bottom")
        if where in ("top and bottom", "上下")
        else ("left", "right")
        if where in ("each side", "both sides", "sides", "left and right", "左右", "两侧", "两边")
        else ("left", "right", "top", "bottom")
    )
    bench.ensure_film()
    share = float(found[1] or found[4]) / 100
    return bench.do(
        "add_effect", effect="crop", targets=list(clips(c, bench)), params=dict.fromkeys(names, share)
    )


RULES = (Rule(rest), Rule(middle), Rule(ends), Rule(sides))
