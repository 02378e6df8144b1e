"""Zoom to a place."""

from dataclasses import replace

from workprint.base import Curve
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect
from workprint.ops.picture.window import window

from .values import largest, now


def focus(centre: float, amount: float) -> float:
    """The point that stays where it is when the picture is enlarged so that `centre` comes to the
    middle, or as near to it as the frame's edge allows."""
    if amount <= 1:
        return 0.5
    return min(1.0, max(0.0, (centre - 0.5 / amount) / (1 - 1 / amount)))


class ZoomTo(VideoEffect):
    """Closer to a place of the footage, which comes to the middle as far as the frame's edges allow.

    It enlarges the footage itself, beneath its frame and background; keyframes make it come and go.
    """

    name = "zoom_to"
    group = "screen"
    title = {"en": "Zoom to a place", "zh": "放大局部"}
    say = {"en": ("zoom to a place", "zoom to the place"), "zh": ("放大局部", "局部放大")}
    examples = {"en": "zoom to a place of clip 1", "zh": "把第一段放大局部"}
    main = "amount"
    before_fit = True
    keyed = True
    staged = True

    amount: float = Param(1.8, ge=1, le=8, en="Amount", zh="倍数", unit="×", animates=True)
    x: float = Param(
        0.5, ge=0, le=1, en="Middle, from the left", zh="中心横向", unit="of the width", animates=True
    )
    y: float = Param(0.5, ge=0, le=1, en="Middle, from the top", zh="中心纵向", unit="of the height", animates=True)  # fmt: skip

    def build(self, video: Video, context: Context) -> Video:
        most = largest(self.amount)
        x, y = (_focused(value, most) for value in (self.x, self.y))
        first = context.first - round(context.zero * video.rate)
        still = [now(value, first, video.frames) for value in (self.amount, x, y)]
        amount, left, top = still
        if amount is None or left is None or top is None:
            return window(video, self.amount, x, y, context.first)
        if amount == 1:
            return video
        # Standing still, the part is cut out and enlarged once, with what fits it to the canvas.
        width, height = (2 * round(side / amount / 2) for side in (video.width, video.height))
        at = {
            "x": 2 * round((video.width - width) * left / 2),
            "y": 2 * round((video.height - height) * top / 2),
        }
        return video.filter("crop", w=width, h=height, exact=True, **at).sized(width, height)


def _focused(value: float, amount: float) -> float:
    if isinstance(value, Curve):
        points = tuple((at, focus(centre, amount), ease) for at, centre, ease in value.points)
        return replace(value, points=points)
    return focus(value, amount)
