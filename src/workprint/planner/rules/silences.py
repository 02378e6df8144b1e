"""Pauses: cutting them, speeding through them, and doing the same pass again tighter or looser."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, decline
from ..clause import Clause
from ..inner import cut_apart
from ..plan import Edit
from ..span import inside
from ..targets import clips
from .rule import Rule

THRESHOLD = re.compile(
    r"(?:longer|more|over|greater|above|exceed\w*|at least|bigger) (?:than )?@([\d.]+)@|@([\d.]+)@ (?:or (?:longer|more|over)|and (?:up|over|longer|above))|(?:超过|大于|长于|多于|高于|至少)\s*@([\d.]+)@|@([\d.]+)@\s*(?:以上|及以上|或以上)|(?:above|over) @([\d.]+)@"
)
_PAD = re.compile(
    r"(?:keep|leave|keeping|leaving|with|pad(?:ding)?(?: of| to)?)\s*(?:about |around |a |only )*@([\d.]+)@(?: (?:on (?:each|both|either) sides?|around|of (?:padding|room|silence|pause|air)|padding|pad|each side|either side|buffer))?|(?:两侧|两边|前后|每边|各)?(?:各)?(?:保留|留)(?:约|大约)?\s*@([\d.]+)@|(?:余量|留白|缓冲)\s*(?:为|约)?\s*@([\d.]+)@"
)
_LEFT = re.compile(
    r"\b(?:gaps?|pauses?|silences?)\b (?:down )?(?:to|at|under|below|within|shorter than|less than|no longer than) (?:about |around |at most |no more than )?@([\d.]+)@|(?:停顿|空白|静音)(?:都|全部)?(?:缩|减|压|剪|留)(?:短)?(?:到|成|为)\s*@([\d.]+)@"
)
"""How long a pause should be afterwards: "tighten the gaps to 0.3 s"."""
_SPEED = re.compile(
    r"\bspeed(?:ing)?\b|fast[- ]?forward|\bsped\b|timelapse|\bfaster\b|\d+\s*x\b|加速|快进|倍速|快放"
)
_SHORT_PACING = re.compile(
    r"\b(?:tighten|tighter|snappier|quicker|faster|brisk\w*|punch(?:y|ier)|improve|pick up|speed up)\b.{0,16}\b(?:pac(?:e|ing)|edit|cuts?|it up|things up|up the)\b|\btighten (?:it|this|the \w+|up|things)\b|\btighten\b|\bmake it (?:more )?(?:snappy|snappier|tighter|punchier|tight)\b|\bpac(?:e|ing) (?:is )?too slow|节奏(?:太慢|快(?:一)?点|紧凑|加快|拖)|紧凑(?:一)?(?:点|些)?|收紧(?:一下)?节奏|更紧凑|太拖(?:沓|拉)|拖沓"
)
_ENDS = (
    (
        "ends",
        r"\b(?:both|either|each) ends?\b|\b(?:start|beginning|head|front)s?\b.{0,12}\b(?:end|ending|tail)s?\b|heads? and tails?|tops? and tails?|首尾|头尾|开头(?:和|与|、|跟)?结尾|片头(?:和|与|、)?片尾|前后的?(?:静音|空白|停顿)",
    ),
    (
        "head",
        r"\b(?:at|from|in) the (?:very )?(?:start|beginning|head|front|top)\b|\bleading\b|\binitial\b|\bopening silence|开头|片头|最前",
    ),
    ("tail", r"\b(?:at|from|in) the (?:very )?(?:end|ending|tail|back)\b|\btrailing\b|结尾|片尾|末尾|最后"),
)


def _number(match: re.Match[str] | None) -> float | None:
    return float(next(g for g in match.groups() if g)) if match else None


def _wanted(c: Clause) -> bool:
    if not c.says("silence"):
        return False
    if c.has(
        r"\badd\b.{0,20}(?:pause|gap|silence)|\binsert\b.{0,20}(?:pause|gap|silence)|加.{0,6}(?:停顿|静音|空白)|leave a gap|close (?:the )?gap|silent film|transition|between (?:the )?(?:clips|shots)|转场"
    ):
        return False
    acts = (
        c.says("remove")
        or _SPEED.search(c.text)
        or (_LEFT.search(c.text) and c.has(r"\b(?:keep|limit|cap|hold|make)\b|保持|控制"))
        or c.has(
            r"\b(?:tight\w*|shorten|shorter|reduce|collapse|squeeze|speed|compress|close|clean|edit|fix|jump ?cuts?|auto|detect|without|fewer|less|no|minimi[sz]e|fast|condense)\b|缩短|减少|压缩|加速|快进|剪|自动|处理|没有|太多|跳切|跳剪|收紧|优化|清理|截"
        )
    )
    return (
        bool(acts)
        or c.has(
            r"^(?:the )?(?:silences?|pauses?|dead air|gaps?|jump cuts?)$|太多|too (?:much|many)|a lot of|跳剪"
        )
        is not None
    )


def _parameters(c: Clause) -> dict[str, Any]:
    params: dict[str, Any] = {}
    threshold, pad = _number(THRESHOLD.search(c.text)), _number(_PAD.search(c.text))
    if threshold is not None:
        params["min_silence"] = threshold
    if pad is not None:
        params["pad"] = pad
    elif (left := _number(_LEFT.search(c.text))) is not None:
        params |= {"min_silence": left, "pad": round(left / 2, 3)}
    elif c.says("loose") or c.has(r"gentl|natural|rushed|choppy|abrupt|too fast|轻(?:微|柔)|自然|宽"):
        params["pad"] = 0.3
    elif c.has(
        r"\b(?:tight(?:ly|er)?|aggressive(?:ly)?|hard|all(?: of)? the (?:tiny|little|small|short)|every (?:single )?(?:tiny |little )?pause)\b|紧凑|狠|干净|彻底"
    ):
        params["pad"] = 0.08
    return params


def cut_silences(c: Clause, bench: Bench) -> bool:
    """Cut the pauses, or play them fast."""
    if not _wanted(c):
        return False
    bench.ensure_film()
    if c.has(r"\b(?:in|by) half\b|\bhalve\b|\d\s*%|一半"):
        decline(
            "pauses_by_share",
            "Pauses are cut to a length, not by a share: say “shorten the pauses to 0.3 s”.",
            "停顿只能剪到某个长度，不能按比例剪：可以说“停顿缩短到0.3秒”。",
        )
    params = _parameters(c)
    where = next((name for name, words in _ENDS if re.search(words, c.text)), "all")
    if where != "all":
        params["where"] = where
    if _SPEED.search(c.text) and not c.has(r"jump ?cut"):
        params["mode"] = "speed"
        factor = c.amount.factor or c.amount.number
        if factor is not None and factor > 1:
            params["factor"] = factor
    ids = clips(c, bench) or _within(c, bench)
    if ids and len(ids) < len(bench.film):
        params["clips"] = ids
    return bench.do("cut_silences", **params)


def _within(c: Clause, bench: Bench) -> tuple[str, ...]:
    """The clips of the range that is named, or all outside of it where it is to stay as it is."""
    moment = c.times.range
    bounds = moment.range(bench.duration) if moment is not None else None
    if bounds is None:
        return ()
    start, end = inside(*bounds, bench)
    within = cut_apart(start, end, bench)
    if not c.has(
        r"\b(?:except|but not|outside|don'?t touch|leave|spare|skip)\b|除了|不要动|别动|以外|之外|不动"
    ):
        return within
    return tuple(p.id for p in bench.film if p.id not in within)


def _pass_before(bench: Bench) -> Edit | None:
    """The last pass over the pauses, in this request or an earlier turn."""
    for step in reversed(bench.steps):
        if step.edit.op == "cut_silences":
            return step.edit
    for turn in reversed(bench.situation.history):
        for edit in reversed(turn.edits):
            if edit.op == "cut_silences":
                return edit
    return None


def again(c: Clause, bench: Bench) -> bool:
    """Do the last pass again with more or less room: "loosen it", 再紧一点."""
    before = _pass_before(bench)
    if bench.steps and bench.steps[-1].edit.op == "cut_silences" and (c.says("loose") or c.says("tight")):
        return True
    if c.has(r"skin|shot|crop|frame|zoom|画面|镜头") or _LEFT.search(c.text):
        return False
    loose = c.says("loose")
    tight = bool(_SHORT_PACING.search(c.text)) or (c.says("tight") and before is not None)
    if not loose and not tight:
        return False
    if before is None:
        if loose and c.has(r"\bcuts?\b|\bjoins?\b|剪切|剪辑点"):
            decline(
                "nothing_cut",
                "No pauses have been cut in this film, so there are no cuts to loosen.",
                "这部影片还没有剪过停顿，没有可以放松的剪切点。",
            )
        if loose:
            return False
        bench.ensure_film()
        said = _number(_PAD.search(c.text))
        within = _within(c, bench)
        return bench.do(
            "cut_silences",
            min_silence=0.4,
            pad=0.1 if said is None else said,
            **({"clips": within} if within else {}),
        )
    params = dict(before.params)
    pad = _number(_PAD.search(c.text)) if c.times.lengths else None
    old = float(params.get("pad", 0.15))
    if pad is None and c.times.length is not None:
        pad = c.times.length
    params["pad"] = (
        pad
        if pad is not None
        else (max(0.3, old * 1.5) if loose else min(0.08, old / 2) if old <= 0.15 else 0.15)
    )
    if tight and not loose and "min_silence" not in params and c.amount.degree > 0:
        params["min_silence"] = 0.4
    bench.do("cut_silences", **params)
    bench.tell(
        f"The same pass was made again from the source with {params['pad']:g} s kept on each side, so nothing is cut twice.",
        f"从原素材重新做了同一遍剪辑，两侧各保留 {params['pad']:g} 秒，没有重复剪。",
    )
    return True


_ROOM = re.compile(
    r"^(?:but )?(?:keep|leave|leaving|keeping)(?: about| around| at least| only| like)* @([\d.]+)@(?: (?:of (?:each|it|them|silence)|each|(?:in )?between|there))?$|^(?:只|各|但)?(?:保留|留)(?:下)?\s*@([\d.]+)@$"
)


def room(c: Clause, bench: Bench) -> bool:
    """ "Cut the silences, keep half a second": what is left of each."""
    found = _ROOM.match(c.own.strip(" ,.。"))
    last = bench.steps[-1] if bench.steps else None
    if not found or last is None or last.edit.op not in ("cut_silences", "cut_idle"):
        return False
    bench.timeline = bench.steps.pop().before
    pad = round(float(found[1] or found[2]) / 2, 3)
    return bench.do(last.edit.op, **{**last.edit.params, "pad": pad})


_UNTIL_SPEECH = re.compile(
    r"^(?:make it |have it |the (?:video|film) should )?(?:start|begin|open)s? (?:it )?(?:right )?(?:where|when|as soon as|once) (?:i|he|she|they|we|the \w+) (?:start|begin)s? (?:to )?(?:speak|talk)\w*$|从(?:我|他|她)?(?:开始|张口)?(?:说话|讲话|开口)(?:的)?(?:地方|时候|时)?开始$"
)
_AFTER_SPEECH = re.compile(
    r"^(?:make it |have it )?(?:end|stop|finish)s? (?:it )?(?:right )?(?:where|when|as soon as|once) (?:i|he|she|they|we|the \w+) (?:stop|finish)(?:es|s)? (?:to )?(?:speak|talk)\w*$|(?:我|他|她)?(?:说|讲)完(?:话)?(?:就|的地方)?(?:结束|停)$"
)


def from_speech(c: Clause, bench: Bench) -> bool:
    """Start the film where somebody starts to speak, or end it where they stop."""
    own = c.own.strip(" ,.!。")
    where = "head" if _UNTIL_SPEECH.search(own) else "tail" if _AFTER_SPEECH.search(own) else ""
    if not where:
        return False
    bench.ensure_film()
    return bench.do("cut_silences", where=where)


RULES = (Rule(room), Rule(from_speech), Rule(again), Rule(cut_silences))
