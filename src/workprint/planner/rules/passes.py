"""A pass over the words, as a rule makes it: listed and asked about first where the words are not certain,
made at once where they are, made again with other choices where that is the answer."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from workprint.base import Fault
from workprint.ops import CutFillers, CutRetakes, CutWords, EditOp, Found, Pass, bind, heard, passes

from ..answers import Answer, parse
from ..bench import Bench, ask, decline
from ..clause import Clause
from ..listing import draft, left_out, rows, unheard, unsure
from ..plan import Edit

PASSES = ("cut_fillers", "cut_words", "cut_retakes")

_Op = CutFillers | CutWords | CutRetakes


def made(bench: Bench, op: str, params: dict[str, Any], what: tuple[str, str], first: bool = False) -> bool:
    """Make a pass, or list what it would take and ask; `what` names what it takes, `first`: only list."""
    bench.ensure_film()
    edit = bind(EditOp, op, params, where=op)
    assert isinstance(edit, (CutFillers, CutWords, CutRetakes))
    found = _found(edit, bench)
    answer, bench.answer = bench.answer, None
    bench.answered = bench.answered or answer is not None
    if found is None and first:
        bench.need("word")
        bench.tell("The words have to be recognised first; then I list them.", "要先识别说的话，再列出来。")
        return True
    if found is None:
        return bench.do(op, **_chosen(params, answer, edit))
    if not found:
        return _nothing(bench, edit, what, answer)
    if answer is not None and answer.kind == "none":
        bench.listed = True
        bench.tell("Nothing was cut.", "没有剪掉任何内容。")
        return True
    if answer is not None:
        return bench.do(op, **_chosen(params, answer, edit, found))
    if first:
        return _list(bench, found, what)
    if all(not each.sure for each in found) or (op != "cut_fillers" and not all(e.sure for e in found)):
        return _later(bench, found, what) if bench.answered else _ask(bench, found, what)
    bench.do(op, **params)
    _suggest(bench, found, what)
    return True


def _found(edit: _Op, bench: Bench) -> list[Found] | None:
    """What the pass finds, by number; None where the words are not known yet."""
    try:
        return edit.found(edit.before(bench.timeline), bench.situation.facts)
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        return None


def _chosen(
    params: dict[str, Any], answer: Answer | None, edit: _Op, found: list[Found] | None = None
) -> dict[str, Any]:
    """The parameters with an answer's choice."""
    if answer is None or answer.kind == "none":
        return params
    chosen = dict(params)
    if answer.kind == "keep" and params.get("mode") == "keep":
        chosen["only"] = list(answer.numbers)
    elif answer.kind == "keep":
        chosen["keep"] = list(answer.numbers)
    elif answer.kind in ("only", "also"):
        chosen["only"] = list(answer.numbers)
    if answer.mode and not isinstance(edit, CutRetakes):
        chosen["mode"] = answer.mode
    if isinstance(edit, CutFillers) and answer.kind != "only" and not all(e.sure for e in found or ()):
        chosen["suggested"] = True
    return chosen


def _nothing(bench: Bench, edit: _Op, what: tuple[str, str], answer: Answer | None) -> bool:
    if why := unheard(bench):
        decline("no_words", why, why)
    note = draft(heard(bench.timeline, bench.situation.facts), bench)
    if isinstance(edit, CutWords):
        near = edit.model_copy(update={"near": True})
        found = near.found(near.before(bench.timeline), bench.situation.facts) if edit.subject else []
        if found and answer is not None:
            if answer.kind == "none":
                bench.listed = True
                return bench.chatted()
            given = {k: v for k, v in near.model_dump().items() if k in near.model_fields_set or k == "near"}
            return bench.do(edit.name, **_chosen(given, answer, edit, found))
        if found:
            bench.listed = True
            ask(
                f"Nobody speaks of {edit.asked('en')} in so many words. {note} The nearest:{rows(found, bench)}Is that what you mean, all of it or which numbers?",
                f"没有明确说到{edit.asked('zh')}。{note}最接近的：{rows(found, bench)}是指这些吗？全部还是哪几项？",
                ("yes", "是的"), ("no", "不是"),
            )  # fmt: skip
        decline(
            "not_said",
            f"{edit.asked('en')[:1].upper()}{edit.asked('en')[1:]}: nothing of it was found in what is said, so nothing was changed. {note}".strip()
            if edit.subject
            else f"{edit.asked('en')} is not said in the film, so nothing was changed. {note}".strip(),
            f"说的话里没有找到{edit.asked('zh')}，所以没有改动。{note}",
        )
    note = note or (
        left_out(heard(bench.timeline, bench.situation.facts), bench) if what[0] == "fillers" else ""
    )
    bench.tell(f"No {what[0]} were found. {note}".strip(), f"没有找到{what[1]}。{note}")
    return True


def _list(bench: Bench, found: list[Found], what: tuple[str, str]) -> bool:
    note = draft(heard(bench.timeline, bench.situation.facts), bench)
    bench.listed = True
    bench.tell(
        f"{_count(found, what)}:{rows(found, bench)}Nothing is cut yet. {note} Say “cut them”, “keep 3 and 5” or “only 1 and 2”.".replace(
            "  ", " "
        ),
        f"{what[1]}共 {len(found)} 处：{rows(found, bench)}还没有剪。{note}说“都剪”“保留3和5”或“只剪1和2”即可。",
    )
    return True


def _later(bench: Bench, found: list[Found], what: tuple[str, str]) -> bool:
    """A second list, when the first was just answered: numbers of two lists cannot be told apart."""
    bench.tell(
        f"{_count(found, what)} too, but they are not certain: ask for them next, and I list them.",
        f"另外有{what[1]} {len(found)} 处，但不确定：接着说一遍，我会先列出来。",
    )
    return True


def _ask(bench: Bench, found: list[Found], what: tuple[str, str]) -> NoReturn:
    said = heard(bench.timeline, bench.situation.facts)
    bench.listed = True
    note = draft(said, bench) or unsure(found, bench)
    many = len(found) > 1
    how = "“yes”, “keep 1 and 2” and “only 1 and 2” are answers." if many else "“yes” and “no” are answers."
    how_zh = "可以答“都剪”“保留1和2”或“只剪1和2”。" if many else "可以答“是”或“不”。"
    which = ("All of them?", "都处理吗？") if many else ("Is that it?", "是这处吗？")
    ask(
        f"{note} So nothing is changed yet. {_count(found, what)}:{rows(found, bench)}{which[0]} {how}",
        f"{note}所以先不改动。{what[1]}共 {len(found)} 处：{rows(found, bench)}{which[1]}{how_zh}",
    )


def _count(found: list[Found], what: tuple[str, str]) -> str:
    one = {"fillers": "filler", "retakes": "retake", "passages": "passage", "places": "place"}[what[0]]
    return f"{len(found)} {what[0] if len(found) != 1 else one} found"


def _suggest(bench: Bench, found: list[Found], what: tuple[str, str]) -> None:
    """Name what was left because only the sound suggests it."""
    left = [n for n, each in enumerate(found, 1) if not each.sure]
    if left:
        example = " and ".join(map(str, left[:2]))
        bench.tell(
            f"Left as they are, because only the sound suggests them:{rows(found, bench, left)}Say “cut {example} too” to take them out.",
            f"以下只是凭声音判断，没有动：{rows(found, bench, left)}要剪就说“{'和'.join(map(str, left[:2]))}也剪”。",
        )


def _pass_before(bench: Bench) -> Edit | None:
    """The pass over the words that the last change was; None where another list was shown since."""
    for turn in reversed(bench.situation.history):
        if turn.edits:
            return next((edit for edit in reversed(turn.edits) if edit.op in PASSES), None)
        if "\n1. " in turn.reply:
            return None
    return None


_BACK = re.compile(r"\bback\b|\brestore\b|\bkeep\b|恢复|放回|还原|加回|保留")


def again(c: Clause, bench: Bench) -> bool:
    """ "Keep 3 and 5" after a pass: the same pass from the source, with these back."""
    before, answer = _pass_before(bench), parse(c.original)
    if before is None or answer is None:
        return False
    back = answer.kind == "none" and _BACK.search(c.original.casefold()) is not None
    if answer.kind in ("all", "none") and not answer.mode and not back:
        return False
    params = dict(before.params)
    if params.get("mode") == "speed":
        return False
    kept = sorted({*params.get("keep", ()), *answer.numbers})
    if back:
        params.update(keep=[row.number for row in _record(bench, before.op).listed], only=[])
    elif answer.kind == "keep" and params.get("mode") == "keep":
        params.update(only=list(answer.numbers), keep=[])
    elif answer.kind == "keep":
        only = [n for n in params.get("only", ()) if n not in answer.numbers]
        params.update(keep=kept, only=only)
    elif answer.kind == "also":
        taken = {row.number for row in _record(bench, before.op).listed if row.taken}
        params.update(only=sorted({*taken, *answer.numbers}), keep=[])
    elif answer.kind == "only":
        params.update(only=list(answer.numbers), keep=[])
    if answer.mode and before.op != "cut_retakes":
        params["mode"] = answer.mode
    return bench.do(before.op, **{key: value for key, value in params.items() if value != []})


_PLAIN = re.compile(
    r"^(?:yes|yeah|yep|yup|sure|correct|right|confirm(?:ed)?|go ahead|do it|do that|no|nope|nah|none(?: of them)?|all(?: of them)?|both|是的?|对的?|确定|确认|没错|就是它|不|不是|都剪|全部|都要|都保留)[\s.!,。！，吧了的]*$",
    re.I,
)
"""Answers that say nothing but yes or no."""


def unasked(c: Clause, bench: Bench) -> bool:
    """An answer where nothing waits for one: it changes nothing."""
    answer, turns = parse(c.original), bench.situation.history
    if answer is None or (turns and not turns[-1].edits and re.search(r"[?？]", turns[-1].reply)):
        return False
    if _PLAIN.match(c.original.strip()):
        return bench.chatted()
    if not answer.numbers or c.has(r"\b(?:clips?|shots?|scenes?|photos?|of)\b|第|段|个|场景|镜头"):
        return False
    numbers = ", ".join(map(str, answer.numbers))
    return decline(
        "no_list",
        f"No list waits for an answer, so {numbers} could be anything and nothing was changed. For clips say “keep only clip {answer.numbers[0]}”; for filler words ask for them again.",
        f"现在没有等待回答的列表，不知道 {numbers} 指什么，所以没有改动。指片段请说“只保留第{answer.numbers[0]}段”；指语气词请先再说一遍“列出语气词”。",
    )


def still_kept(bench: Bench, op: str, params: dict[str, Any]) -> dict[str, Any]:
    """What the last pass of a kind left, by the numbers that it has in a longer list."""
    record = next((each for each in reversed(passes(bench.timeline)) if each.op == op), None)
    left = {row.start for row in record.listed if not row.taken and row.sure} if record else set()
    edit = bind(EditOp, op, params, where=op)
    assert isinstance(edit, (CutFillers, CutWords, CutRetakes))
    found, rate = (_found(edit, bench) or []) if left else [], float(bench.timeline.rate)
    keep = [n for n, each in enumerate(found, 1) if round(each.start / rate, 3) in left]
    return {"keep": keep} if keep else {}


def _record(bench: Bench, op: str) -> Pass:
    return next(each for each in reversed(passes(bench.timeline)) if each.op == op)
