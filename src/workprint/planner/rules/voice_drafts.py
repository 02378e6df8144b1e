"""A voice-over without a text: a draft of it is written from what is known of the film and shown, before
anything is spoken; with nothing to go on, the text is asked for."""

from __future__ import annotations

from typing import NoReturn

from workprint.base import Fault, seconds
from workprint.ops.story import Told, script_draft

from ..bench import Bench, ask
from ..clause import Clause
from ..script_text import cues_in, shown

_LONGEST = 3200
"""Characters of a draft, so that the answer to it can hold it."""


def drafted(c: Clause, bench: Bench) -> bool:
    """Show a draft and ask whether it should be spoken; what has to be known for it is found first. Where
    there is nothing to go on the text is asked for. Raises `Asked`."""
    if c.quotes:
        _show(
            [(at, text) for at, text in cues_in("\n".join(c.quotes)) or [(0.0, q) for q in c.quotes]], bench
        )
    facts = bench.situation.facts
    try:
        found = script_draft(bench.timeline, facts, bench.lang == "zh")
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        bench.need(str(fault.fields["kind"]))
        _ask_for_text()
    if not found:
        bench.need("click")
        _ask_for_text()
    lines = [(float(seconds(each.at, bench.timeline.rate)), each.text) for each in found]
    _show(_bounded(lines), bench, _from(found, bench))
    return True


def _bounded(lines: list[tuple[float, str]]) -> list[tuple[float, str]]:
    while sum(len(text) + 12 for _, text in lines) > _LONGEST:
        lines = lines[:-1]
    return lines


def _from(found: tuple[Told, ...], bench: Bench) -> str:
    """What a draft was made from."""
    made = found[0].made
    if made == "word":
        said = bench.say("from what is said in it", "根据影片中所说的话")
        rough = bench.say(" (recognised roughly: check the words)", "（识别较粗略，请核对用词）")
        return said + (rough if found[0].draft else "")
    if made in ("lettering", "text"):
        return bench.say("from what can be read in it", "根据画面上的文字")
    return bench.say("from what happens on screen", "根据屏幕上的操作")


def _show(lines: list[tuple[float, str]], bench: Bench, source: str = "") -> None:
    ask(shown(lines, "en", source), shown(lines, "zh", source))


def _ask_for_text() -> NoReturn:
    """Raises `Asked`; what is needed for a draft is found meanwhile, and the draft is shown instead."""
    ask(
        "What should the voice-over say? Give me the text or a script file (.txt, .srt); or say “draft a voiceover” and I write one from what is said and shown, for you to read before it is spoken.",
        "配音要说什么？请给出文字或文稿文件（.txt、.srt）；也可以说“起草配音”，我会根据影片内容写一份草稿，先给你看再配。",
        waits=True,
    )
