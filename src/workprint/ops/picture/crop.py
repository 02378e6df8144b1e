"""Crop."""

from workprint.base import Fault
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .cutout import cutout

SMALLEST = 16
"""Pixels that must be left in each direction."""


class CropTooMuch(Fault):
    code = "crop_too_much"
    en = "Cropping {left:.0%} left, {right:.0%} right, {top:.0%} top and {bottom:.0%} bottom leaves no picture."
    zh = "左 {left:.0%}、右 {right:.0%}、上 {top:.0%}、下 {bottom:.0%} 的裁剪后没有画面了。"


class Crop(VideoEffect):
    """Cut off the picture's edges, as fractions of its width and height; what is left is fitted anew.
    With a middle (`x`, `y`) the largest part in the canvas' shape around it fills the canvas;
    keyframes make it follow somebody.

    Errors: CropTooMuch.
    """

    name = "crop"
    group = "frame"
    title = {"en": "Crop", "zh": "裁剪画面"}
    say = {
        "en": (
            "crop",
            "crop off",
            "crop the edges",
            "cut off the edges",
            "trim the edges",
            "crop the left",
            "crop the right",
            "crop the top",
            "crop the bottom",
        ),
        "zh": ("裁剪画面", "裁掉边缘", "裁边", "裁掉左边", "裁掉右边", "裁掉上边", "裁掉下边", "画面裁剪"),
    }
    examples = {"en": "crop 10% off the left of clip 1", "zh": "第一段裁掉左边10%"}
    before_fit = True

    left: float = Param(0.0, ge=0, lt=1, en="Left", zh="左", unit="of the width")
    top: float = Param(0.0, ge=0, lt=1, en="Top", zh="上", unit="of the height")
    right: float = Param(0.0, ge=0, lt=1, en="Right", zh="右", unit="of the width")
    bottom: float = Param(0.0, ge=0, lt=1, en="Bottom", zh="下", unit="of the height")

    x: float | None = Param(
        None, ge=0, le=1, en="Middle, from the left", zh="中心横向位置", unit="of the width", animates=True
    )
    y: float | None = Param(
        None, ge=0, le=1, en="Middle, from the top", zh="中心纵向位置", unit="of the height", animates=True
    )

    def build(self, video: Video, context: Context) -> Video:
        part = self._edges(video)
        if self.x is None and self.y is None:
            return part
        return cutout(part, context.canvas, self.x, self.y)

    def _edges(self, video: Video) -> Video:
        # Even positions and sizes, since colour is stored for pairs of pixels.
        x, right = (2 * round(video.width * part / 2) for part in (self.left, 1 - self.right))
        y, bottom = (2 * round(video.height * part / 2) for part in (self.top, 1 - self.bottom))
        width, height = min(right, video.width) - x, min(bottom, video.height) - y
        if width < SMALLEST or height < SMALLEST:
            raise CropTooMuch(left=self.left, right=self.right, top=self.top, bottom=self.bottom)
        return video.filter("crop", w=width, h=height, x=x, y=y, exact=True).sized(width, height)
