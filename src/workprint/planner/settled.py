"""What a whole request comes to once each clause has been tried: what waits, and what cannot be done together."""

from __future__ import annotations

from .bench import Bench

_AGAIN = frozenset({"cut_silences", "cut_fillers", "cut_retakes"})
"""Passes that are made again from the source, whatever they took before."""


def settle(bench: Bench) -> None:
    """Hold back what depends on an answer, on an undo, or on an edit that was not made."""
    _wait(bench)
    _undo_alone(bench)
    _hold_back_export(bench)


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
