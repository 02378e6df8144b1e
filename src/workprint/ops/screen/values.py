"""Parameters that may be numbers or curves."""

from __future__ import annotations

from workprint.base import Curve


def largest(value: float) -> float:
    """The most that a parameter becomes."""
    return max(point[1] for point in value.points) if isinstance(value, Curve) else value


def at(value: float, frame: int) -> float:
    """What a parameter is at a frame."""
    return value.at(frame) if isinstance(value, Curve) else value


def now(value: float, first: int, count: int) -> float | None:
    """The value that a parameter has in all of `count` frames from frame `first` of its item; None where
    it changes among them."""
    if not isinstance(value, Curve):
        return value
    last = first + count - 1
    inside = [point[1] for point in value.points if first < point[0] < last]
    found = {round(each, 6) for each in (value.at(first), value.at(last), *inside)}
    return found.pop() if len(found) == 1 else None
