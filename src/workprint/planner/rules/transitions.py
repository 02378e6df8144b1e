"""Transitions at the joins, fades at the ends of the film, and zooms that hide jump cuts."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, ask, decline
from ..catalogue import named, settings
from ..clause import Clause
from ..span import span
from ..targets import clips, clips_or_it, refers
from ..times import times
from .rule import Rule

_ENDS_START = r"(?:fade|fades|fading) (?:it |the \w+ |video |film |everything )?(?:in|up|from)\b|(?:start|open|begin)s? (?:with|from|on) (?:a )?(?:black|fade)|淡入|渐入|渐显|渐亮"
_ENDS_END = r"(?:fade|fades|fading) (?:it |the \w+ |video |film |everything |picture )?(?:out|to|down)|(?:end|finish|close)s? (?:with|on) (?:a )?(?:black|fade)|淡出|渐出|渐隐|渐黑|黑场结束"
_EVERY_CUT = r"(?:at|on|with) (?:every|each|the) (?:cut|join|jump ?cut|edit)s?|jump ?cuts?|every (?:cut|join)|so it (?:doesn'?t|does not|won'?t) (?:look|feel) (?:so )?jump|(?:每(?:个|次)?(?:剪切|切|剪辑|接|跳))|跳切|剪切处|接缝"


def _jump_zoom(c: Clause, bench: Bench) -> bool:
    if not c.has(_EVERY_CUT) or not c.has(
        r"zoom|punch|scale|closer|enlarge|crop in|推近|放大|缩放|拉近|景别"
    ):
        if not c.has(r"punch[- ]?in|hide (?:the )?jump ?cuts|jumpy|less jumpy|跳切(?:不|别|太)|太跳"):
            return False
        if c.has(r"punch[- ]?in") and (clips(c, bench) or c.times.ranges or c.times.point):
            return False
    amount = c.amount
    value = (
        amount.factor
        if amount.factor and 1 < amount.factor < 3
        else 1 + amount.percent / 100
        if amount.percent and amount.percent < 100
        else None
    )
    bench.ensure_film()
    params: dict[str, Any] = {"amount": round(value, 3)} if value else {}
    if c.has(
        r"speaker|presenter|host|guest|faces?\b|\b(?:me|him|her|them|us)\b|person|people|人|脸|主讲|主播|我"
    ):
        params["on"] = "face"
    elif c.has(r"\b(?:middle|cent(?:er|re))\b|中间|中心|中央"):
        params["on"] = "middle"
    return bench.do("punch_in", **params)


def _remove(c: Clause, bench: Bench) -> bool:
    gone = c.says("transition", "remove") and not c.has(r"\b(?:add|put|apply)\b|silen|pause|加(?:上|个)")
    gone = (
        gone
        or c.has(
            r"^(?:and )?(?:with )?no transitions?(?: (?:between|after|before|at|on) .+)?$|^(?:不要|不用|没有)(?:任何)?转场$"
        )
        is not None
    )
    if gone and named(c.text, "transition") and c.has(r"\b(?:at|on|for|between) (?:each|every|all|the)\b|每"):
        return False
    if not gone and named(c.text, "transition") and not c.has(r"\bnot?\b|instead|不"):
        return False
    if not gone and not c.has(r"\b(?:hard|straight|clean) cuts?\b|硬切|直切"):
        return False
    ids = clips(c, bench)
    if len(ids) == 2 and c.has(r"\bbetween\b|之间"):
        ids = ids[:1]
    if not any(item.type == "transition" for t in bench.timeline.tracks for item in t.items):
        bench.tell("There are no transitions: all are hard cuts.", "没有转场，全部都是硬切。")
        return True
    return bench.do("remove_transitions", **({"clips": ids} if ids else {}))


def _ends(c: Clause, bench: Bench) -> bool:
    """Fades of the film itself, not between its clips."""
    into, out = bool(c.has(_ENDS_START)), bool(c.has(_ENDS_END))
    if (
        not (into or out)
        or c.has(r"transition|between|every|each|cross|转场|过渡|之间|每")
        or c.says("music")
    ):
        return False
    if c.any("title", "text", "caption", "logo", "lower_third", "end_card") or c.quotes:
        return False
    if refers(c) and bench.focus is not None and bench.focus.kind == "music":
        return False
    if c.has(
        r"\b(?:fade (?:in|out) the (?:audio|sound|voice)|(?:audio|sound|voice)\b.{0,12}fade|fade (?:the )?(?:audio|sound|voice))|(?:声音|音频|原声|人声).{0,12}(?:淡|渐)"
    ):
        return False
    ids = clips(c, bench)
    just = bench.steps[-1].edit if bench.steps else None
    if (
        not ids
        and refers(c)
        and bench.focus is not None
        and (
            bench.focus.kind == "overlay"
            or (
                bench.focus.kind == "clip"
                and just is not None
                and just.op in ("add_effect", "insert", "append")
            )
        )
    ):
        ids = bench.focus.ids
    both = c.has(r"in (?:and|&) (?:fade )?(?:it )?out|淡入(?:和|与|、|及)?淡出|淡入淡出")
    into, out = bool(into or both), bool(out or both)
    seconds = c.times.lengths
    color = {"color": "white"} if c.has(r"white|白") else {}
    if ids and (len(ids) < len(bench.film) or ids[0] not in {p.id for p in bench.film}):
        for effect, wanted in (("fade_in", into), ("fade_out", out)):
            if wanted:
                bench.do(
                    "add_effect",
                    targets=ids,
                    effect=effect,
                    params={**({"duration": seconds[0]} if seconds else {}), **color},
                )
        return True
    bench.ensure_film()
    first = seconds[0] if seconds else 1.0
    second = seconds[1] if len(seconds) > 1 else first
    if times(c.text).ranges and not seconds:
        moment = times(c.text).ranges[0]
        first = second = moment.a or 1.0 if moment.kind in ("head", "tail") else 1.0
    if bench.timeline.film is None:
        for effect, length, clip in (
            ("sound_fade_in", first * into, 0),
            ("sound_fade_out", second * out, -1),
        ):
            if length:
                bench.do(
                    "add_effect", targets=[bench.film[clip].id], effect=effect, params={"duration": length}
                )
        return True
    return bench.do("fade_ends", fade_in=first if into else 0, fade_out=second if out else 0, **color)


def _joins(c: Clause, bench: Bench) -> dict[str, Any]:
    """Which joins: between two clips named, after one, before one; all of them otherwise."""
    ids = clips_or_it(c, bench) if c.has(r"\binto\b") else clips(c, bench)
    if not ids:
        return {}
    film = [p.id for p in bench.film]
    places = sorted(film.index(i) for i in ids if i in film)
    if len(places) > 1 and c.has(r"between|之间|中间|[和到至与跟]|and"):
        return {"clips": [film[n] for n in places[:-1]]}
    if c.has(r"before|into|之前|前面") and places[0] > 0:
        return {"clips": [film[places[0] - 1]]}
    return {"clips": [film[n] for n in places]}


def _add(c: Clause, bench: Bench) -> bool:
    found = named(c.text, "transition")
    if (
        not found
        and c.has(r"\bbetween\b|every (?:cut|join)|each (?:cut|join)")
        and not c.any("title", "text", "music", "clip")
    ):
        found = [
            n
            for word in re.findall(r"[a-z]{4,}", c.text)
            for n in named(f"{word} transition", "transition")
            if n.phrase.startswith(word)
        ]
    into = c.has(r"\b(?:fad\w+|dissolv\w+|blend\w*) into (?:it|the (?!black|white)\w+|clip|this|that)")
    if not c.says("transition") and not into:
        if not found or c.any("title", "text", "logo", "music"):
            return False
        through = r"\b(?:fad|dip|cut|blend)\w* (?:through|via|to)\b"
        if not c.has(rf"between|clips|cuts|joins|每|之间|片段|切|{through}"):
            return False
    if c.says("music") or (c.any("title", "lower_third", "end_card") and not c.has("转场|transition")):
        return False
    bench.ensure_film()
    if shade := c.has(r"\bfades? (?:to|through) (black|white)\b"):
        found = named(f"fade through {shade[1]}", "transition") or found
    chosen = found[0].op if found else None
    params: dict[str, Any] = {"transition": chosen.name if chosen else "crossfade"}
    if chosen and (extra := settings(chosen, c.text, c.amount)):
        extra.pop("duration", None)
        params["params"] = extra
    cut = any(
        step.edit.op == "cut_silences" and step.edit.params.get("mode") != "speed" for step in bench.steps
    ) or (len({p.media for p in bench.film}) == 1 and len(bench.film) > 8)
    joins = _joins(c, bench)
    where = span(c, bench)
    if where.point is not None and not joins:
        near = min(bench.film[:-1], key=lambda p: abs(p.end - (where.point or 0)), default=None)
        if near is None or abs(near.end - where.point) > 1:
            decline(
                "no_join", "There is no cut there to put a transition on.", "那里没有剪切点，放不了转场。"
            )
        joins = {"clips": [near.id]}
    waits = any(step.pending for step in bench.steps)
    if len(bench.film) < 2 and not waits:
        decline(
            "no_joins",
            "There is only one clip, so there is no join to put a transition on. I can fade the film in and out (“fade in at the start and out at the end”).",
            "只有一个片段，没有接缝可以加转场。可以做首尾淡入淡出（“开头淡入，结尾淡出”）。",
        )
    length = c.times.length or (
        c.times.ranges[0].a if c.times.ranges and c.times.ranges[0].kind == "head" else None
    )
    params["duration"] = length or (0.3 if cut and not joins else 0.5)
    if cut and not joins and not c.has(r"every|each|all|每(?:个|一)|所有|全部"):
        params["min_removed"] = 1.0
    bench.do("add_transitions", **params, **joins)
    return True


_OTHERWISE = r"\btransitions? (?:\w+ )?(?:shorter|longer|slower|faster|quicker|different)\b|\b(?:shorten|lengthen|change) (?:the |all )*transitions?\b|转场(?:再|更)?(?:短|长|快|慢)(?:一)?(?:点|些)"


def _change(c: Clause, bench: Bench) -> bool:
    """Longer or shorter transitions, or another kind, where there are some."""
    there = [item for t in bench.timeline.tracks for item in t.items if item.type == "transition"]
    if not there and c.has(_OTHERWISE):
        decline(
            "no_transitions",
            "There are no transitions to change. Say “add fade transitions”.",
            "还没有转场可以改。可以说“加淡入淡出转场”。",
        )
    focused = bench.focus is not None and bench.focus.kind == "transition"
    if not there or not (c.says("transition") or (focused and named(c.text, "transition"))):
        return False
    if not c.has(
        r"longer|shorter|slower|faster|quicker|change|switch|replace|make|set|更?(?:长|短|慢|快)|换|改|变"
    ):
        return False
    found = named(c.text, "transition")
    rate = float(bench.timeline.rate)
    old = there[0].overlap / rate
    length = c.times.length
    if length is None:
        length = old * (
            1.6 if c.has(r"longer|slower|长|慢") else 0.6 if c.has(r"shorter|faster|quicker|短|快") else 1
        )
    kind = found[0].op.name if found else there[0].op
    if kind == there[0].op and abs(length - old) < 0.01:
        ask(
            "Which transition would you like, or how long?",
            "想换成哪种转场，或多长时间？",
            ("crossfade", "叠化"),
            ("fade through black", "黑场过渡"),
            ("slide", "滑动"),
        )
    film = bench.timeline.film
    ids: list[str] = []
    if film is not None:
        for before, item in zip(film.items, film.items[1:], strict=False):
            if item.type == "transition":
                ids.append(before.id)
    named_ids = clips_or_it(c, bench)
    return bench.do(
        "add_transitions", transition=kind, duration=round(length, 2), clips=list(named_ids) or ids
    )


FIRST = (Rule(_jump_zoom),)
"""Asked before what cuts: “jump cuts” are there."""
RULES = tuple(map(Rule, (_remove, _ends, _change, _add)))
