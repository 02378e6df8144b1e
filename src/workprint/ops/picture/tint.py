"""Tint."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, rgb


class Tint(VideoEffect):
    """Shift the colours towards magenta (above 0) or green (below 0), as against a lamp's cast."""

    name = "tint"
    group = "colour"
    title = {"en": "Tint", "zh": "色调"}
    say = {
        "en": (
            "tint",
            "too green",
            "looks green",
            "a bit green",
            "greenish",
            "green cast",
            "too magenta",
            "too pink",
            "magenta cast",
        ),
        "zh": ("色调", "偏绿", "发绿", "偏洋红", "偏品红", "太绿"),
    }
    examples = {"en": "clip 1 has a green cast", "zh": "第一段画面偏绿"}
    main = "amount"

    amount: float = Param(
        0.2, ge=-1, le=1, en="Amount (green to magenta)", zh="程度（绿到洋红）", animates=True
    )

    def build(self, video: Video, context: Context) -> Video:
        side = 1 + self.amount * 0.18
        return composed(rgb(video).filter("colorchannelmixer", rr=side, gg=1 - self.amount * 0.12, bb=side))
