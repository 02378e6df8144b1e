"""How well one colour stands out from another (relative luminance and contrast ratio after WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Sequence

READABLE = 4.5
"""The least contrast that letters need."""
LINEAR = tuple(
    share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    for share in (value / 255 for value in range(256))
)
"""The light of each value of an 8 bit channel, 0 to 1."""
WEIGHTS = (0.2126, 0.7152, 0.0722)
"""How much of it the eye takes of red, green and blue."""


def luminance(rgb: Sequence[int]) -> float:
    """Relative luminance of a colour of 8 bit channels, 0 (black) to 1 (white)."""
    return sum(weight * LINEAR[value] for weight, value in zip(WEIGHTS, rgb, strict=False))


def contrast(one: float, two: float) -> float:
    """The contrast of two luminances, 1 (none) to 21 (black on white)."""
    high, low = max(one, two), min(one, two)
    return (high + 0.05) / (low + 0.05)
