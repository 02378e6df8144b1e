"""Letters that can be read over any picture (contrast after WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .colors import rgba
from .look import Look

LEAST = 4.5
EDGE = 0.05
"""The outline, in ems, that letters get which have none and no box either."""
THIN = 0.03
"""The thinnest outline that sets letters off."""


def luminance(color: str) -> float:
    """Relative luminance of a colour, 0 to 1."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (value / 255 for value in rgba(color)[:3])
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """The contrast of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def legible(look: Look) -> Mapping[str, Any]:
    """What of a look has to change so that its letters stand out from what is right around them, whatever
    the picture is: their box gets another colour, or their outline; letters with neither get an outline."""
    around = "box" if look.box != "none" else "outline_color"
    against = look.box if look.box != "none" else look.outline_color
    changes: dict[str, Any] = {}
    if around == "outline_color" and look.outline < THIN:
        changes["outline"] = EDGE
    if contrast(look.color, against) < LEAST:
        changes[around] = max(("black", "white"), key=lambda other: contrast(look.color, other))
    return changes
