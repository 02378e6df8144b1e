"""Questions about the clicks of a screen recording: how many there are, and when. Nothing is changed."""

from __future__ import annotations

from workprint.base import Fault, seconds
from workprint.ops import SURE_CLICK, happenings

from ..bench import Bench
from ..clause import Clause
from ..told.screen import listed
from .rule import Rule
from .screen import CLICK, RING, ZOOM

_ASKS = r"^(?:and )?(?:how many|where(?:'s| are| were| did| do)?|when|list|tell me|which|what|at what|are you (?:sure|certain))\b|多少|几(?:次|处|个|下)|(?:都)?在(?:哪|什么)|列(?:出|一下)|有哪些|什么时候|哪些时(?:候|间|刻)|确定吗"


def asked(c: Clause, bench: Bench) -> bool:
    """When clicks were found, and how certain they are."""
    if not (c.has(CLICK) and c.has(_ASKS)) or c.has(ZOOM) or c.has(RING):
        return False
    bench.ensure_film()
    try:
        found = happenings(
            bench.timeline, (), bench.situation.facts, "click", "No clicks were found", "没有找到点击"
        )
    except Fault as fault:
        if fault.code == "missing_facts":
            bench.need("click")
            bench.tell(
                "The clicks are looked for first; then I tell them.", "要先在画面里找点击，然后告诉你。"
            )
            return True
        raise
    rate = bench.timeline.rate
    sure = [float(seconds(each.film, rate)) for each in found if each.fact.confidence >= SURE_CLICK]
    less = [float(seconds(each.film, rate)) for each in found if each.fact.confidence < SURE_CLICK]
    en = f"{len(found)} click{'s' if len(found) != 1 else ''} found"
    en += f", {len(sure)} of them certain enough to be drawn: {listed(sure, False)}." if sure else "."
    zh = f"找到 {len(found)} 次点击"
    zh += f"，其中 {len(sure)} 次有足够把握：{listed(sure, True)}。" if sure else "。"
    if less:
        en += f" Uncertain: {listed(less, False)}."
        zh += f"不太确定的：{listed(less, True)}。"
    bench.tell(en, zh)
    return True


RULES = (Rule(asked),)
