"""Effects that are there already: off and on, their order, their side inputs; clips set in a corner."""

from __future__ import annotations

import re

from workprint.model import Effect

from ..bench import Bench, decline
from ..catalogue import named
from ..clause import Clause
from ..targets import clips, clips_or_it
from ..words import corner
from .rule import Rule

_OFF = re.compile(r"\b(?:disable|bypass|switch off|turn off|deactivate)\b|停用|禁用|关闭|关掉|旁路")
_ON = re.compile(r"\b(?:enable|re-?enable|switch on|turn on|turn back on|activate)\b|启用|打开|开启|恢复")
_ORDER = re.compile(
    r"\b(?:move|put|reorder|place|shift)\b.{0,60}\b(?:first|last|before|after|earlier|later|up|down)\b|(?:排|移|放|挪|调)(?:到|在)?.{0,6}(?:最前|最后|前面|后面)"
)


def _there(c: Clause, bench: Bench) -> list[tuple[str, Effect]]:
    """The effects in the document that the clause names."""
    ops = {n.op.name for n in named(c.text, "video_effect", "audio_effect")}
    ids = clips_or_it(c, bench)
    return [
        (owner, effect) for owner, effect in bench.effects() if effect.op in ops and (not ids or owner in ids)
    ]


def switch(c: Clause, bench: Bench) -> bool:
    """Switch an effect off without losing it, or on again."""
    off, on = _OFF.search(c.text), _ON.search(c.text)
    if not (off or on) or not named(c.text, "video_effect", "audio_effect"):
        return False
    found = [e for _, e in _there(c, bench) if e.enabled != bool(on)]
    if not found:
        if (on and not off) or c.says("mute"):
            return False
        decline("no_such_effect", "There is no such effect to switch off.", "没有这样的效果可以停用。")
    for effect in found:
        bench.do("set_enabled", id=effect.id, enabled=bool(on and not off))
    return True


def order(c: Clause, bench: Bench) -> bool:
    """Change the order in which a clip's effects work."""
    if not _ORDER.search(c.text) or not c.has(r"\beffect|效果|特效|滤镜"):
        return False
    found = _there(c, bench)
    if len(found) != 1:
        return False
    owner, effect = found[0]
    count = sum(o == owner for o, _ in bench.effects())
    last = c.has(r"\blast\b|\bend\b|最后|后面")
    return bench.do("move_effect", target=owner, effect_id=effect.id, index=count - 1 if last else 0)


def connect(c: Clause, bench: Bench) -> bool:
    """Connect a clip to a side input of an effect."""
    which = re.search(r"(?:effect|效果)\s*([a-z]+\d+)", c.text)
    if not which or not c.has(r"connect|disconnect|use .{0,20} as|连接|断开|作为"):
        return False
    kind = re.search(r"\bas (?:the |a )?(\w+)\b|的\s*([a-z]+|遮罩|输入)", c.text)
    names = {"遮罩": "matte", "输入": "input"}
    label = (kind[1] or names.get(kind[2], kind[2])) if kind else "matte"
    if c.has(r"disconnect|断开"):
        return bench.do("set_input", effect_id=which[1], input=label)
    ids = clips(c, bench)
    return bench.do("set_input", effect_id=which[1], input=label, item=ids[0]) if len(ids) == 1 else False


def in_corner(c: Clause, bench: Bench) -> bool:
    """Make clips of the film small, in a corner of the canvas."""
    share = c.amount.percent / 100 if c.amount.percent else c.amount.share
    where = corner(c.text)
    if (
        where is None
        and share is not None
        and 0 < share < 1
        and c.has(r"\b(?:scale|shrink|resize)\b|缩小?到|缩放到")
    ):
        where = "center"
    if (
        where in (None, "full")
        or not c.has(r"\b(?:place|put|position|shrink|resize|move|scale)\b|放置?|缩小?|移")
        or c.quotes
    ):
        return False
    if c.any("title", "text", "caption", "logo", "music", "lower_third") or c.has(
        r"zoom|crop|blur|mosaic|推近|放大|裁|模糊|码"
    ):
        return False
    ids = clips(c, bench)
    if not ids or (len(ids) > 1 and c.has(r"picture[- ]in[- ]picture|\bpip\b|small window|画中画|小窗")):
        return False
    return bench.do(
        "add_effect",
        effect="place",
        targets=list(ids),
        params={"corner": where, **({"width": share} if share else {})},
    )


RULES = tuple(map(Rule, (switch, order, connect, in_corner)))
