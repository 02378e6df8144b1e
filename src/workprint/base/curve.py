"""A number that changes over time: the run-time form of keyframes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

EASES = ("linear", "hold", "smooth")


@dataclass(frozen=True)
class Curve:
    """Values at frames, with a way of going from each to the next.

    `points` are (frame, value, ease to the next point), sorted by frame, at least one; before the
    first and after the last point the value stays. It takes the place of a float in an operation's
    parameter: written into a string it becomes an FFmpeg expression in `t` (seconds since the
    item's start), and arithmetic with plain numbers gives another curve, so
    `f"PI/2*{self.strength}"` and `self.strength * 2` hold for both. `zero` is the second at which
    the item starts on that clock: a stream that carries a handle before the item starts earlier.
    """

    points: tuple[tuple[int, float, str], ...]
    rate: Fraction
    zero: Fraction = Fraction(0)

    def at(self, frame: float) -> float:
        """The value at a frame."""
        before = self.points[0]
        if frame <= before[0]:
            return before[1]
        for after in self.points[1:]:
            if frame < after[0]:
                if before[2] == "hold":
                    return before[1]
                x = (frame - before[0]) / (after[0] - before[0])
                if before[2] == "smooth":
                    x = x * x * (3 - 2 * x)
                return before[1] + (after[1] - before[1]) * x
            before = after
        return before[1]

    def expression(self, clock: str = "t") -> str:
        """An FFmpeg expression of the value, in `clock`, the variable that holds seconds."""
        pieces, ends = [], []
        for before, after in pairwise(self.points):
            start, end = (float(Fraction(p[0]) / self.rate + self.zero) for p in (before, after))
            if before[2] == "hold":
                piece = _number(before[1])
            else:
                x = f"clip(({clock}-{_number(start)})/{_number(end - start)},0,1)"
                if before[2] == "smooth":
                    x = f"({x}*{x}*(3-2*{x}))"
                piece = f"{_number(before[1])}+{_number(after[1] - before[1])}*{x}"
            pieces.append(piece)
            ends.append(f"lt({clock},{_number(end)})")
        return f"({_choice([*pieces, _number(self.points[-1][1])], ends)})"

    def _each(self, change: object) -> Curve:
        assert callable(change)
        return replace(self, points=tuple((f, change(v), e) for f, v, e in self.points))

    def __str__(self) -> str:
        return self.expression()

    def __format__(self, spec: str) -> str:
        return self.expression()

    def __add__(self, other: float) -> Curve:
        return self._each(lambda v: v + other)

    __radd__ = __add__

    def __sub__(self, other: float) -> Curve:
        return self._each(lambda v: v - other)

    def __rsub__(self, other: float) -> Curve:
        return self._each(lambda v: other - v)

    def __mul__(self, other: float) -> Curve:
        return self._each(lambda v: v * other)

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> Curve:
        return self._each(lambda v: v / other)

    def __neg__(self) -> Curve:
        return self._each(lambda v: -v)


def _choice(pieces: Sequence[str], ends: Sequence[str]) -> str:
    """The first piece whose end is not yet reached, found by halving: FFmpeg refuses expressions that
    are some hundred brackets deep."""
    if len(pieces) == 1:
        return pieces[0]
    half = len(pieces) // 2
    return f"if({ends[half - 1]},{_choice(pieces[:half], ends[: half - 1])},{_choice(pieces[half:], ends[half:])})"


def _number(value: float) -> str:
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text if text not in ("", "-0") else "0"
