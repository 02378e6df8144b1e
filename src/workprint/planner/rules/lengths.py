"""How long things should be: a clip, each photo, the whole film; where the film starts and ends."""

from __future__ import annotations

import re

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..reference import pointing
from ..span import at, written
from ..targets import called, clips, clips_or_it, refers
from .cuts import NOT_CUT, SHORTER
from .rule import Rule


def set_length(c: Clause, bench: Bench) -> bool:
    """How long a clip, a photo, or the whole film should be."""
    ids = clips_or_it(c, bench)
    length, match = c.times.length, SHORTER.search(c.text)
    if (length is None and match is None) or NOT_CUT.search(c.text):
        return False
    if not ids and refers(c) and not bench.film and len(bench.timeline.media) == 1:
        bench.ensure_film()
    only = bench.timeline.file(bench.film[0].media or "") if len(bench.film) == 1 else None
    if not ids and refers(c) and only is not None and only.kind == "image":
        ids = (bench.film[0].id,)
    each = c.has(
        r"\b(?:each|every|all)\b.{0,12}\b(?:photo|picture|image|clip|slide|one)s?\b|每(?:张|个|段|一)"
    )
    media = [bench.timeline.file(p.media or "") for p in bench.film]
    if (
        length is not None
        and each
        and not ids
        and not all(file is not None and file.kind == "image" for file in media)
    ):
        return bench.do("take_each", seconds=length)
    if length is not None and (ids or each):
        if not c.has(
            r"\b(?:make|last|duration|length|long|extend|lengthen|shorten|set|hold|stay|show|be|to)\b|时长|长度|持续|延长|缩短|改成|变成|显示|播放|设"
        ):
            return False
        by = c.has(
            r"\bby @|@ (?:longer|more|extra|shorter)\b|\b(?:another|an? extra) @|(?:extend|lengthen|延长|增加|加长)(?!.{0,12}(?:to|到|成|为)\s*@)"
        )
        shorter = c.has(r"shorten|\bshorter\b|缩短|减少")
        for item in ids or tuple(p.id for p in bench.film):
            one = bench.locate(item)
            old = one.end - one.start if one else 0.0
            bench.do(
                "set_duration", clip=item, duration=(old + (-length if shorter else length)) if by else length
            )
        return True
    if match and not c.times.ranges:
        bench.ensure_film()
        seconds = float(next(g for g in match.groups() if g))
        if seconds >= bench.duration > 0:
            decline(
                "short_enough",
                f"The film is {written(bench.duration)} long, which is not more than {written(seconds)}; nothing to shorten.",
                f"影片长 {written(bench.duration)}，没有超过 {written(seconds)}，不需要缩短。",
            )
        factor = bench.duration / seconds if seconds else 1
        ask(
            f"The film is {written(bench.duration)}. How should it become {written(seconds)}?",
            f"影片现在 {written(bench.duration)}，要怎样变成 {written(seconds)}？",
            (f"keep the first {seconds:g} seconds", f"只保留前{seconds:g}秒"),
            (f"make a {seconds:g} second highlight reel", f"做一个{seconds:g}秒的精彩集锦"),
            ("trim the silences", "去掉停顿"),
            (f"speed up {factor:.2g}x", f"加速{factor:.2g}倍"),
        )
    return False


_FROM_HERE = re.compile(
    r"^(?:let it |make it |have it |the (?:video|film) (?:should )?)?(?:start|begin)s?(?: (?:it|the (?:video|film|movie)))?(?: at| from)? @([\d.]+)@$|^(?:让?视频|影片)?从\s*第?\s*@([\d.]+)@\s*(?:处)?开始(?:播放|吧)?$"
)
_TO_HERE = re.compile(
    r"^(?:let it |make it |have it |the (?:video|film) (?:should )?)?(?:end|stop|finish)s?(?: (?:it|the (?:video|film|movie)))?(?: at| on)? @([\d.]+)@$|^(?:视频|影片)?(?:到|在)\s*第?\s*@([\d.]+)@\s*(?:处|就)?(?:结束|停|为止)$"
)


_FROM_TO = re.compile(
    r"\b(?P<a>start|begin|end|stop|finish)s?\b(?: it)?(?: at| from)? @(?P<x>[\d.]+)@,? (?:and|but) (?:it )?(?P<b>start|begin|end|stop|finish)s?(?: it)?(?: at| from)? @(?P<y>[\d.]+)@$"
)


def limits(c: Clause, bench: Bench) -> bool:
    """Where the film should start or end: "start at 0:30", "end the video at 4:00"."""
    if both := _FROM_TO.search(c.own):
        bench.ensure_film()
        first, last = sorted((float(both["x"]), float(both["y"])))
        early = both["a"] in ("start", "begin")
        if early == (both["b"] in ("start", "begin")) or early != (float(both["x"]) == first):
            return False
        return bench.do("keep_range", start=first, end=at(last, bench))
    start, end = _FROM_HERE.match(c.own), _TO_HERE.match(c.own)
    if not start and not end:
        return False
    bench.ensure_film()
    found = start or end
    moment = at(float(next(g for g in found.groups() if g)) if found else 0.0, bench)
    if start:
        return bench.do("delete_range", start=0, end=moment)
    return bench.do("delete_range", start=moment, end=bench.duration)


_CAPPED = re.compile(
    r"\bno (?:clips?|shots?|photos?|pictures?) (?:should be |is |are )?(?:longer|more|over) (?:than )?@([\d.]+)@|\b(?:cap|limit)\b.{0,24}\b(?:at|to) @([\d.]+)@|\b(?:each|every|all)\b.{0,24}\b(?:at most|max(?:imum)?|no (?:longer|more) than|under|up to) @([\d.]+)@|@([\d.]+)@ (?:max|tops|at most)\b|"
    r"每(?:1|一)?(?:个|段|张)(?:片段|镜头)?(?:最多|不超过|最长|不要超过|别超过)\s*@([\d.]+)@"
)
_ALIKE = re.compile(
    r"\b(?:clips?|shots?|photos?|them|all|each|every(?:thing|one)?)\b.{0,24}\b(?:the same|equal|even|an equal) (?:length|duration)s?\b|\bequally long\b|\beven out the (?:lengths?|durations?)\b|(?:都|全部?)?(?:一样|同样|等)长"
)


def listed(c: Clause, bench: Bench) -> bool:
    """ "Beach 5s, street 3s": each its length, as one lists them."""
    length, ids = c.times.length, clips(c, bench)
    if length is None or len(ids) != 1 or c.quotes or not bench.film:
        return False
    if (
        re.fullmatch(r"[\s:=-]*(?:for|to|is|at)?\s*@[\d.]+@\s*", re.sub(pointing(called(bench)), "", c.own))
        is None
    ):
        return False
    return bench.do("set_duration", clip=ids[0], duration=length)


_TO = re.compile(
    r"\b(?:trim|cut|move|set|bring)\b.{0,12}\b(?P<end>start|beginning|end)\b (?:of .{2,24}?)?(?:to|at|until|till|up to) @(?P<t>[\d.]+)@$"
)
_BY_ONE = re.compile(r"@([\d.]+)@.{0,16}\bby (?:trimming|cutting|shortening)\b")
_SHARE = re.compile(
    r"\bhalf as long\b|\bhalf (?:the|its) (?:length|duration)\b|(\d+(?:\.\d+)?)\s*% (?:shorter|off)\b|\b(?:shorten|cut|trim)\b.*\bby (\d+(?:\.\d+)?)\s*%|一半长|短一半|缩短\s*(\d+(?:\.\d+)?)\s*%"
)


def to_moment(c: Clause, bench: Bench) -> bool:
    """ "Trim the start of the sunset to 0:23": by the film's clock, where that is within the clip."""
    found, ids = _TO.search(c.own), clips(c, bench)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if found is None or one is None or not one.start < float(found["t"]) < one.end:
        return False
    moment = at(float(found["t"]), bench)
    head = found["end"] != "end"
    return bench.do("delete_range", start=one.start if head else moment, end=moment if head else one.end)


def by_share(c: Clause, bench: Bench) -> bool:
    """Clips shorter by a share; or the film by what one clip can give: "make it 0:28 by trimming the sunset"."""
    if (
        c.quotes
        or NOT_CUT.search(c.text)
        or c.any("silence", "volume")
        or c.has(r"\bspeed|\bfast|\bslow|快|慢")
    ):
        return False
    ids = clips_or_it(c, bench)
    total, share = _BY_ONE.search(c.own), _SHARE.search(c.own)
    if total and len(ids) == 1 and (one := bench.locate(ids[0])) is not None:
        left = one.end - one.start - (bench.duration - float(total[1]))
        return left > 0 and bench.do("set_duration", clip=one.id, duration=round(left, 3))
    if not ids and c.has(r"\b(?:each|every|all)\b.{0,12}\b(?:clip|shot|one|photo)s?\b|每"):
        ids = tuple(p.id for p in bench.film)
    if share is None or not ids:
        return False
    off = float(next((g for g in share.groups() if g), 50)) / 100
    for p in [p for p in bench.film if p.id in ids and off < 1]:
        bench.do("set_duration", clip=p.id, duration=round((p.end - p.start) * (1 - off), 3))
    return off < 1


def capped(c: Clause, bench: Bench) -> bool:
    """No clip longer than so much, or all as long as the shortest."""
    found, alike = _CAPPED.search(c.text), _ALIKE.search(c.text)
    if not (found or alike) or c.quotes or NOT_CUT.search(c.text) or c.says("silence"):
        return False
    bench.ensure_film()
    lengths = [p.end - p.start for p in bench.film]
    most = c.times.length or (float(next(g for g in found.groups() if g)) if found else min(lengths))
    longer = [p for p in bench.film if p.end - p.start > most + 0.02]
    for p in longer:
        bench.do("set_duration", clip=p.id, duration=round(most, 3))
    if not longer:
        bench.tell(f"No clip is longer than {most:g} s.", f"没有超过 {most:g} 秒的片段。")
    return True


LIMITS = (Rule(limits), Rule(listed), Rule(to_moment), Rule(by_share, sparing=True), Rule(capped))
RULES = (Rule(set_length),)
