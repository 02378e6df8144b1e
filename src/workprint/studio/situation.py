"""A session described in JSON, to plan against with no media at hand."""

from __future__ import annotations

from workprint.adapters import draft
from workprint.base import Lang
from workprint.ops import check
from workprint.planner import Situation, load_context


def read_situation(text: str, lang: Lang = "") -> Situation:
    """The situation that a context describes, in `lang` if one is given. Raises what the planner and
    the draft reader say of what is wrong in it."""
    situation = load_context(text, lambda wire: draft.read(wire, check))
    return situation.model_copy(update={"lang": lang}) if lang else situation
