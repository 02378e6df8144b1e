"""Scenes by number: keep, delete, put elsewhere."""

from __future__ import annotations

import re

from workprint.base import Fault
from workprint.ops.story import scenes

from ..bench import Bench, ask, decline
from ..clause import Clause
from ..scene_numbers import known, numbered, numbers, span_of, waits
from .rule import Rule

_KEEP = re.compile(
    r"\b(?:only|just|nothing but)\b|^keep\b|only (?:keep|want|use)|只(?:要|留|保留|用|剩)|仅(?:要|留|保留)|^保留|^留下"
)
_DROP = re.compile(
    r"^(?:remove|delete|cut(?: out)?|drop|get rid of|take out|lose|erase|scrap|skip|throw (?:out|away))\b|^(?:把|将)?.{0,24}(?:删|去掉|剪掉|不要|移除|拿掉)"
)
_ORDER = re.compile(r"\border\b|\breorder\b|\barrange\b|\brearrange\b|顺序|重排|排序|排列|排成")
_SWAP = re.compile(r"\bswap\b|\bexchange\b|\bswitch\b|对调|互换|交换|调换")
_FIRST = re.compile(
    r"\bfirst$|\b(?:to|at) the (?:very )?(?:start|beginning|front|top)\b|最前|开头|第1个?$|到前面$"
)
_LAST = re.compile(r"\blast$|\b(?:to|at) the (?:very )?end\b|最后面?$|结尾|末尾")
_BESIDE = re.compile(
    r"\b(before|after|behind|in front of)\s+(.+)$|(?:到|在)(.+?)(?:的)?(后面|之后|前面|之前|后|前)$"
)
_PLAIN_LIST = re.compile(r"(?<![\d.@])\d+(?:\s*(?:,|、|，|and|和|>|→|-|\s)\s*\d+)+")


def _keep(c: Clause, bench: Bench) -> bool:
    if not numbered(c.text) or not _KEEP.search(c.text) or c.quotes or "@" in c.text:
        return False
    if c.has(r"\bcrop\b|\b(?:left|right|middle|top|bottom)\b|裁剪|[左右]边"):
        return False  # what of the picture is kept
    return _kept(bench, c, drop=False)


_EACH = re.compile(
    r"\b(?:first|only|keep|take|use)\b.{0,12}?@([\d.]+)@ (?:of|from) (?:each|every) scene\b|每1?一?个?(?:场景|镜头)(?:都|各)*(?:只|仅)?(?:要|留|保留|取)下?(?:前|开头)?\s*@([\d.]+)@"
)


def _told(bench: Bench) -> bool:
    """Whether the scenes are known already."""
    try:
        return bool(bench.film) and bool(scenes(bench.timeline, bench.situation.facts))
    except Fault:
        return False


def _each(c: Clause, bench: Bench) -> bool:
    """The first seconds of every scene: 每个场景只留3秒."""
    said = _EACH.search(c.text)
    if said is None or c.quotes:
        return False
    by_scene = c.has(r"\bscene|场景") is not None
    found = known(bench) if by_scene or _told(bench) else None
    if found is None:
        return by_scene and waits(bench)
    if not by_scene and len(found) <= len(bench.film):
        return False
    length = float(said[1] or said[2])
    spans = [span_of(scene, bench) for scene in found]
    return bench.do("keep_ranges", ranges=[(start, min(end, start + length)) for start, end in spans])


def _drop(c: Clause, bench: Bench) -> bool:
    if not numbered(c.text) or not _DROP.search(c.text) or c.quotes or "@" in c.text:
        return False
    if c.any("music", "title", "transition", "sound", "mute", "caption") or c.has(
        r"\b(?:of|from|in|off) scene|场景.{0,4}(?:里|中|的)"
    ):
        return False
    return _kept(bench, c, drop=True)


def _kept(bench: Bench, c: Clause, drop: bool) -> bool:
    """The film of these scenes, or of all others."""
    found = known(bench)
    if found is None:
        return waits(bench)
    wanted = numbers(c.text, len(found))
    if c.has(r"\b(?:everything|all)\b.{0,12}\b(?:but|except)\b|除了?.{0,16}(?:以外|之外|外|都|其他)"):
        drop = not drop
    rest = [scene for scene in found if (scene.index in wanted) != drop]
    if not rest:
        decline("nothing_left", "Nothing would be left of the film.", "这样影片就什么都不剩了。")
    if drop and len(wanted) == 1:
        start, end = span_of(found[wanted[0] - 1], bench)
        return bench.do("delete_range", start=start, end=end)
    if not drop and len(wanted) > 1:
        rest = [found[n - 1] for n in sorted(wanted)]
    return bench.do("keep_ranges", ranges=[span_of(scene, bench) for scene in rest])


def _reorder(c: Clause, bench: Bench) -> bool:
    """ "Put scene 3 first", "swap scenes 1 and 2", "reorder the scenes: 3, 1, 2"."""
    if c.any("caption"):
        return False  # what lies over the scene
    if c.quotes or "@" in c.text or not c.has(r"\bscenes?\b|场景"):
        return False
    listed = (
        _PLAIN_LIST.search(re.sub(r"第|个|场景|scenes?|:|：", " ", c.text)) if _ORDER.search(c.text) else None
    )
    moves = c.says("move") or c.has(r"\b(?:put|place|start|begin|open|end|finish)\b|放|移|挪|排")
    if not (listed or (numbered(c.text) and (_SWAP.search(c.text) or moves or _ORDER.search(c.text)))):
        return False
    found = known(bench)
    if found is None:
        return waits(bench)
    order = _order(c, len(found), listed[0] if listed else "")
    if order is None:
        ask("Where should that scene go?", "要把这个场景放到哪里？")
    if order == list(range(1, len(found) + 1)):
        decline("in_order", "The scenes are in that order already.", "场景已经是这个顺序。")
    return bench.do("keep_ranges", ranges=[span_of(found[n - 1], bench) for n in order])


def _order(c: Clause, count: int, listed: str) -> list[int] | None:
    """The numbers of all scenes in the order asked for."""
    every = list(range(1, count + 1))
    if listed:
        named = list(dict.fromkeys(int(n) for n in re.findall(r"\d+", listed)))
        if not set(named) <= set(every):
            numbers(" ".join(f"scene {n}" for n in named), count)
        return named + [n for n in every if n not in named]
    if _SWAP.search(c.text):
        pair = numbers(c.text, count)
        if len(pair) != 2:
            ask("Which two scenes should change places?", "要对调哪两个场景？")
        a, b = pair
        return [b if n == a else a if n == b else n for n in every]
    beside = _BESIDE.search(c.text)
    anchor = (
        numbers(beside[2] or f"{beside[3]}", count) if beside and numbered(beside[2] or beside[3]) else []
    )
    moved = [
        n
        for n in numbers(c.text[: beside.start()] if beside and anchor else c.text, count)
        if n not in anchor
    ]
    rest = [n for n in every if n not in moved]
    if anchor and moved and beside:
        word = beside[1] or beside[4]
        place = rest.index(anchor[0]) + (1 if word in ("after", "behind", "后面", "之后", "后") else 0)
        return [*rest[:place], *moved, *rest[place:]]
    if _FIRST.search(c.text) or c.has(r"\b(?:start|begin|open) with\b|先放"):
        return [*moved, *rest]
    if _LAST.search(c.text) or c.has(r"\b(?:end|finish) with\b"):
        return [*rest, *moved]
    return None


RULES = tuple(Rule(run, counts=True) for run in (_each, _keep, _drop, _reorder))
