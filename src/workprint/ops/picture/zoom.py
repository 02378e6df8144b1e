"""Zoom."""

from workprint.base import Curve
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import even
from .window import window


class Zoom(VideoEffect):
    """Closer to one point of the picture, which stays where it is; keyframes make it a move."""

    name = "zoom"
    group = "frame"
    title = {"en": "Zoom", "zh": "放大画面"}
    say = {
        "en": ("zoom", "zoom in", "zoom in on", "enlarge the picture", "closer", "close up", "magnify"),
        "zh": ("放大画面", "放大", "推近", "拉近", "画面放大", "镜头推近", "特写"),
    }
    examples = {"en": "zoom in on clip 2", "zh": "把第二段画面放大一点"}
    main = "amount"

    amount: float = Param(1.25, ge=1, le=10, en="Amount", zh="倍数", unit="×", animates=True)
    x: float = Param(
        0.5, ge=0, le=1, en="Focus, from the left", zh="焦点横向位置", unit="of the width", animates=True
    )
    y: float = Param(
        0.5, ge=0, le=1, en="Focus, from the top", zh="焦点纵向位置", unit="of the height", animates=True
    )

    def build(self, video: Video, context: Context) -> Video:
        if any(isinstance(value, Curve) for value in (self.amount, self.x, self.y)):
            return window(video, self.amount, self.x, self.y, context.first)
        width, height = even(video.width / self.amount), even(video.height / self.amount)
        left = round((video.width - width) * self.x)
        top = round((video.height - height) * self.y)
        part = video.filter("crop", w=width, h=height, x=left, y=top)
        return part.scaled(video.width, video.height, flags="bicubic")
