"""Words that only mean something after what was done: "it", "a bit more", "no, 3 seconds"."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, ask
from ..clause import Clause
from ..plan import Edit
from ..reference import pointing
from ..span import span
from ..targets import called, clips
from ..the_rest import others
from . import music as music_rules
from .levels import direction_of, has_gain, louder
from .rule import Rule

_CORRECTION = re.compile(
    r"^(?:no|nope|nah|not that|wait|sorry|i meant?|i said|actually|make (?:it|that)|change (?:it|that) to|rather|should be|instead)\b[\s,]*|^(?:不对?|不是|错了|应该是|是(?=第\s*\d)|改成|换成|我是说|还是|不,)[\s,]*"
)
_MORE = re.compile(
    r"^(?:(?:a (?:little |tiny )?bit|a little|a (?:tad|touch|hair|smidge|notch)|slightly|even|much|way|some|still|make it) )*(?:more|stronger|further|again|harder)(?: (?:please|of that))?$|^(?:再)?(?:多|强|重|深)(?:一)?(?:点|些)$|^再来(?:一)?(?:点|些)$|^(?:还)?不够$|^not enough$|^(?:更|再)(?:多|强)"
)
_LESS = re.compile(
    r"^(?:(?:a (?:little |tiny )?bit|a little|a (?:tad|touch|hair|smidge|notch)|slightly|even|much|way) )*(?:less|weaker|softer|subtler)(?: (?:please|of that))?$|^(?:that'?s |it'?s )?too (?:much|strong|intense|heavy)$|^tone it down$|^dial it (?:back|down)$|^(?:再)?(?:少|弱|轻|淡)(?:一)?(?:点|些)$|^太(?:多|强|重|过|夸张)了?$"
)
_SAME = re.compile(
    r"\bsame (?:thing |again |effect |look )?(?:for|to|on|with|in)\b|\b(?:do|apply) (?:the same|that|it|this) (?:for|to|on|with)\b|\b(?:and|also|too|as well)\b.{0,30}\b(?:clip|shot|scene|one)\b|\b(?:clip|shot|scene|one)\b.{0,12}\b(?:too|also|as well)\b|^(?:and )?(?:also )?(?:for |on |to )?(?:the |my )?[\w' -]{1,24} (?:too|as well|also)$|\blikewise\b|\bditto\b|(?:也|同样|一样|照样)"
)
_OTHER = re.compile(
    r"\bthe other (?:one|clip|shot)\b|\bnot (?:that|this) one\b|\bwrong (?:one|clip)\b|另(?:外)?(?:一|那)(?:个|段)|不是这(?:个|段)"
)


def _correct(c: Clause, bench: Bench) -> bool:
    """Another number, colour or word in the last edit: "no, 3 seconds", "make it 50%", 改成5秒."""
    last = bench.last_edit()
    match = _CORRECTION.match(c.own)
    if last is None or bench.steps or not match:
        return False
    rest = c.own[match.end() :].strip(" ,.")
    length, percent = c.times.length, c.amount.percent
    if length is None and percent is None and last.op in ("set_duration", "take_each"):
        length = c.amount.number
    bare = re.sub(
        r"@[\d.]+@|\d+(?:\.\d+)?\s*%?|\b(?:to|for|long|instead|it|that|please|about|seconds?|be|make|only|just|at|by)\b|[,。.吧秒的就好了]",
        "",
        rest,
    ).strip()
    if bare or not (length is not None or percent is not None or c.times.ranges):
        return False
    params = dict(last.params)
    if (
        last.op in ("add_text", "set_text")
        and length is not None
        and bench.focus is not None
        and bench.focus.ids
    ):
        return bench.do("set_text", id=bench.focus.ids[0], duration=length)
    if last.op in ("add_music", "set_music") and percent is not None:
        return bench.do("set_music", gain=percent / 100)
    key = _figure(last, length, percent)
    if key is None:
        return False
    value = length if length is not None else (percent or 0) / 100
    if key == "params":
        inner = dict(params.get("params") or {})
        main = _main(params.get("effect"))
        if main is None:
            return False
        inner[main] = value
        params["params"] = inner
    else:
        params[key] = value
    return bench.do(last.op, **params)


def _figure(edit: Edit, length: float | None, percent: float | None) -> str | None:
    if length is not None:
        return {
            "add_transitions": "duration",
            "set_duration": "duration",
            "take_each": "seconds",
            "cut_silences": "min_silence",
        }.get(edit.op)
    if edit.op == "set_volume":
        return "gain"
    return "params" if edit.op in ("add_effect", "set_effect") else None


def _main(effect: Any) -> str | None:
    from workprint.ops import registry

    op = registry().get(str(effect))
    return op.main if op and op.main else None


def _degree(c: Clause, bench: Bench) -> bool:
    """ "A bit more", "less", of the last edit that had an amount."""
    more, less = _MORE.match(c.own), _LESS.match(c.own)
    if not more and not less:
        return False
    last = bench.last_edit()
    if last is None:
        ask("More of what?", "要调整哪一项？")
    direction = 1 if more else -1
    if last.op in ("add_music", "set_music"):
        return louder(c, bench, direction)
    if last.op == "set_volume":
        old = float(last.params.get("by") or 1.0)
        quieter = old < 1
        step = 1.2 if direction > 0 else 1 / 1.2
        return bench.do(
            "set_volume", targets=last.params.get("targets", []), by=round(1 / step if quieter else step, 3)
        )
    if last.op in ("add_effect", "set_effect"):
        return _more_effect(last, direction, c, bench)
    if last.op == "punch_in":
        return bench.do(
            "punch_in",
            amount=round(1 + (float(last.params.get("amount", 1.12)) - 1) * (1.5 if more else 0.6), 3),
        )
    if last.op == "set_speed":
        factor = float(last.params["factor"])
        new = factor * (1.25 if (factor > 1) == (direction > 0) else 0.8)
        new = max(new, 1.0) if factor > 1 else min(new, 1.0)
        return bench.do("set_speed", **{**last.params, "factor": round(new, 3)})
    if last.op == "cut_silences":
        pad = float(last.params.get("pad", 0.15))
        return bench.do("cut_silences", **{**last.params, "pad": round(pad / 2 if more else pad * 2, 3)})
    return False


def _more_effect(last: Edit, direction: int, c: Clause, bench: Bench) -> bool:
    from workprint.ops import registry

    op = registry().get(str(last.params.get("effect")))
    if op is None or not op.main:
        return False
    params = dict(last.params.get("params") or {})
    usual = op.model_fields[op.main].default
    if not isinstance(usual, (int, float)):
        return False
    old = float(params.get(op.main, usual))
    share = 0.6 if c.amount.degree > 0 else 0.3
    neutral = 1.0 if op.name in ("saturation", "zoom", "ken_burns", "volume") else 0.0
    new = neutral + (old - neutral) * (1 + direction * share)
    for rule in op.model_fields[op.main].metadata:
        new = min(new, getattr(rule, "le", new))
        new = max(new, getattr(rule, "ge", new))
    params[op.main] = round(new, 3)
    return bench.do("add_effect", **{**last.params, "params": params})


def _same(c: Clause, bench: Bench) -> bool:
    """The last edit again on other clips: "same for clip 2", 第三段也一样."""
    last = bench.last_edit()
    alone = (
        c.alone
        and re.match(r"\s*(?:ok |and |also |plus |now )+", c.original, re.I) is not None
        and re.fullmatch(pointing(called(bench)), c.own.strip(" ,.")) is not None
    )
    if last is None or bench.steps or not (alone or _SAME.search(c.own)):
        return False
    ids = clips(c, bench) or _every(c, bench)
    if not ids:
        return False
    params = {k: v for k, v in last.params.items() if k not in ("start", "end")}
    for key in ("targets", "clips"):
        if (last.op in ("add_effect", "set_effect", "set_volume") and key == "targets") or (
            last.op in ("mute", "set_speed", "reverse", "auto_color", "add_transitions") and key == "clips"
        ):
            return bench.do(last.op, **{**params, key: list(ids)})
    if last.op in ("trim", "set_duration", "loop_clip"):
        for item in ids:
            bench.do(last.op, **{**params, "clip": item})
        return True
    if last.op == "remove":
        return bench.do("remove", ids=list(ids))
    return False


def _every(c: Clause, bench: Bench) -> tuple[str, ...]:
    """Every clip that the last edit was not on: "do that to all of them"."""
    if not c.has(r"\ball\b|\bevery(?:thing|where| clip| one| shot)?\b|\beach\b|所有|全部|每"):
        return ()
    return others("all the rest", bench)


def _other(c: Clause, bench: Bench) -> bool:
    """ "The other one": undo and do it to the other clip."""
    instead = (
        _CORRECTION.match(c.own)
        and not c.any("remove", "silence", "music", "title")
        and not c.times.lengths
        and len(c.own) < 40
    )
    if not (_OTHER.search(c.own) or (instead and clips(c, bench))) or bench.steps:
        return False
    last = bench.last_edit()
    if last is None:
        return False
    key = next((k for k in ("targets", "clips") if last.params.get(k)), None)
    film = [p.id for p in bench.film]
    if key is None:
        return False
    now = list(last.params[key])
    others = clips(c, bench) or tuple(i for i in film if i not in now)
    if len(others) != 1:
        ask(
            "Which one do you mean?",
            "指的是哪一个？",
            *((p.name, p.name) for p in bench.film if p.id not in now),
        )
    if last.op == "add_effect":
        bench.do("remove_effect", targets=now, effect=last.params["effect"])
    elif last.op == "mute":
        bench.do("mute", clips=now, mode="unmute")
    elif last.op == "set_speed":
        bench.do("set_speed", factor=1.0, clips=now)
    elif last.op == "reverse":
        bench.do("reverse", clips=now)
    else:
        return False
    return bench.do(last.op, **{**last.params, key: list(others)})


def _it(c: Clause, bench: Bench) -> bool:
    """ "Make it louder", "turn it down", "make it 5 seconds": whatever "it" was."""
    focus = bench.focus
    direction = direction_of(c)
    if focus is None:
        return False
    if (
        focus.kind == "music"
        and bench.music
        and c.has(r"bring (?:it|them) back|put (?:it|them) back|restore|back on|恢复|加回来|放回来")
    ):
        where = span(c, bench)
        part = {"start": where.start, "end": where.end} if where.ranged else {}
        return bench.do("mute", track=bench.music[0].track.id, mode="unmute", **part)
    if focus.kind == "music" and bench.music and (direction or has_gain(c) is not None):
        gain = has_gain(c)
        if gain is not None and not c.amount.relative:
            return bench.do("set_music", gain=gain)
        return louder(c, bench, direction or 1)
    if focus.kind == "music" and c.says("change") and (found := music_rules.chosen(c, bench)):
        return bench.do("set_music", **found)
    if focus.kind == "transition" and c.has(r"longer|shorter|slower|faster|长|短|慢|快"):
        return False
    return False


CORRECTIONS = (Rule(_correct), Rule(_degree), Rule(_other))
RULES = (Rule(_it), Rule(_same))
