"""Putting files of the library into the film, and in the place of clips."""

from __future__ import annotations

import re
from typing import Any

from workprint.model import MediaFile

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..counting import by_number
from ..span import at, span
from ..targets import by_name, clips, files, missing_file

TO_START = re.compile(
    r"\b(?:to|at|in|into) the (?:very )?(?:beginning|start|front|top)\b|\b(?:goes|go|comes?|put .{1,20}|play .{1,20}|make .{1,20}|be|is) first\b|\bfirst$|\b(?:start|open|begin)s? with\b|(?:到|在)?(?:最)?(?:开头|前面|最前|开始|片头|第1个?位|第一位|首位|最前面)(?!的)|作为开头|放最前"
)
_INSERT = re.compile(
    r"\b(?:overwrite|insert|add|put|place|append|attach|include|use|join|drop|bring in|splice|tack)\b|插|加|添|接|放|拼|用"
)
_REPLACE = re.compile(
    r"\b(?:replace|swap out|substitute|change)\b.{1,40}\b(?:with|for|by|to)\b|(?:把|将)?.{1,16}(?:换成|替换(?:成|为)|改成)"
)


def _files(c: Clause, bench: Bench) -> list[MediaFile]:
    found = [f for f in files(c, bench) if f.kind != "audio"]
    if found:
        return found
    unused = [f for f in bench.library if f.kind != "audio"]
    if c.has(
        r"\b(?:the )?(?:other|new|second|uploaded|rest of the|remaining|unused|all (?:the )?) ?(?:clips?|videos?|files?|ones?|footage)\b|(?:其他|另外|另一|新|剩下|刚上传|上传)(?:的)?(?:那)?(?:个|段|些)?(?:视频|片段|素材|文件)?"
    ):
        return unused
    return []


_PLACE = re.compile(
    r"\b(?:right )?(?:after|before|behind|in front of|following)\b (.+)$|(?:在|到)(.+?)(?:的)?(?:之后|后面|之前|前面|后|前)"
)


def _not_the_place(found: list[MediaFile], c: Clause, bench: Bench) -> list[MediaFile]:
    """The files to put in, without one that only says where: "insert street again after the sunset"."""
    match = _PLACE.search(c.text)
    if match is None or len(found) < 2:
        return found
    where = match[1] or match[2]
    there = files(Clause(where, (), c.lang), bench, found)
    return [f for f in found if f not in there] or found


def insert(c: Clause, bench: Bench) -> bool:
    """Put a file of the library into the film."""
    if not _INSERT.search(c.text) or c.quotes or c.any("music", "title", "caption", "transition"):
        return False
    found = _files(c, bench)
    if not found:
        name = missing_file(c, bench)
        if name:
            decline(
                "no_such_file",
                f"There is no file “{name}” in this session; add it first.",
                f"会话里没有文件“{name}”，请先添加。",
            )
        return False
    if c.says("remove") and not c.has(r"\badd\b|insert|插|加"):
        return False
    found = _not_the_place(found, c, bench)
    on_film = {p.media for p in bench.film}
    found = [f for f in found if f.id not in on_film] or found
    if any(f.id in on_film for f in found) and not c.has(
        r"\badd\b|insert|append|again|overwrite|覆盖|插|加|接"
    ):
        return False
    if c.has(r"\boverwrite\b|write over|覆盖") and bench.film:
        where = span(c, bench)
        start = where.point if where.point is not None else where.start
        if start is None:
            ask("From which time should it overwrite?", "从哪个时间开始覆盖？")
        length = (
            where.end - start
            if where.ranged and where.end is not None and c.times.range and c.times.range.kind == "range"
            else where.length
        )
        return bench.do(
            "overwrite", media=found[0].id, at=at(start, bench), **({"duration": length} if length else {})
        )
    if not bench.film:
        for f in [f for f in bench.timeline.media if f.kind == "video" and f not in found]:
            if c.has(r"\bat the (?:end|start|beginning)|after|before|结尾|开头|后|前"):
                bench.do("append", media=f.id)
    spot, extra = _spot(c, bench, found), _part(c)
    for file in found:
        if spot is None:
            bench.do("append", media=file.id, **extra)
        else:
            before = bench.duration
            bench.do("insert", media=file.id, at=spot, **extra)
            spot += bench.duration - before
    return True


def _part(c: Clause) -> dict[str, Any]:
    times = c.times
    if times.range is not None and times.range.kind == "head":
        return {"duration": times.range.a}
    if (
        times.range is not None
        and times.range.kind == "range"
        and times.range.b is not None
        and times.range.a is not None
    ):
        return {"start": times.range.a, "duration": times.range.b - times.range.a}
    return {"duration": times.length} if times.length else {}


def _spot(c: Clause, bench: Bench, found: list[MediaFile]) -> float | None:
    """Where it goes in: None is the end of the film."""
    text = c.text
    for file in found:
        text = text.replace((file.name or "").lower(), " ")
    beside = re.search(
        r"\b(?:right )?(after|before|between)\b\s+(.+)$|(?:到|在|插|放|接)(.+?)(?:的)?(之后|后面|之前|前面|中间|之间|后|前)",
        text,
    )
    film = bench.film
    if beside and film:
        word, what = (beside[1], beside[2]) if beside[2] else (beside[4], beside[3])
        anchors = by_number(what + ("段" if what[-1:].isdigit() else ""), film) or by_name(what, film, bench)
        if anchors:
            if word in ("between", "中间", "之间") and len(anchors) > 1:
                return sorted(p.end for p in anchors)[0]
            return (
                min(p.start for p in anchors)
                if word in ("before", "之前", "前面", "前")
                else max(p.end for p in anchors)
            )
    where = span(Clause(text, c.all_quotes, c.lang), bench)
    if where.point is not None:
        return (
            None
            if where.point >= bench.duration - 0.01
            and c.times.point is not None
            and c.times.point.kind == "end"
            else at(where.point, bench)
        )
    if TO_START.search(text):
        return 0.0
    return None


def replace(c: Clause, bench: Bench) -> bool:
    """Another file in a clip's place."""
    if not _REPLACE.search(c.text) or c.quotes or c.any("music", "title", "sound"):
        return False
    found = [f for f in files(c, bench, bench.library) if f.kind != "audio"]
    text = c.text
    for f in found:
        text = text.replace((f.name or "").lower(), " ")
    ids = clips(c, bench, text)
    if not found or len(ids) != 1:
        return False
    old = bench.locate(ids[0])
    if old is None:
        return False
    length = old.end - old.start
    new = found[0]
    room = length if new.kind == "image" else min(length, float(new.duration))
    bench.do("remove", ids=[old.id])
    if old.start >= bench.duration - 0.01:
        return bench.do("append", media=new.id, duration=room)
    return bench.do("insert", media=new.id, at=old.start, duration=room)
