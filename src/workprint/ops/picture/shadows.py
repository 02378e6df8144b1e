"""Shadows."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Shadows(VideoEffect):
    """Open up (above 0) or deepen (below 0) the dark parts; black and the lights stay."""

    name = "shadows"
    group = "colour"
    title = {"en": "Shadows", "zh": "阴影"}
    say = {
        "en": (
            "shadows",
            "lift the shadows",
            "open up the shadows",
            "deepen the shadows",
            "crush the blacks",
        ),
        "zh": ("阴影", "提亮阴影", "暗部", "暗部提亮", "压暗阴影"),
    }
    examples = {"en": "lift the shadows in clip 1", "zh": "提亮第一段的阴影"}
    main = "amount"

    amount: float = Param(0.4, ge=-1, le=1, en="Amount", zh="程度")

    def build(self, video: Video, context: Context) -> Video:
        light = "(val-minval)/(maxval-minval)"
        moved = f"val+(maxval-minval)*{1.6 * self.amount:.5f}*{light}*pow(1-{light},3)"
        return video.filter("lutyuv", y=f"if(between(val,minval,maxval),clip({moved},minval,maxval),val)")
