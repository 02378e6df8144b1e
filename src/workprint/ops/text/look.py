"""How words look: what a style sets and a preset changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .fonts import Family

Animation = Literal["none", "fade", "slide", "pop", "typewriter"]
Align = Literal["left", "center", "right"]
Highlight = Literal["none", "current", "spoken", "pill", "single"]
Case = Literal["said", "upper", "lower"]


THIN = 0.03
"""The thinnest outline, in ems, that sets letters off."""


@dataclass(frozen=True)
class Look:
    """`size` is the em as a fraction of the canvas's shorter side; `outline`, `shadow`, `glow` and
    `spacing` are fractions of the em.

    `highlight` marks words as they are spoken: the current one in `accent`, those spoken so far, the
    current one on a pill of `accent`, or one word alone on screen. `case` shows the letters in capitals or
    without; the text stays as it is said.
    """

    size: float = 0.05
    color: str = "white"
    font: Family = "sans"
    bold: bool = False
    italic: bool = False
    box: str = "none"
    box_opacity: float = 0.7
    outline: float = 0.0
    outline_color: str = "black"
    shadow: float = 0.0
    glow: float = 0.0
    glow_color: str = "white"
    spacing: float = 0.0
    animation: Animation = "fade"
    highlight: Highlight = "none"
    accent: str = "#ffd60a"
    case: Case = "said"

    def cased(self, text: str) -> str:
        """The letters as they are shown, as many as there are in the text."""
        if self.case == "said":
            return text
        shown = ((c, c.upper() if self.case == "upper" else c.lower()) for c in text)
        return "".join(new if len(new) == 1 else old for old, new in shown)

    @property
    def room(self) -> float:
        """Ems around the letters that also must stay in the frame."""
        around = self.outline + max(self.shadow, self.glow)
        return max(around, BOX_SIDE if self.box != "none" or self.highlight == "pill" else 0.0)


BOX_SIDE = 0.42
BOX_TOP = 0.3
BOX_ROUND = 0.22
"""A box's reach beyond the letters at the sides, above and below, and its corners, in ems."""
