"""Parameters that may be numbers or curves."""

from __future__ import annotations

from dataclasses import replace

from workprint.base import Curve


def largest(value: float) -> float:
    """The most that a parameter becomes."""
    return max(point[1] for point in value.points) if isinstance(value, Curve) else value


def at(value: float, frame: int) -> float:
    """What a parameter is at a frame."""
    return value.at(frame) if isinstance(value, Curve) else value


def steady(value: float, frame: int) -> float | None:
    """The value that a parameter keeps from the keyframe before a frame to the next; None where it
    changes between these."""
    if not isinstance(value, Curve):
        return value
    before = [point for point in value.points if point[0] <= frame]
    after = [point for point in value.points if point[0] > frame]
    if not before or not after:
        return value.at(frame)
    return before[-1][1] if before[-1][2] == "hold" or before[-1][1] == after[0][1] else None


def within(value: float | Curve, first: int, last: int, rest: float, like: Curve) -> Curve:
    """A parameter that is `rest` before frame `first` and from frame `last` on, on the clock of `like`."""
    points = value.points if isinstance(value, Curve) else ((first, value, "hold"),)
    opening, closing = points[0][1], points[-1][1]
    found: list[tuple[float, float, str]] = list(points)
    # Half a frame early: what holds up to a frame must not hold in it by the last digit.
    if opening != rest:
        ease = found.pop(0)[2] if points[0][0] <= first else "hold"
        found[:0] = [(first - 1, rest, "hold"), (first - 0.5, opening, ease)]
    if closing != rest:
        if found[-1][0] >= last - 0.5:
            found[-1] = (last - 0.75, closing, "hold")
        found.append((last - 0.5, rest, "hold"))
    return replace(like, points=tuple(found))  # type: ignore[arg-type]  # moments between frames
