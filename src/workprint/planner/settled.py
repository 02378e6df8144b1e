"""What a whole request comes to once each clause has been tried: what waits, and what cannot be done together."""

from __future__ import annotations

from workprint.ops import cut_texts

from .bench import Bench
from .span import written

_AGAIN = frozenset({"cut_silences", "cut_fillers", "cut_retakes"})
"""Passes that are made again from the source, whatever they took before."""

_SHAPES = frozenset({"reframe", "set_canvas"})
QUOTED = 3
"""Texts that are quoted; how many more there are is said."""


def settle(bench: Bench) -> None:
    """Hold back what depends on an answer, on an undo, or on an edit that was not made."""
    _wait(bench)
    _undo_alone(bench)
    _hold_back_export(bench)
    _cut_texts(bench)


def _cut_texts(bench: Bench) -> None:
    """Say which texts of the picture the film's new shape cuts, where texts in it were read."""
    if not any(step.edit.op in _SHAPES and not step.pending for step in bench.steps):
        return
    found = cut_texts(bench.timeline, bench.situation.facts)
    if not found:
        return
    around = bench.say(" (|)", "（|）").split("|")
    quoted = [
        f"“{text[:40]}”{written(round(at, 2)).join(around)}" for text, at in list(found.items())[:QUOTED]
    ]
    more = len(found) - len(quoted)
    bench.tell(
        f"Text in the picture is cut at the edge: {', '.join(quoted)}{f' and {more} more' if more else ''}. To keep all of the picture, say “undo”, and ask for this shape “with blurred bars”.",
        f"画面里的文字会被裁掉：{'、'.join(quoted)}{f'，另有 {more} 处' if more else ''}。想保留完整画面，先说“撤销”，再说改成这个比例“并用模糊填充”。",
    )


def _wait(bench: Bench) -> None:
    """Change nothing while a list waits for its answer: what was asked with it is done then."""
    if not bench.listed:
        return
    if any(step.edit.op != "append" for step in bench.steps) or bench.actions:
        bench.tell("The rest of it is done once you answer.", "其余的部分等你回答后一起做。")
    bench.steps.clear()
    bench.actions.clear()
    bench.timeline = bench.situation.timeline


def _undo_alone(bench: Bench) -> None:
    """Edits were tried on the film as it is, so an undo of the last changes cannot go with them: it is
    left out where they make the last pass again, else it is done and they are not."""
    undoes = [a for a in bench.actions if a.action in ("undo", "redo") and "what" not in a.params]
    edits = [step.edit.op for step in bench.steps]
    if not undoes or not edits:
        return
    before = bench.situation.history[-1].edits if bench.situation.history else ()
    if set(edits) <= _AGAIN and any(edit.op in edits for edit in before):
        bench.actions = [a for a in bench.actions if a not in undoes]
        return
    bench.steps.clear()
    bench.needs.clear()
    bench.timeline = bench.situation.timeline
    bench.tell(
        "Only that is done now; what else you asked for has to come after it, so please say it again.",
        "这次只做这一步；其余的要在它之后才能做，请再说一遍。",
    )


def _hold_back_export(bench: Bench) -> None:
    """Do not export where what should have been done first was not done at all."""
    failed = bench.refusals or bench.questions
    exports = [a for a in bench.actions if a.action == "export"]
    if failed and exports and not bench.steps:
        bench.actions = [a for a in bench.actions if a.action != "export"]
        bench.tell(
            "Nothing was exported, because the edit before it was not made; say “export” to render the film as it is.",
            "因为前面的剪辑没有完成，所以没有导出；说“导出”即可按现状渲染。",
        )
