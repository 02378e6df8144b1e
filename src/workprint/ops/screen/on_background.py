"""On a background."""

from dataclasses import replace
from typing import Literal

from workprint.base import Fault
from workprint.graph import Value, Video
from workprint.ops.generators._ground import graded
from workprint.ops.operation import Context, Param, VideoEffect
from workprint.ops.picture.corners import backdrop, corners, plain
from workprint.ops.picture.pixels import composed, even
from workprint.ops.text.colors import Color, rgba

SHADOW = 4
"""A shadow is made this many times smaller: it has no detail."""


class NoPictureBehind(Fault):
    code = "no_picture_behind"
    en = "A background picture can only be shown inside a timeline that has it in its library."
    zh = "背景图片只能在素材库中含有它的时间线里显示。"


class OnBackground(VideoEffect):
    """The picture whole and a little smaller, with rounded corners and a shadow, on a gradient, a colour
    or a photo that fills the canvas.

    Errors: NoPictureBehind.
    """

    name = "on_background"
    group = "screen"
    title = {"en": "On a background", "zh": "放在背景上"}
    say = {
        "en": ("put it on a background", "on a gradient background", "background with padding and shadow"),
        "zh": ("放在背景上", "放到渐变背景上", "加背景和阴影"),
    }
    examples = {"en": "put it on a gradient background", "zh": "把画面放在渐变背景上"}
    main = "padding"
    before_fit = True

    ground: Literal["gradient", "color", "image"] = Param("gradient", en="Ground", zh="背景")
    first: Color = Param("#2b5876", en="Colour", zh="颜色")
    last: Color = Param("#8e5a9e", en="Second colour", zh="第二种颜色")
    image: str = Param("", en="Photo (media)", zh="图片（素材）")
    padding: float = Param(0.08, ge=0, le=0.4, en="Padding", zh="边距", unit="of the shorter side")
    radius: float = Param(0.03, ge=0, le=0.5, en="Corner radius", zh="圆角半径", unit="of the shorter side")
    shadow: float = Param(0.5, ge=0, le=1, en="Shadow", zh="阴影")

    def build(self, video: Video, context: Context) -> Video:
        width, height = context.canvas.width, context.canvas.height
        edge = self.padding * min(width, height)
        scale = min((width - 2 * edge) / video.width, (height - 2 * edge) / video.height)
        inner = video.scaled(even(video.width * scale), even(video.height * scale), flags="bicubic")
        x, y = (
            2 * round((whole - part) / 4) for whole, part in ((width, inner.width), (height, inner.height))
        )
        box = (x, y, inner.width, inner.height)
        radius = self.radius * min(inner.width, inner.height)
        # A frame with a hole, one picture, is laid over all: cheaper than cutting each.
        hole = corners(inner, box, radius, (width, height), False, context.first)
        frame = composed(self._shaded(inner, box, radius, context)).filter("alphamerge", hole)
        pad: dict[str, Value] = {"w": width, "h": height, "x": x, "y": y}
        if inner.alpha:
            back = backdrop(inner, _hex(self.first), (width, height), video.frames, context.first)
            below = back.filter("overlay", inner, x=x, y=y)
        else:
            below = inner.filter("pad", **pad, color=_hex(self.first))
        return below.filter("overlay", frame).opaque().sized(width, height)

    def _shaded(self, like: Video, box: tuple[int, int, int, int], radius: float, context: Context) -> Video:
        """One picture: the ground, with the shadow of the rounded rectangle on it."""
        ground = self._ground(context)
        if not self.shadow:
            return ground
        size = even(ground.width / SHADOW), even(ground.height / SHADOW)
        low = 0.012 * context.canvas.height
        place = (box[0], box[1] + round(low), box[2], box[3])
        small = tuple(round(value / SHADOW) for value in place)
        mask = corners(
            like, (small[0], small[1], small[2], small[3]), radius / SHADOW, size, True, context.first
        )
        soft = mask.filter("gblur", sigma=2 * low / SHADOW, steps=2)
        soft = soft.filter("lutyuv", y=f"val*{0.8 * self.shadow:.3f}")
        wide = soft.scaled(ground.width, ground.height, flags="bilinear").filter("format", pix_fmts="gray")
        black = plain(like, "black", (ground.width, ground.height), 1, context.first).filter(
            "format", pix_fmts="yuva420p"
        )
        shade = black.filter("alphamerge", wide)
        return ground.filter("overlay", shade, format="yuv444").opaque()

    def _ground(self, context: Context) -> Video:
        """One picture that fills the canvas."""
        one = replace(context, frames=1)
        if self.ground != "image":
            last = self.last if self.ground == "gradient" else self.first
            return _starting(graded(self.first, last, "diagonal", 0, one), context)
        if context.still is None or not self.image:
            raise NoPictureBehind()
        photo = context.still(self.image)
        width, height = context.canvas.width, context.canvas.height
        scale = max(width / photo.width, height / photo.height)
        wide = photo.scaled(
            max(even(photo.width * scale), width), max(even(photo.height * scale), height), flags="bicubic"
        )
        x, y = (wide.width - width) // 4 * 2, (wide.height - height) // 4 * 2
        cut = wide.filter("crop", w=width, h=height, x=x, y=y, exact=1).sized(width, height)
        return _starting(cut, context)


def _starting(video: Video, context: Context) -> Video:
    """One picture whose time is that at which the stream begins."""
    rate = context.rate
    return video.filter("setpts", expr=f"({context.first})/({rate.numerator}/{rate.denominator}*TB)")


def _hex(color: str) -> str:
    red, green, blue, _ = rgba(color)
    return f"#{red:02x}{green:02x}{blue:02x}"
