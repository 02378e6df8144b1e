"""Speed, reverse, freezes and loops."""

from __future__ import annotations

import re

from ..bench import Bench, ask
from ..clause import Clause
from ..inner import cut_apart
from ..span import at, inside, span
from ..targets import clips, clips_or_it
from .rule import Rule

_FAST = re.compile(
    r"\bspeed(?:ing)?[ -]?up\b|\bspeed(?:ing)? (?:it|this|that|the|clip|my|everything|through)\b.{0,30}\bup\b|\bfaster\b|\bfast[- ]?(?:forward|motion)\b|\btime ?lapse\b|\bhyper ?lapse\b|\baccelerat\w*|\bquick(?:er|en)\b|\bspeed through\b|too slow|\bas fast\b|加速|快进|快放|加快|变快|快(?:一)?(?:点|些)|快\s*\d|更快|太慢|延时"
)
_SLOW = re.compile(
    r"\bslow(?:ing)?[ -]?(?:it |this |that |the \w+ |clip \d |everything )*(?:down|mo(?:tion)?)\b|\bslow(?:er)?\b|\bhalf[- ]speed\b|\bslow-?mo\b|\bdecelerat\w*|too fast|\bas slow\b|减速|慢放|慢动作|放慢|变慢|慢(?:一)?(?:点|些)|慢\s*\d|更慢|太快|慢镜头|慢速"
)
_SPEED = re.compile(
    r"\bspeed\b|\bpace\b|\bplay(?:back)?\b.{0,12}\d|\d(?:\.\d+)?\s*x\b|×\s*\d|\btimes (?:the )?(?:normal )?speed|速度|倍速|半速|\d(?:\.\d+)?\s*倍"
)


_SOME_END = r"\b(?:slow|speed)(?: up| down)? (?:the|its) (?:very )?(?:beginning|start|opening|end|ending|middle)\b(?! (?:clip|one|shot|scene))|\bmake (?:the|its) (?:very )?(?:beginning|start|opening|end|ending|middle)\b(?! (?:clip|one|shot|scene)).{0,24}\b(?:slower|faster)\b"


def _keep_pitch(c: Clause, bench: Bench) -> bool:
    """The pitch is kept unless something else was said: nothing more to do."""
    if not c.has(
        r"^(?:but )?(?:keep|preserve|maintain)\b.{0,14}\bpitch(?: the same)?$|^(?:保留|保持).{0,4}音调(?:不变)?$|^音调(?:保持)?不变$"
    ):
        return False
    return any(step.edit.op == "set_speed" for step in bench.steps)


def speed(c: Clause, bench: Bench) -> bool:
    """Faster or slower: the film, clips or a range."""
    fast, slow = _FAST.search(c.text), _SLOW.search(c.text)
    if not (fast or slow or _SPEED.search(c.text)) or c.says("transition"):
        return False
    if c.has(
        r"zoom|slow (?:pan|push|move|fade)|slowly|缓慢|慢慢|放大|推近|\bfade|bigger|larger|quality|\bloop|repeat|times in a row|\bplay(?:s|ed)? (?:\w+ ){0,3}\d+ times\b(?! (?:as|the|faster|slower|normal|speed))|音量|volume|循环|重复|声音"
    ) or (c.any("title", "text", "silence") and not fast and not slow):
        return False
    a = c.amount
    factor: float | None = None
    if a.factor is not None:
        factor = a.factor
        if slow and not fast and factor > 1:
            factor = 1 / factor
    elif a.percent is not None:
        share = a.percent / 100
        if fast:
            factor = 1 + share if share < 1 or a.relative else share
        elif slow:
            factor = 1 - share if a.relative and share < 1 else share if share < 1 else 1 / share
            if c.has(r"slow(?:er)? .{0,12}by|slower|down by|慢\s*\d|减速\s*\d") and share < 1:
                factor = 1 - share
        else:
            factor = share
    elif c.has(r"half[- ]?(?:the )?speed|half as fast|一半(?:的)?速度|速度.{0,4}一半|半速"):
        factor = 0.5
    elif a.share is not None:
        factor = a.share if not slow or a.share < 1 else 1 / a.share
    elif c.has(
        r"(?:normal|original|regular|1x) speed|speed (?:back )?to (?:normal|original|1x)|正常速度|原速|恢复速度|速度恢复"
    ):
        factor = 1.0
    elif a.number is not None and c.has(r"speed|速度|倍"):
        factor = a.number if not slow or a.number < 1 else 1 / a.number
    elif c.times.length and c.has(
        r"so (?:that )?(?:it|they)|(?:\bto|\binto|\bin|fit|be|last|takes?)\s+(?:in |into |about |just |under |below |less than |at most |within |exactly )*@|\b(?:under|below|less than|within) @|(?:变成|压缩到|缩到|缩短到|到|为)\s*@"
    ):
        ids = clips_or_it(c, bench)
        bench.ensure_film()
        old = sum(p.end - p.start for p in bench.film if not ids or p.id in ids)
        factor = old / c.times.length
    elif fast or slow:
        big, small = (4.0 if c.has("lapse|延时") else 2.0), 1.25
        factor = small if a.slight or (a.degree < 0) else big if a.degree > 0 or c.has("lapse|延时") else 1.5
        if slow and not fast:
            factor = (
                0.5
                if c.has(r"slow[- ]?mo|慢动作|慢镜头|慢放") and a.degree >= 0
                else 0.8
                if a.degree < 0
                else 0.67
                if a.degree == 0
                else 0.5
            )
        factor *= _now(c, bench)
    if factor is None:
        if c.has(r"change|adjust|改|调") and c.has(r"speed|速度"):
            ask(
                "How fast should it play?",
                "速度调到多少？",
                ("2x", "2倍"),
                ("1.5x", "1.5倍"),
                ("0.5x", "0.5倍"),
            )
        return False
    bench.ensure_film()
    ids = clips_or_it(c, bench)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if c.times.range is None and c.has(_SOME_END):
        ask("From when to when?", "从几秒到几秒？")
    where = span(c, bench, one)
    pitch = (
        {"keep_pitch": False}
        if c.has(
            r"chipmunk|without (?:keeping|preserving) (?:the )?pitch|pitch (?:too|as well)|不(?:要)?保留.{0,3}音调|don'?t (?:keep|preserve) (?:the )?pitch|change (?:the )?pitch|(?<!不)变调|不保持音调"
        )
        else {}
    )
    if (
        where.ranged
        and where.start is not None
        and where.end is not None
        and not (ids and c.times.range is None)
    ):
        start, end = inside(where.start, where.end, bench)
        return bench.do("set_speed", start=start, end=end, factor=round(factor, 3), **pitch)
    return bench.do("set_speed", factor=round(factor, 3), **({"clips": ids} if ids else {}), **pitch)


def _now(c: Clause, bench: Bench) -> float:
    """The speed that "faster" starts from: that of the clips named, where they share one."""
    ids = clips_or_it(c, bench)
    speeds = {float(p.clip.speed) for p in bench.film if p.id in ids}
    return speeds.pop() if len(speeds) == 1 else 1.0


def reverse(c: Clause, bench: Bench) -> bool:
    if not c.says("reverse") or c.has(r"order|顺序|排"):
        return False
    return _backwards(c, bench) and (speed(c, bench) or True)


def _backwards(c: Clause, bench: Bench) -> bool:
    bench.ensure_film()
    ids = clips_or_it(c, bench)
    where = span(c, bench)
    if (
        where.ranged
        and not ids
        and c.times.range is not None
        and where.start is not None
        and where.end is not None
    ):
        start, end = inside(where.start, where.end, bench)
        return bench.do("reverse", clips=cut_apart(start, end, bench))
    return bench.do("reverse", **({"clips": ids} if ids else {}))


def freeze(c: Clause, bench: Bench) -> bool:
    if not c.says("freeze"):
        return False
    bench.ensure_film()
    ids = clips(c, bench)
    one = bench.locate(ids[0]) if ids else None
    where = span(c, bench, one)
    point = where.point if where.point is not None else where.start
    if c.has(r"last frame|final frame|最后(?:一|1)?(?:帧|格|个?画面)") or (
        point is not None and point >= bench.duration
    ):
        point = (one.end if one else bench.duration) - 1 / float(bench.timeline.rate)
    elif c.has(r"first frame|opening frame|(?:第|首)(?:一|1)?(?:个)?(?:帧|格|个?画面)"):
        point = one.start if one else 0.0
    if point is None and one is not None:
        point = one.start
    if point is None:
        ask("At which moment should the picture freeze?", "在哪个时间点定格？")
    length = where.length
    return bench.do("freeze_frame", at=at(point, bench), **({"duration": length} if length else {}))


def loop(c: Clause, bench: Bench) -> bool:
    """Play a clip, or all of it, several times in a row."""
    if not c.says("loop") or c.says("music"):
        return False
    if c.has(r"\btitle|text|transition|effect|\bsame edit|标题|文字|转场"):
        return False
    bench.ensure_film()
    ids = list(clips_or_it(c, bench))
    if not ids:
        ids = (
            [p.id for p in bench.film]
            if len(bench.film) == 1 or c.has(r"whole|entire|everything|video|film|整|全|视频|影片")
            else []
        )
    if not ids:
        ask("Which clip should play again?", "要重复哪一段？", *((p.name, p.name) for p in bench.film[:8]))
    found = re.search(
        r"(\d+)\s*(?:x\b|times|copies|次|遍|回)|\b(twice|once|thrice|again)\b|(再(?:来|放|播)?一(?:遍|次))",
        c.text,
    )
    times = 2
    if found and found[1]:
        times = int(found[1])
        if c.has(r"\d+ more times|再\S{0,3}\d+\s*(?:次|遍)|another \d+|extra"):
            times += 1
    elif found and found[2]:
        times = {"twice": 2, "once": 2, "thrice": 3, "again": 2}[found[2]]
    if times < 2:
        times = 2
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if (
        one is not None
        and one.media
        and c.has(
            r"\b(?:copy|duplicate|repeat)\b.{0,30}\b(?:to|at) the (?:very )?end|(?:复制|重复).{0,10}(?:到|放)(?:最后|结尾|末尾)"
        )
    ):
        rate = float(bench.timeline.rate)
        return bench.do(
            "append", media=one.media, start=one.clip.source.start / rate, duration=one.end - one.start
        )
    if len(ids) == 1:
        return bench.do("loop_clip", clip=ids[0], times=times)
    if ids == [p.id for p in bench.film]:
        bench.do("nest", clips=ids, label="loop")
        return bench.do("loop_clip", clip=bench.film[0].id, times=times)
    for item in ids:
        bench.do("loop_clip", clip=item, times=times)
    return True


RULES = tuple(map(Rule, (_keep_pitch, freeze, reverse, speed, loop)))
