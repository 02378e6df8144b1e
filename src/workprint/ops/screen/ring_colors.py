"""Colours of rings that stand out from what is behind them."""

from __future__ import annotations

from workprint.ops.text.colors import rgba

USUAL = "#ffd60a"
OTHERS = ("#d70015", "#ffffff")
"""Where the usual yellow does not stand out: a red for bright grounds, white for those in between."""
LEAST = 3.0
"""Contrast from which on a graphic stands out (WCAG 2.2, 1.4.11)."""


def standing_out(ground: float | None) -> str:
    """The colour for a ground of this brightness (0 to 1, as stored): the usual one, unless another stands
    out more where it does not."""
    if ground is None or contrast(USUAL, ground) >= LEAST:
        return USUAL
    return max((USUAL, *OTHERS), key=lambda color: contrast(color, ground))


def contrast(color: str, ground: float) -> float:
    """The contrast of a colour with a grey (WCAG 2.2)."""
    red, green, blue, _ = rgba(color)
    light = sum(share * _linear(v / 255) for share, v in ((0.2126, red), (0.7152, green), (0.0722, blue)))
    one, other = light + 0.05, _linear(ground) + 0.05
    return max(one, other) / min(one, other)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
