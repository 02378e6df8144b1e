"""A session described in a file, to plan against with no media at hand."""

from __future__ import annotations

from pathlib import Path

from workprint.adapters import draft
from workprint.base import Lang
from workprint.ops import check
from workprint.planner import Situation, load_context

from .answers import read_text


def read_situation(path: Path, lang: Lang = "") -> Situation:
    """The situation in a context file, in `lang` if one is given. Raises `CannotRead`, and what the
    planner and the draft reader say of what is wrong in it."""
    situation = load_context(read_text(path), lambda wire: draft.read(wire, check))
    return situation.model_copy(update={"lang": lang}) if lang else situation
