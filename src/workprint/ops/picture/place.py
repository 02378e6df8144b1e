"""Place."""

from typing import Literal

from workprint.base import Curve
from workprint.graph import Value, Video
from workprint.model import Canvas
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import even


class Place(VideoEffect):
    """Put the picture at a place on the canvas, whole and in its own shape, over what lies beneath.

    Into a corner, `margin` away from the edges; or with its upper left at `x`, `y`. With both a
    width and a height it fills that box (`fit` "crop") or lies inside it ("inside").
    """

    name = "place"
    group = "frame"
    title = {"en": "Place", "zh": "放置"}
    say = {
        "en": ("place", "move it to the corner", "put it in the corner", "resize it", "position"),
        "zh": ("放置", "放到角落", "移到右上角", "移到左下角", "调整位置", "缩小到"),
    }
    examples = {"en": "place clip 2 in the top right corner", "zh": "把第二段放置到右上角"}
    main = "width"
    before_fit = True

    corner: Literal["top-right", "top-left", "bottom-right", "bottom-left", "center", "full"] = Param(
        "top-right", en="Corner", zh="位置"
    )
    width: float | None = Param(None, gt=0, le=1, en="Width", zh="宽", unit="of the canvas")
    height: float | None = Param(None, gt=0, le=1, en="Height", zh="高", unit="of the canvas")
    margin: float = Param(0.03, ge=0, le=0.4, en="Margin", zh="边距", unit="of the canvas width")
    x: float | None = Param(None, ge=-1, le=2, en="Left edge", zh="左边", unit="of the canvas", animates=True)
    y: float | None = Param(
        None, ge=-1, le=2, en="Upper edge", zh="上边", unit="of the canvas", animates=True
    )
    fit: Literal["crop", "inside"] = Param("crop", en="Into a box", zh="适配")

    def build(self, video: Video, context: Context) -> Video:
        picture, left, top = self._sized(video, context.canvas)
        x, y = self._corner(picture, context.canvas)
        return picture.at(
            _pixels(self.x, context.canvas.width, left, x), _pixels(self.y, context.canvas.height, top, y)
        )

    def _sized(self, video: Video, canvas: Canvas) -> tuple[Video, int, int]:
        """The scaled picture, and how far inside its box it lies."""
        width, height = self.width, self.height
        if self.corner == "full" and self.x is None and self.y is None:
            width, height = width or 1.0, height or 1.0
        if width and height:
            return self._boxed(video, even(width * canvas.width), even(height * canvas.height))
        if height:
            scale = height * canvas.height / video.height
        else:
            scale = (width or 0.3) * canvas.width / video.width
        return video.scaled(even(video.width * scale), even(video.height * scale), flags="bicubic"), 0, 0

    def _boxed(self, video: Video, width: int, height: int) -> tuple[Video, int, int]:
        scales = width / video.width, height / video.height
        scale = max(scales) if self.fit == "crop" else min(scales)
        picture = video.scaled(even(video.width * scale), even(video.height * scale), flags="bicubic")
        if self.fit == "inside":
            return picture, (width - picture.width) // 2, (height - picture.height) // 2
        width, height = min(width, picture.width), min(height, picture.height)
        return picture.filter("crop", w=width, h=height).sized(width, height), 0, 0

    def _corner(self, picture: Video, canvas: Canvas) -> tuple[int, int]:
        far_x, far_y = canvas.width - picture.width, canvas.height - picture.height
        if self.corner in ("center", "full"):
            return far_x // 2, far_y // 2
        edge = round(self.margin * canvas.width)
        return (
            far_x - edge if self.corner.endswith("right") else edge,
            far_y - edge if self.corner.startswith("bottom") else edge,
        )


def _pixels(asked: float | None, whole: int, inset: int, otherwise: int) -> Value:
    if asked is None:
        return otherwise
    if isinstance(asked, Curve):
        return asked * whole + inset
    return round(asked * whole) + inset
