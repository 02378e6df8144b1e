"""A window that moves over the picture in parts of pixels."""

from workprint.base import Curve
from workprint.graph import Video


def window(video: Video, zoom: float, x: float, y: float, first: int) -> Video:
    """The part 1/`zoom` as wide and high, filling the frame. The point at `x`, `y` (fractions) stays
    where it is. Any of the three may be a `Curve`; `first` is the frame with which the
    stream begins on its clock.

    `perspective` samples between pixels; scaling and cropping would jump from pixel to pixel.
    """
    rate = video.rate
    clock = f"((on-1+{first})*{rate.denominator}/{rate.numerator})"

    def now(value: float) -> str:
        return value.expression(clock) if isinstance(value, Curve) else f"{value:.6f}"

    # Pixels are counted from their corners, the picture from their centres: hence the half.
    left = f"st(0,{now(zoom)});({now(x)}*W-0.5)*(1-1/ld(0))"
    top = f"st(0,{now(zoom)});({now(y)}*H-0.5)*(1-1/ld(0))"
    right, bottom = f"{left}+W/ld(0)", f"{top}+H/ld(0)"
    moves = any(isinstance(value, Curve) for value in (zoom, x, y))
    return video.filter(
        "perspective",
        x0=left, y0=top, x1=right, y1=top, x2=left, y2=bottom, x3=right, y3=bottom,
        sense="source", eval="frame" if moves else "init",
    )  # fmt: skip
