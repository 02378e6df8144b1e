"""Letters that can be read over any picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workprint.base import READABLE, contrast, luminance

from .colors import rgba
from .look import THIN, Look

EDGE = 0.05
"""The outline, in ems, that letters get which have none and no box either."""


def legible(look: Look) -> Mapping[str, Any]:
    """What of a look has to change so that its letters stand out from what is right around them, whatever
    the picture is: their box gets another colour, or their outline; letters with neither get an outline."""
    around = "box" if look.box != "none" else "outline_color"
    against = look.box if look.box != "none" else look.outline_color
    changes: dict[str, Any] = {}
    if around == "outline_color" and look.outline < THIN:
        changes["outline"] = EDGE
    letters = _light(look.color)
    if contrast(letters, _light(against)) < READABLE:
        changes[around] = max(("black", "white"), key=lambda other: contrast(letters, _light(other)))
    return changes


def _light(color: str) -> float:
    return luminance(rgba(color)[:3])
