"""Brightness."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Brightness(VideoEffect):
    """Lighter or darker, most in the middle tones; 0 is the picture as it is."""

    name = "brightness"
    group = "colour"
    title = {"en": "Brightness", "zh": "亮度"}
    say = {
        "en": (
            "brightness",
            "brighten",
            "brighter",
            "lighten",
            "lighter",
            "too dark",
            "darker",
            "too bright",
            "darken",
            "dim",
        ),
        "zh": ("亮度", "提亮", "调亮", "亮一点", "变亮", "太暗", "调暗", "暗一点", "变暗", "压暗", "太亮"),
    }
    examples = {"en": "brighten clip 2 a bit", "zh": "第二段太暗了，提亮一点"}
    main = "amount"

    amount: float = Param(0.15, ge=-1, le=1, en="Amount", zh="程度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        # Gamma keeps black and white where they are; the small offset helps very dark footage.
        lit = video.filter(
            "eq", gamma=f"pow(3,{self.amount})", brightness=f"0.12*{self.amount}", eval="frame"
        )
        return lit.filter("hue", s=f"1+0.3*{self.amount}")
