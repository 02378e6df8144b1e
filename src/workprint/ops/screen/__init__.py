"""Recordings of a screen: what is drawn on them, and the edits that follow clicks, cursor and keys."""

from .groups import groups as mark_groups
from .happenings import KINDS as SCREEN_KINDS
from .happenings import SURE as SURE_CLICK
from .happenings import found_in as happenings
from .happenings import nested
from .marks import NEAR as MARK_NEAR
from .marks import Mark, taken_away, unsure_clicks
from .marks import found as marks

__all__ = [
    "MARK_NEAR",
    "SCREEN_KINDS",
    "SURE_CLICK",
    "Mark",
    "happenings",
    "mark_groups",
    "marks",
    "nested",
    "taken_away",
    "unsure_clicks",
]
