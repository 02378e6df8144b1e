"""What a turn adds to the cut before it, or takes back of it: "2 more seconds", "only the last clip",
"no, the second one", "bring it back"."""

from __future__ import annotations

import re

from ..bench import Bench
from ..clause import Clause
from ..plan import Edit
from ..targets import clips
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
    r"^(?:no |but |i meant? |just |only )*(?:only|just)(?: (?:on|for|to|in|at|do|apply it to))* (?P<what>.+)$|^只(?:对|给|在|要|加在|用在)(?P<zh>.+?)(?:加|做|用|上|里)?$"
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


RULES = (Rule(more, sparing=True), Rule(only, sparing=True), Rule(instead), Rule(back))
