"""The clips that are left: "mute the beach and lower the rest", "same for the others"."""

from __future__ import annotations

import re

from .bench import Bench
from .words import pattern

_OTHERS = re.compile(
    r"\b(?:the|all|every|any) (?:others?(?: (?:clips?|ones?|shots?|\d))?|rest(?: of (?:them|the clips))?|remaining (?:clips?|ones?))\b(?! (?:of|side|way|one|hand))|\bevery other 1\b|其[他余它]的?|剩下的?|别的"
)


def others(text: str, bench: Bench) -> tuple[str, ...]:
    """The clips that nothing was done to by this request so far, or by the last turn, where a text says "the
    rest". Nothing is taken away on the word of an earlier turn."""
    if not _OTHERS.search(text):
        return ()
    edits = [step.edit for step in bench.steps if step.edit.op != "append"]
    if not edits and not pattern("remove").search(text) and (last := bench.last_edit()) is not None:
        edits = [last]
    touched = {item for edit in edits for item in _on(edit.params)}
    film = [p.id for p in bench.film]
    left = tuple(i for i in film if i not in touched)
    return left if 0 < len(left) < len(film) else ()


def _on(params: dict[str, object]) -> list[str]:
    """The clips that an edit names."""
    found: list[str] = []
    for key in ("clips", "targets", "ids", "clip", "a", "b"):
        value = params.get(key)
        found += [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    return found
