"""Colour."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoGenerator
from workprint.ops.text.colors import Color as ColorName

from ._ground import plain


class Color(VideoGenerator):
    """A picture of one colour."""

    name = "color"
    group = "generator"
    title = {"en": "Colour", "zh": "纯色"}
    say = {
        "en": (
            "solid color",
            "solid colour",
            "plain color",
            "color card",
            "black screen",
            "color background",
        ),
        "zh": ("纯色", "纯色背景", "纯色画面", "黑屏", "色卡"),
    }
    examples = {"en": "add a solid color card for 2 seconds", "zh": "加2秒纯色画面"}
    main = "color"

    color: ColorName = Param("black", en="Colour", zh="颜色")

    def build(self, context: Context) -> Video:
        return plain(self.color, context)
