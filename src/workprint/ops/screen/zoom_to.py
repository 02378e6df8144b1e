"""Zoom to a place."""

from dataclasses import replace

from workprint.base import Curve
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect
from workprint.ops.picture.window import window

from .values import largest, steady, within


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
        amount: float | Curve = self.amount
        x, y = (_focused(value, most) for value in (self.x, self.y))
        curves: list[Curve] = [each for each in (amount, x, y) if isinstance(each, Curve)]
        if not curves:
            return _enlarged(video, self.amount, x, y)
        first = min(curve.points[0][0] for curve in curves)
        last = max(curve.points[-1][0] for curve in curves)
        amount = within(amount, first, last, 1.0, curves[0])
        if context.apart:
            here = context.first - round(context.zero * video.rate)
            still = [steady(value, here) for value in (amount, x, y)]  # type: ignore[arg-type]
            if still[0] is not None and still[1] is not None and still[2] is not None:
                return _enlarged(video, still[0], still[1], still[2])
        return window(video, amount, x, y, context.first)  # type: ignore[arg-type]  # curves stand in


def _enlarged(video: Video, amount: float, x: float, y: float) -> Video:
    """Standing still, the part is cut out; what fits it to the canvas enlarges it, once."""
    if amount == 1:
        return video
    width, height = (2 * round(side / amount / 2) for side in (video.width, video.height))
    left, top = (
        2 * round((whole - part) * at / 2)
        for whole, part, at in ((video.width, width, x), (video.height, height, y))
    )
    return video.filter("crop", w=width, h=height, x=left, y=top, exact=True).sized(width, height)


def _focused(value: float, amount: float) -> float:
    if isinstance(value, Curve):
        points = tuple((at, focus(centre, amount), ease) for at, centre, ease in value.points)
        return replace(value, points=points)
    return focus(value, amount)
