"""Recordings of a screen: what is drawn on them, and the edits that follow clicks, cursor and keys."""

from .happenings import KINDS as SCREEN_KINDS
from .happenings import SURE as SURE_CLICK
from .happenings import found_in as happenings
from .marks import NEAR as MARK_NEAR
from .marks import Mark, unsure_clicks
from .marks import found as marks

__all__ = ["MARK_NEAR", "SCREEN_KINDS", "SURE_CLICK", "Mark", "happenings", "marks", "unsure_clicks"]
