"""The numbers that make a picture neutral, from what was measured in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import Any


def mean(values: Sequence[Mapping[str, Any]], key: str) -> list[float]:
    """The mean of red, green and blue over several measurements."""
    return [sum(value[key][channel] for value in values) / len(values) for channel in range(3)]


def bounded_to(value: float, least: float, most: float) -> float:
    return round(min(most, max(least, value)), 3)


def correction(values: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The colours' means brought towards each other, the darkest and lightest parts set to black and
    white, the middle lightened or darkened. All of it half of the way: a sunset is meant to be warm."""
    means = [max(0.01, value) for value in mean(values, "mean")]
    grey = 0.2126 * means[0] + 0.7152 * means[1] + 0.0722 * means[2]
    gains = [bounded_to((grey / value) ** 0.5, 0.8, 1.25) for value in means]
    low = min(gain * value for gain, value in zip(gains, mean(values, "low"), strict=True))
    high = max(gain * value for gain, value in zip(gains, mean(values, "high"), strict=True))
    black, white = bounded_to(low, 0, 0.12), bounded_to(high, 0.8, 1)
    middle = min(0.95, max(0.05, (grey - black) / (white - black)))
    gamma = bounded_to((log(middle) / log(0.45)) ** 0.5, 0.8, 1.3)
    names = ("red_gain", "green_gain", "blue_gain")
    return {**dict(zip(names, gains, strict=True)), "black": black, "white": white, "gamma": gamma}
