"""The rules in the order in which they are asked; the first that takes a clause has it."""

from . import (
    actions,
    arrange,
    canvas,
    chain,
    cuts,
    edges,
    effects,
    followups,
    guard,
    made,
    missing,
    music,
    overlays,
    pace,
    questions,
    silences,
    sound,
    texts,
    transitions,
    vague,
)
from .actions import EXPORT
from .rule import Rule

RULES: tuple[Rule, ...] = (
    *guard.RULES,
    *questions.RULES,
    *followups.CORRECTIONS,
    *missing.FIRST,
    *actions.RULES,
    *missing.RULES,
    *vague.RULES,
    *edges.RULES,
    *silences.RULES,
    *overlays.FIRST,
    *chain.RULES,
    *arrange.MARKERS,
    *made.RULES,
    *transitions.RULES,
    *texts.RULES,
    *music.RULES,
    *sound.RULES,
    *overlays.RULES,
    *canvas.RULES,
    *pace.RULES,
    *effects.NAMED,
    *arrange.RULES,
    *cuts.RULES,
    *followups.RULES,
    *effects.LOOSE,
)

__all__ = ["EXPORT", "RULES", "Rule"]
