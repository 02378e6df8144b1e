"""Contrast."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Contrast(VideoEffect):
    """Light and dark further apart, or closer together; 0 is the picture as it is, -1 flat grey."""

    name = "contrast"
    group = "colour"
    title = {"en": "Contrast", "zh": "对比度"}
    say = {
        "en": (
            "contrast",
            "more contrast",
            "less contrast",
            "punchier",
            "looks flat",
            "too flat",
            "washed out",
        ),
        "zh": ("对比度", "对比", "反差", "增加对比", "降低对比", "画面发灰", "灰蒙蒙"),
    }
    examples = {"en": "add more contrast to clip 1", "zh": "给第一段增加对比度"}
    main = "amount"

    amount: float = Param(0.2, ge=-1, le=1, en="Amount", zh="程度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        return video.filter("eq", contrast=f"1+{self.amount}", eval="frame")
