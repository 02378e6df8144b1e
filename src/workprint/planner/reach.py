"""Where a clause wants its edits, and whether they are there: each clip, all but some, one range, a moment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .bench import Bench, Step
from .clause import Clause

_EVERYWHERE = frozenset({"add_effect", "set_speed", "mute", "reverse", "set_volume", "add_transitions"})
_CUTS = frozenset({"cut_idle", "cut_silences", "cut_fillers", "cut_retakes"})
_DURING = re.compile(
    r"\b(?:when(?:ever)?|wherever|while|as long as) (?:i|i'?m|he|he'?s|she|she'?s|they|they'?re|we|we'?re|nobody|nothing|no one|someone|somebody|there|there'?s|the \w+)\b.*|(?:我|他|她|没人|没有人|有人).{1,10}(?:的时候|的地方|的部分)"
)
"""A moment that is told by what happens in it."""


def unreached(
    c: Clause, then: Bench, steps: Sequence[Step], names: set[str], numbers: list[float]
) -> Iterator[str]:
    """Where it should be done, where the edits are somewhere else: each clip, all but, another range."""
    each = re.search(r"\b(?:each|every) (?:clip|shot|one)\b|每(?:1)?(?:个片|个镜)?[段头]", c.text)
    if each and names & {"delete_range", "keep_range"}:
        yield f"“{each[0]}”"
    if_only = re.search(
        r"\b(?:unless|only if|if (?!you|possible|need|necessary|there|it|that|any|so))\b.*|除非.*", c.text
    )
    if if_only:
        yield f"“{if_only[0].strip()}”"
    rest = re.search(r"(?<!after )\bthe (?:rest|others?)\b|其[他余它]|剩下", c.text)
    cut = then.steps and then.steps[-1].edit.op in _CUTS  # the rest is what is left then
    if (
        rest
        and not cut
        and any(
            step.edit.op in _EVERYWHERE and not on(step) and "start" not in step.edit.params for step in steps
        )
        and not c.text.startswith(("the rest of", "the other"))
    ):
        yield f"“{rest[0]}”"
    if "everywhere" in c.text and steps and all(on(step) for step in steps):
        yield "“everywhere”"
    if "add_transitions" in names and (but := re.search(r"\bexcept\b|除了|除外", c.text)):
        yield f"“{but[0]}”"
    during = _DURING.search(c.text)
    if during and any(
        step.edit.op == "set_speed" and not on(step) and "start" not in step.edit.params for step in steps
    ):
        yield f"“{during[0].strip()}”"
    yield from _elsewhere(c, then, steps, names, numbers)


def _elsewhere(
    c: Clause, then: Bench, steps: Sequence[Step], names: set[str], numbers: list[float]
) -> Iterator[str]:
    """What is left alone, and several ranges, of which the edits are not on all."""
    if (
        "take_each" in names
        and c.says("remove")
        and re.search(r"\boff\b|\bfrom (?:the )?(?:start|end)|去掉|剪掉|删", c.text)
    ):
        yield "“take away”" if c.lang != "zh" else "“去掉”"
    but = re.search(r"\b(?:except|excluding|but not|other than)\b(?=[^,]*(?:@|half))|除了?(?=[^,]*@)", c.text)
    if but and not names & {"keep_range", "keep_ranges", "delete_range", "remove", "cut_silences"}:
        yield f"“{but[0]}”"
    if len(c.times.ranges) > 1 and steps and all("start" in step.edit.params for step in steps):
        for moment in c.times.ranges:
            ends = moment.range(then.duration)
            if (
                moment.kind in ("range", "head", "tail")
                and ends
                and not all(any(abs(v - e) < 0.06 for v in numbers) for e in ends)
            ):
                yield f"{ends[0]:g}–{ends[1]:g}s"


def on(step: Step) -> Sequence[Any]:
    """The clips that an edit is on."""
    return step.edit.params.get("targets") or step.edit.params.get("clips") or ()
