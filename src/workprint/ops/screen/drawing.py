"""Shapes drawn on a picture by script, sharper than its pixels and placed between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from workprint.base import Curve, seconds
from workprint.graph import Video
from workprint.model import Canvas
from workprint.ops.operation import Context
from workprint.ops.text import draw, script

FINE = 1000
"""Parts of a frame that the clock of a script counts."""
AHEAD = 7
"""Parts by which it is ahead: the filter cuts milliseconds off, and must not meet 2.9999."""
_K = 0.5523
"""How far the handles of a quarter of a circle reach, in radii."""

Lines = Callable[[Fraction], Sequence[str]]
"""Lines of a script, given the second of its clock at which the drawing begins."""


def lasting(value: float | Curve, context: Context) -> tuple[int, int]:
    """The frames of the item from which and up to which keyframes reach; all of it without any."""
    if isinstance(value, Curve):
        return value.points[0][0], value.points[-1][0]
    return 0, context.frames


def drawn(video: Video, context: Context, start: int, lines: Lines) -> Video:
    """The picture with lines on it that begin with frame `start` of the item.

    A script counts hundredths of a second: its clock is at one exactly when the drawing begins, so that
    where a rendered piece begins makes no difference to a pixel.
    """
    rate = video.rate
    first = context.first - round(context.zero * rate)
    step = (100 / rate).denominator
    lead = -(-(step + max(0, start - first)) // step) * step
    clocked = video.filter("settb", expr=1 / (rate * FINE))
    clocked = clocked.filter("setpts", expr=f"{FINE}*(N+{first - start + lead})+{AHEAD}")
    size = Canvas.model_construct(width=video.width, height=video.height)
    shown = draw(clocked, script(lines(seconds(lead, rate)), size))
    return shown.filter("settb", expr=1 / rate).filter("setpts", expr=f"N+{context.first}")


def circle(radius: float, hole: bool = False) -> str:
    """A drawing: a circle whose middle is at the position (with alignment 7). Drawn the other way round
    it is a `hole` in what is drawn around it."""
    r, k = radius, radius * _K
    corners = ((k, -r, r, -k, r, 0), (r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r))
    turn = -1 if hole else 1
    curves = " ".join(
        "b " + " ".join(f"{turn * value if i % 2 == 0 else value:.2f}" for i, value in enumerate(corner))
        for corner in corners
    )
    return f"m 0 {-r:.2f} {curves}"
