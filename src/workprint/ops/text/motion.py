"""How words come and go."""

from __future__ import annotations

from dataclasses import dataclass

from .ass import number
from .look import Animation

POP_FROM = 0.6
POP_OVER = 1.06
LETTER = 0.05
"""Seconds a letter takes to be typed, unless that would fill more than `TYPING` of the time."""
TYPING = 0.6


@dataclass(frozen=True)
class Motion:
    """Milliseconds; `shift` is where a slide comes from, `center` what a pop grows out of (pixels)."""

    kind: Animation
    enter: int
    leave: int
    length: int
    shift: tuple[float, float]
    center: tuple[float, float]

    def place(self, x: float, y: float) -> str:
        """Tags that put something at a position and move it in and out."""
        if self.kind == "slide" and self.enter:
            start = (x + self.shift[0], y + self.shift[1])
            return _move(start, (x, y), self.enter) + self._fade(self.enter)
        if self.kind == "pop" and self.enter:
            start = (self._grown(x, self.center[0]), self._grown(y, self.center[1]))
            swell = round(self.enter * 0.7)
            return (
                _move(start, (x, y), swell)
                + f"\\fscx{POP_FROM * 100:g}\\fscy{POP_FROM * 100:g}"
                + f"\\t(0,{swell},\\fscx{POP_OVER * 100:g}\\fscy{POP_OVER * 100:g})"
                + f"\\t({swell},{self.enter},\\fscx100\\fscy100)"
                + self._fade(round(self.enter * 0.4))
            )
        fade_in = self.enter if self.kind == "fade" else 0
        return f"\\pos({number(x)},{number(y)})" + self._fade(fade_in)

    @staticmethod
    def _grown(at: float, center: float) -> float:
        return center + (at - center) * POP_FROM

    def _fade(self, enter: int) -> str:
        leave = 0 if self.kind == "none" else self.leave
        return f"\\fad({enter},{leave})" if enter or leave else ""

    def typed(self, index: int, count: int) -> int:
        """When letter `index` of `count` appears."""
        each = min(LETTER * 1000, TYPING * self.length / max(1, count))
        return round(index * each)


def _move(start: tuple[float, float], end: tuple[float, float], time: int) -> str:
    places = ",".join(number(value) for value in (*start, *end))
    return f"\\move({places},0,{time})"


def motion(
    kind: Animation,
    enter: float,
    leave: float,
    seconds: float,
    shift: tuple[float, float],
    center: tuple[float, float],
) -> Motion:
    """Entering and leaving, shortened where the time on screen is too short for both."""
    fit = min(1.0, seconds / (enter + leave)) if enter + leave else 1.0
    return Motion(
        kind, round(enter * fit * 1000), round(leave * fit * 1000), round(seconds * 1000), shift, center
    )
