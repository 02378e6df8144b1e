"""Opacity."""

from workprint.base import Curve
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, rgb


class Opacity(VideoEffect):
    """How much the picture covers what lies beneath: 1 all of it, 0 nothing."""

    name = "opacity"
    group = "frame"
    title = {"en": "Opacity", "zh": "不透明度"}
    say = {
        "en": (
            "opacity",
            "transparent",
            "transparency",
            "see-through",
            "semi-transparent",
            "watermark opacity",
        ),
        "zh": ("不透明度", "透明度", "半透明", "透明一点", "变透明"),
    }
    examples = {"en": "set the opacity of clip 1 to 50%", "zh": "把第一段的不透明度设为50%"}
    main = "amount"

    amount: float = Param(0.5, ge=0, le=1, en="Amount", zh="程度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        layer = video.with_alpha()
        if isinstance(self.amount, Curve):
            return composed(rgb(layer).filter("colorchannelmixer", aa=self.amount))
        return layer.filter("lutyuv", a=f"val*{self.amount}")
