"""What a turn says of the one before it, without naming it: another speed, other words, another time
for a text, more room at the cuts, an earlier figure, or the pauses back."""

from __future__ import annotations

import re

from ..bench import Bench
from ..clause import Clause
from ..focus import Focus
from ..span import at
from ..targets import clips, files, texts
from .levels import level
from .rule import Rule
from .silences import THRESHOLD

_EASED = r"(?:a (?:tiny |little )?bit|a (?:little|touch|lot)|slightly|even|much|way|still|now|then|again|please|make it|make that|play it|go)"
_FASTER = re.compile(
    rf"^(?:{_EASED} )*(?:faster|quicker|speed (?:it |that )?up)(?: {_EASED})*$|^(?:it\'?s |that\'?s |it is |that is )?(?:now |still |way |much |a bit |a little )*too slow(?: now)?$|^(?:还要|还是|再|更|要)*(?:快|加速|快速)(?:一|1)?(?:点|些)?(?:儿)?$|^太慢了?$"
)
_SLOWER = re.compile(
    rf"^(?:{_EASED} )*(?:slower|slow (?:it |that )?down)(?: {_EASED})*$|^(?:it\'?s |that\'?s |it is |that is )?(?:now |still |way |much |a bit |a little )*too (?:fast|quick)(?: now)?$|^(?:还要|还是|再|更|要)*(?:慢|减速)(?:一|1)?(?:点|些)?(?:儿)?$|^太快了?$"
)
_USUAL = re.compile(
    rf"^(?:{_EASED} )*(?:back to |put (?:it|that) back to |return (?:it )?to |at |set (?:it )?to |restore (?:the |its )?)?(?:the )?(?:normal|original|regular|usual|real) speed(?: again)?$|^(?:恢复|还原|回到|改回|调回|用回|变回)(?:成|到|为)?(?:它的)?(?:正常|原来|原始|原|本来)?(?:的)?(?:速度|原速|速)$|^原速(?:播放)?$"
)
_TIMES = re.compile(
    rf"^(?:(?:no|nope|actually|{_EASED}|rather|just|at)[ ,]*)*(\d+(?:\.\d+)?)\s*(?:x|×|times)(?: (?:instead|then|please|rather))*$|^(?:不,?|还是|改成|换成|调成|调到|变成|用)*\s*(\d+(?:\.\d+)?)\s*倍速?(?:吧)?$"
)
_BARE = re.compile(
    r"^(?:(?:it|that)(?:'s| is) (?:still )?too (?:slow|fast|quick),? )?(?:make (?:it|that) |try |use |do )?(\d(?:\.\d+)?)(?: instead)?$"
)
_WHOLE = re.compile(
    r"^(?:keep|show|leave|have|make|let) (?:it|that|this)(?: (?:on|stay|there|up|visible|on screen))*(?: (?:for|during|through|throughout|over|the))* (?:whole|entire|full)\b.{0,12}$|^(?:一直|全程|始终)(?:显示|保留|都在|都显示)$"
)
_WORDS = re.compile(
    r"^(?:no|nope|actually|wait|sorry|oh|instead|,| )*(?:(?:call|name|title) (?:it|that)|(?:make|have|let) it (?:say|read)|change (?:it|that|the (?:words|wording)) (?:to|into)|it should (?:say|read|be)|should (?:say|read|be))\s*⟦\d+⟧(?: instead)?$|"
    r"^(?:不对?|不是|还是|,|，| |把它|它|内容|文字|应该|请)*(?:改成|换成|改为|换为|改叫|叫|写成|写|应该是|是)\s*⟦\d+⟧$"
)
_MOVED = re.compile(
    r"^(?:no|actually|,| )*(?:put|move|show|place|start|have|shift) (?:it|that|this)(?: (?:at|to|from|start at|starting at|appear at))? @([\d.]+)@(?: instead| then)?$|^(?:把它|它|让它|改)?(?:放到|放在|移到|挪到|改到|从)\s*第?\s*@([\d.]+)@\s*(?:处|开始|出现|开始显示)?$"
)
_PAD = re.compile(
    r"\b(?:leave|keep|leaving|keeping|with|use|give it)\b(?: (?:about|around|only|just|more|a))*\s*@([\d.]+)@|(?:保留|留|留出|余)(?:约|出|下)?\s*@([\d.]+)@|(?:两侧|两边|前后|每边)(?:各)?(?:保留|留)?\s*@([\d.]+)@"
)
_PAUSES = re.compile(
    r"\b(?:put|bring|get|give|restore|want|undo|need)\b.{0,16}\b(?:pauses?|silences?|gaps?|breaths?)\b.{0,8}\bback\b|\b(?:restore|undo) (?:the |all |my )*(?:pauses?|silences?|gaps?|(?:silence|pause) (?:cut|removal)s?)\b|(?:停顿|静音|空白|气口)(?:都|再|全)*(?:还原|恢复|加回来|放回来|要回来|补回来|找回来)|(?:还原|恢复)(?:所有|全部|刚才|剪掉|的)*(?:停顿|静音|空白|气口)"
)
_TO_OTHER = re.compile(
    r"\b(?:change|make|turn|set|switch|replace|edit|update)\b.{1,40}\b(?:to|into|with|say|read)\s*⟦|(?:改成|换成|改为|换为|改写成)\s*⟦"
)
_UNTIL = re.compile(r"(?:显示|停留|保持|留|持续)到\s*第?\s*@([\d.]+)@")
_BACK_TO = re.compile(
    r"\b(?:(?:go|put it|bring it|turn it|set it)? ?back|return|revert|restore it) to (\d+(?:\.\d+)?)\s*%|(?:回到|恢复到|改回|调回|退回|还原到)\s*(\d+(?:\.\d+)?)\s*%"
)

_TWICE = re.compile(
    r"^(?:make it |play it )?(?:twice as loud|double(?: it| the volume)?|2 times louder)$|^(?:再|要|音量)*(?:大|响|高|翻|加|提高)(?:1|一)倍$|^(?:翻|加)倍$"
)
_HALF = re.compile(
    r"^(?:make it |play it )?(?:half as loud|halve it|half the volume)$|^(?:再|要|音量)*(?:小|轻|低|减|降低?)(?:1|一)半$|^减半$"
)


def speed(c: Clause, bench: Bench) -> bool:
    """ "Faster", "back to normal speed", 再快一点: of the clips whose speed was changed last."""
    last = bench.last_edit()
    own = c.own.strip(" ,.。")
    faster, slower, usual, named = (
        _FASTER.match(own),
        _SLOWER.match(own),
        _USUAL.match(own),
        _TIMES.match(own) or _BARE.match(own),
    )
    if last is None or last.op != "set_speed" or not (faster or slower or usual or named) or clips(c, bench):
        return False
    ids = [i for i in last.params.get("clips") or [] if bench.locate(i)]
    speeds = [float(p.clip.speed) for p in bench.film if not ids or p.id in ids]
    step = 1.1 if c.amount.slight else 1.25 if c.amount.degree <= 0 else 1.6
    factor = (
        float(next(group for group in named.groups() if group))
        if named
        else 1.0
        if usual
        else max(speeds) * step
        if faster
        else max(speeds) / step
    )
    bench.do("set_speed", factor=round(factor, 3), clips=ids or None)
    return True


def text(c: Clause, bench: Bench) -> bool:
    """Other words or another time for the text of the last turn."""
    focus: Focus | None = bench.focus
    if focus is None or focus.kind != "text" or not focus.ids or bench.steps:
        return False
    if _WORDS.match(c.own) and len(c.quotes) == 1 and not clips(c, bench) and not files(c, bench):
        return bench.do("set_text", id=focus.ids[0], text=c.quotes[0])
    if _WHOLE.match(c.own):
        return bench.do("set_text", id=focus.ids[0], start=0, duration=bench.duration)
    moved = _MOVED.match(c.own)
    if not moved:
        return False
    return bench.do("set_text", id=focus.ids[0], start=at(float(moved[1] or moved[2]), bench))


def pauses(c: Clause, bench: Bench) -> bool:
    """More or less room at the cuts of the last pass, or what it cut back again."""
    last = bench.last_edit()
    if last is None or last.op != "cut_silences" or bench.steps:
        return False
    if _PAUSES.search(c.own):
        return bench.act("undo", steps=1)
    least = THRESHOLD.search(c.own)
    if least and c.has(r"\bonly\b|\bjust\b|只|仅"):
        return bench.do(
            "cut_silences", **{**last.params, "min_silence": float(next(g for g in least.groups() if g))}
        )
    pad = _PAD.search(c.own)
    if not pad or c.times.ranges or c.says("remove") or c.any("title", "music", "text"):
        return False
    return bench.do("cut_silences", **{**last.params, "pad": float(next(g for g in pad.groups() if g))})


def figure(c: Clause, bench: Bench) -> bool:
    """ "Go back to 20%": the music or the sound as it was."""
    found = _BACK_TO.search(c.own)
    if not found or bench.focus is None:
        return False
    gain = float(found[1] or found[2]) / 100
    if bench.focus.kind == "music" and bench.music:
        if bench.steps and bench.steps[-1].edit.op == "set_music":
            bench.timeline = bench.steps.pop().before
        return bench.do("set_music", gain=gain)
    last = bench.last_edit()
    if last is not None and last.op == "set_volume":
        return bench.do("set_volume", targets=last.params.get("targets"), gain=gain)
    return False


def doubled(c: Clause, bench: Bench) -> bool:
    """Twice or half as loud, of music that was just spoken of."""
    twice = _TWICE.match(c.own)
    if (
        not (twice or _HALF.match(c.own))
        or bench.focus is None
        or bench.focus.kind != "music"
        or not bench.music
    ):
        return False
    return bench.do("set_music", gain=round(level(bench) * (2 if twice else 0.5), 3))


def by_its_words(c: Clause, bench: Bench) -> bool:
    """Other words for a text that is called by the ones it has: "change the welcome to “Hello”"."""
    if len(c.quotes) != 1 or not _TO_OTHER.search(c.own):
        return False
    named = [p for p in bench.texts if (bare := p.name.lower().strip()) and bare in c.own]
    if len(named) != 1 or clips(c, bench) or files(c, bench):
        return False
    return bench.do("set_text", id=named[0].id, text=c.quotes[0])


def until(c: Clause, bench: Bench) -> bool:
    """A text stays until a time: 标题显示到第6秒."""
    found = _UNTIL.search(c.own)
    if not found or c.quotes:
        return False
    about = (
        texts(c, bench) if c.any("title", "caption", "text", "subtitle", "end_card", "lower_third") else []
    )
    one = about[0] if len(about) == 1 else None
    if one is None and len(about) > 1 and c.says("title"):
        one = about[0]
    if one is None:
        return False
    end = at(float(found[1]), bench)
    return end > one.start and bench.do("set_text", id=one.id, duration=end - one.start)


RULES = tuple(map(Rule, (by_its_words, until, figure, doubled, speed, text, pauses)))
