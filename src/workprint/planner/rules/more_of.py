"""What a turn adds to the cut before it, or takes back of it: "2 more seconds", "only the last clip",
"no, the second one", "bring it back"."""

from __future__ import annotations

import re

from ..bench import Bench
from ..clause import Clause
from ..plan import Edit
from ..targets import clips
from ..words import ORDINALS
from .rule import Rule

_EASED = r"(?:and|then|no|ok|now|still|but|cut|take|trim|remove|delete|off|chop|shave|about|around|a|go)"
_MORE = re.compile(
    rf"^(?:{_EASED} )*(?:another )?(?:@(?P<t>[\d.]+)@|(?P<n>\d+(?:\.\d+)?))(?: (?:secs?|seconds?|s))? more(?: (?:off|out|away|from (?:there|it|the same end)))*$|"
    rf"^(?:{_EASED} )*another @(?P<again>[\d.]+)@(?: (?:off|out|away|from (?:there|it)))*$|^(?:再|多)(?:剪|去|删|裁|多)*(?:掉)?\s*@(?P<zh>[\d.]+)@$"
)
_BIT = re.compile(
    rf"^(?:{_EASED} )*(?:a (?:little |tiny )?bit|a little|some|even|slightly) more(?: off)?$|^(?:再|多)(?:剪|去|删|裁)(?:掉)?(?:一|1)?(?:点|些)$"
)
_ONLY = re.compile(
    r"^(?:no |but |i meant? |just |only )*(?:only|just)(?: (?:on|for|to|in|at|between|do|apply it to))* (?P<what>.+)$|^只(?:对|给|在|要|加在|用在)(?P<zh>.+?)(?:加|做|用|上|里)?$"
)
_BACK = re.compile(
    r"^(?:no |actually |oh |wait |ok |now )*(?:bring|put|get|give me|want|i want|restore) (?:it|that|them|those|both(?: of them)?|everything|all of (?:it|them))(?: back)?(?: in| again)*$|^(?:把)?(?:它们?|这些|那些|那个)?(?:都|再)*(?:放|加|找|拿)回(?:来|去)$"
)
_TAKEN = frozenset(
    {"remove", "delete_range", "keep_range", "keep_ranges", "trim", "cut_silences", "cut_words", "cut_fillers", "cut_retakes", "take_each", "remove_transitions", "remove_effect"}
)  # fmt: skip
_NOT = re.compile(
    r"^(?:(?:no|nope|nah|wait|sorry|oops|not (?:that|this)(?: one)?|i meant?|i said|actually|rather)\b[\s,]*)+(?P<what>.+)$|^(?:不对?|不是|错了|我是说|应该是)[\s,，]*(?P<zh>.+)$"
)


def more(c: Clause, bench: Bench) -> bool:
    """As much again, or some seconds, off the end at which the last cut was made."""
    found, bit = _MORE.match(c.own), _BIT.match(c.own)
    last = bench.last_edit()
    if last is None or bench.steps or not (found or bit):
        return False
    said = next((g for g in found.groups() if g), None) if found else None
    if last.op == "trim":
        for edit in _together(bench):
            ends = {end: float(edit.params[end]) for end in ("head", "tail") if edit.params.get(end)}
            off = {end: float(said) if said else round(old / 2, 2) for end, old in ends.items()}
            bench.do("trim", clip=edit.params["clip"], **off)
        return True
    if last.op != "delete_range":
        return False
    start, end = float(last.params["start"]), float(last.params["end"])
    length = float(said) if said else round((end - start) / 2, 2)
    if start < 0.02:
        return bench.do("delete_range", start=0, end=length)
    if abs(bench.duration - start) < 0.05:
        return bench.do("delete_range", start=start - length, end=start)
    return bench.do("delete_range", start=start, end=start + length)


def _together(bench: Bench) -> list[Edit]:
    """The trims that were made in one turn, the last that did anything."""
    turn = next(turn for turn in reversed(bench.situation.history) if turn.edits)
    return [edit for edit in turn.edits if edit.op == "trim"]


def only(c: Clause, bench: Bench) -> bool:
    """What was done to the whole film is meant for these clips alone: "only the last clip"."""
    found = _ONLY.match(c.own)
    last = bench.last_edit()
    reach = next((k for k in ("targets", "clips") if last is not None and last.params.get(k)), None)
    if found is None or last is None or bench.steps or c.times.ranges or c.times.lengths or c.quotes:
        return False
    ids = clips(c, bench, found["what"] or found["zh"])
    others = [p.id for p in bench.film if p.id not in ids]
    if not ids or not others or (reach and set(last.params[reach]) != {p.id for p in bench.film}):
        return False
    if last.op == "add_transitions" and not last.params.get("clips"):
        kept = ids[:-1] if len(ids) > 1 and c.has(r"\bbetween\b|之间") else ids
        return bench.do("remove_transitions", clips=[p.id for p in bench.film[:-1] if p.id not in kept])
    if last.op == "set_speed" and "start" not in last.params:
        return bench.do("set_speed", factor=1.0, clips=others)
    if last.op == "mute" and last.params.get("mode", "mute") == "mute" and "track" not in last.params:
        return bench.do("mute", clips=others, mode="unmute")
    if last.op == "reverse":
        return bench.do("reverse", clips=others)
    if last.op == "add_effect":
        bench.do(
            "remove_effect", effect=last.params["effect"], targets=list(last.params.get("targets") or [])
        )
        return bench.do("add_effect", **{**last.params, "targets": list(ids)})
    return False


def back(c: Clause, bench: Bench) -> bool:
    """What the last turn took away comes back."""
    last = bench.last_edit()
    if last is None or bench.steps or last.op not in _TAKEN or not _BACK.match(c.own):
        return False
    both = c.has(r"\bboth\b|两(?:个|段)") and len(last.params.get("ids", ())) != 2
    return bench.act("undo", steps=2 if both else 1)


def other_figure(c: Clause, bench: Bench) -> bool:
    """ "No, 3 seconds" after a cut: it comes back first."""
    found = _NOT.match(c.own)
    last = bench.last_edit()
    if found is None or last is None or bench.steps or last.op not in ("delete_range", "keep_range", "trim"):
        return False
    if re.fullmatch(r"\s*(?:to |for |about |only )*@[\d.]+@\s*", found["what"] or found["zh"] or "") is None:
        return False
    before = next(turn for turn in reversed(bench.situation.history) if turn.edits).request
    bench.act("undo", steps=1)
    bench.tell(
        f"Then say it again with {c.times.length:g} s instead: “{before}”.",
        f"然后把“{before}”里的数字换成 {c.times.length:g} 秒再说一遍。",
    )
    return True


def instead(c: Clause, bench: Bench) -> bool:
    """ "No, the second one" after something was removed: it comes back, and the other is named again, for
    the film has no such place before it is back."""
    found = _NOT.match(c.own)
    last = bench.last_edit()
    if found is None or last is None or last.op != "remove" or bench.steps:
        return False
    what = (found["what"] or found["zh"]).strip(" ,.")
    if len(what) > 30 or c.any("music", "title", "silence") or c.times.lengths or c.says("remove"):
        return False
    bench.act("undo", steps=1)
    bench.tell(
        f"Then say “delete {what}”, which I can only find once it is all back.",
        f"然后请说“删掉{what}”：要等内容恢复后才能找到它。",
    )
    return True


_USUAL = re.compile(
    r"\bback to (?:normal|regular|full|1x)(?: speed)?(?: again| after(?:wards| that)?)*$|(?:然后|之后|再)?(?:恢复|回到)(?:正常|原速)(?:速度)?$"
)
_PLACE = re.compile(
    r"^(?:put|make|move|place) (?:it|that|this|that one|that clip) (?:in |to )?(?:the )?(first|second|third|fourth|fifth|last)(?: (?:place|spot|one|position))?(?: instead)?$"
)


def usual(c: Clause, bench: Bench) -> bool:
    """ "Then back to normal" after a stretch that is faster or slower: so it is anyway."""
    last = bench.steps[-1].edit if bench.steps else None
    stretch = last is not None and last.op == "set_speed" and "start" in last.params
    return stretch and _USUAL.search(c.own) is not None and bench.chatted()


def place(c: Clause, bench: Bench) -> bool:
    """ "Put it second": the clip just spoken of."""
    found = _PLACE.match(c.own)
    if not found or bench.focus is None or bench.focus.kind != "clip" or len(bench.focus.ids) != 1:
        return False
    count = len(bench.film)
    number = count if found[1] == "last" else ORDINALS[found[1]]
    return 1 <= number <= count and bench.do("move_clip", clip=bench.focus.ids[0], index=number - 1)


_LISTED = re.compile(
    r"^(?:and |then )*(?:show|tell|list)(?: me)? (?:what|which|everything|all)(?: (?:that|words|ones))*(?: you)?(?: (?:have|just|was|were|got))* (?:cut|removed?|took out|taken out|changed|did|done|gone)$|^(?:and |then )*close (?:up )?(?:the |that |all |any )*gaps?(?: up)?$|^(?:然后)?(?:告诉我|列出|列一下|给我看)(?:都)?(?:剪|删|改)(?:掉)?了(?:什么|哪些|啥)$"
)
_LEAST = re.compile(
    r"^(?:anything|everything|all|those|only|just|the|ones?|but|like|meaning|so|that are|that's|if|they are|they're| )*(?:over|above|longer than|more than|bigger than) @([\d.]+)@(?: or so)?$|^(?:只|就)?(?:剪|要)?(?:超过|大于|长于)\s*@([\d.]+)@(?:的|以上)*$"
)


def listed(c: Clause, bench: Bench) -> bool:
    """ "… then show me what you cut", "… and close the gap": that is done anyway."""
    return bool(bench.steps) and _LISTED.match(c.own) is not None and bench.chatted()


def least(c: Clause, bench: Bench) -> bool:
    """How long the pauses have to be that were just asked for: "anything over 1.5 seconds"."""
    found = _LEAST.match(c.own.strip(" ,."))
    last = bench.steps[-1].edit if bench.steps else None
    if not found or last is None or last.op != "cut_silences":
        return False
    bench.timeline = bench.steps.pop().before
    return bench.do("cut_silences", **{**last.params, "min_silence": float(found[1] or found[2])})


RULES = (
    *map(Rule, (listed, least, usual, place)),
    Rule(more, sparing=True),
    Rule(only, sparing=True),
    *map(Rule, (other_figure, instead, back)),
)
