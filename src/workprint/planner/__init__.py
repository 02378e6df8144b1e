"""Words to edits: the offline planner in English and Chinese, over the catalogue."""

from .called import Called, called
from .context import context_schema, load_context
from .entry import describe_change, plan
from .plan import (
    Action,
    Credits,
    Edit,
    Need,
    Plan,
    Question,
    Refusal,
    Render,
    Situation,
    Speaking,
    Speech,
    Turn,
    VoiceOffer,
)
from .rules.broll import asks_for_broll
from .summary import summary

__all__ = [
    "Action",
    "Called",
    "Credits",
    "Edit",
    "Need",
    "Plan",
    "Question",
    "Refusal",
    "Render",
    "Situation",
    "Speaking",
    "Speech",
    "Turn",
    "VoiceOffer",
    "asks_for_broll",
    "called",
    "context_schema",
    "describe_change",
    "load_context",
    "plan",
    "summary",
]
