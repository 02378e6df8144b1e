"""Letters that can be read over the picture that is behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workprint.base import READABLE, contrast, luminance

from .colors import rgba
from .look import THIN, Look

EDGE = 0.05
"""The outline, in ems, that letters get at least which need one."""
STRONG = 0.085
"""The outline of letters that are as light as what is behind them."""
ALIKE = 2.0
"""Contrast with the picture below which only the outline makes letters seen."""
GAMMA = 2.2
BOX_OPACITY = 0.6
"""Of the box that letters get over a busy picture."""


@dataclass(frozen=True)
class Behind:
    """The light of the picture behind letters: relative luminance from its darkest to its lightest, and
    whether it changes within small parts of it, as leaves or print do."""

    dark: float
    light: float
    busy: bool = False

    def against(self, letters: float) -> float:
        """The least contrast of letters of a luminance with it."""
        if self.dark <= letters <= self.light:
            return 1.0
        return min(contrast(letters, self.dark), contrast(letters, self.light))

    def under(self, box: float, opacity: float) -> Behind:
        """The same seen through a box of a luminance."""
        # Pictures are blended by their values, not by their light.
        values = (each ** (1 / GAMMA) for each in (self.dark, self.light))
        dark, light = ((opacity * box ** (1 / GAMMA) + (1 - opacity) * each) ** GAMMA for each in values)
        return Behind(dark, light)


ANYTHING = Behind(0.0, 1.0)
"""What is behind letters that may lie over any picture."""


def legible(look: Look, behind: Behind | None = None) -> Mapping[str, Any]:
    """What of a look has to change so that its letters stand out. Their box gets another colour, or hides
    more; their outline another colour, or gets stronger where the picture is as light as they are; over a
    busy picture they get a box. Letters that stand out from the picture itself need nothing."""
    letters = _light(look.color)
    if look.box != "none":
        return _boxed(look, letters, behind)
    least = (behind or ANYTHING).against(letters)
    if least >= READABLE:
        return {}
    changes: dict[str, Any] = {}
    edge = _light(look.outline_color)
    if contrast(letters, edge) < READABLE:
        changes["outline_color"] = _against(letters)
    if behind is not None and behind.busy:
        return {"box": _against(letters), "box_opacity": BOX_OPACITY}
    wanted = STRONG if behind is not None and least < ALIKE else THIN
    if look.outline < wanted:
        changes["outline"] = max(wanted, EDGE)
    return changes


def _boxed(look: Look, letters: float, behind: Behind | None) -> Mapping[str, Any]:
    changes: dict[str, Any] = {}
    box = look.box
    if contrast(letters, _light(box)) < READABLE:
        box = changes["box"] = _against(letters)
    opacity = look.box_opacity
    while behind is not None and opacity < 1 and not _through(behind, box, opacity, letters):
        opacity = min(1.0, round(opacity + 0.05, 2))
    return changes if opacity == look.box_opacity else {**changes, "box_opacity": opacity}


def _through(behind: Behind, box: str, opacity: float, letters: float) -> bool:
    return behind.under(_light(box), opacity).against(letters) >= READABLE


def _against(letters: float) -> str:
    return max(("black", "white"), key=lambda other: contrast(letters, _light(other)))


def _light(color: str) -> float:
    return luminance(rgba(color)[:3])
