"""The part of a picture that fills the canvas, with its middle at a place that may move."""

from dataclasses import replace

from workprint.base import Curve
from workprint.graph import Value, Video
from workprint.model import Canvas

from .pixels import even


def cutout(video: Video, canvas: Canvas, x: float | None, y: float | None) -> Video:
    """The largest part in the canvas' shape, at its size, around the place `x`, `y` (shares of the
    picture; None is the middle; a `Curve` moves), as far as the picture's edges let it.

    Scaled first and cut afterwards: so it moves by the canvas' pixels and not by the footage's.
    """
    scale = max(canvas.width / video.width, canvas.height / video.height)
    width = max(even(video.width * scale), canvas.width)
    height = max(even(video.height * scale), canvas.height)
    whole = video.scaled(width, height, flags="bicubic")
    left, top = _edge(x, width, canvas.width, video), _edge(y, height, canvas.height, video)
    size = canvas.width, canvas.height
    return whole.filter("crop", w=size[0], h=size[1], x=left, y=top, exact=1).sized(*size)


def _edge(middle: float | None, whole: int, part: int, video: Video) -> Value:
    """Where a part of `part` pixels begins in `whole`."""
    room = whole - part
    if isinstance(middle, Curve):
        values = {value for _, value, _ in middle.points}
        if len(values) > 1 and room:
            # Reckoned in whole frames: in seconds the last digit, which depends on where the rendered
            # piece begins, would decide between two pixels.
            frame = f"floor(t*{video.rate.numerator}/{video.rate.denominator}+0.5)"
            counted = replace(middle, rate=middle.rate / middle.rate, zero=middle.zero * middle.rate)
            return f"clip({(counted * whole - part / 2).expression(frame)},0,{room})"
        middle = values.pop()
    at = room / 2 if middle is None else middle * whole - part / 2
    # Even, since colour is stored for pairs of pixels.
    return min(max(0, 2 * round(at / 2)), room // 2 * 2)
