"""Words to edits: the offline planner in English and Chinese, over the catalogue."""

from .context import context_schema, load_context
from .describe import describe_change
from .plan import Action, Credits, Edit, Need, Plan, Question, Refusal, Render, Situation, Turn
from .planner import plan
from .summary import summary

__all__ = [
    "Action",
    "Credits",
    "Edit",
    "Need",
    "Plan",
    "Question",
    "Refusal",
    "Render",
    "Situation",
    "Turn",
    "context_schema",
    "describe_change",
    "load_context",
    "plan",
    "summary",
]
