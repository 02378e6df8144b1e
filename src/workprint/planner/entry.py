"""The planner's door. The grammar is read when the first request is: a render has none, and need not
wait for it."""

from __future__ import annotations

from collections.abc import Sequence

from workprint.base import Lang
from workprint.model import Timeline

from .plan import Edit, Plan, Situation


def plan(request: str, situation: Situation) -> Plan:
    """What a request means for a session: the edits, and what is asked, refused and told."""
    from .planner import plan as planned

    return planned(request, situation)


def describe_change(before: Timeline, after: Timeline, edits: Sequence[Edit], lang: Lang = "en") -> str:
    """What edits did between two timelines, in words."""
    from .describe import describe_change as described

    return described(before, after, edits, lang)
