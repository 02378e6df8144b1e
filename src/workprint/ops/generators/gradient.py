"""Gradient."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoGenerator
from workprint.ops.text.colors import Color

from ._ground import graded


class Gradient(VideoGenerator):
    """A picture that goes from one colour to another; it can turn slowly."""

    name = "gradient"
    group = "generator"
    title = {"en": "Gradient", "zh": "渐变背景"}
    say = {
        "en": ("gradient", "gradient background", "color gradient"),
        "zh": ("渐变背景", "渐变画面", "渐变色", "渐变色背景"),
    }
    examples = {"en": "add a gradient background for 3 seconds", "zh": "加3秒渐变背景"}

    first: Color = Param("#1d2b64", en="First colour", zh="起始颜色")
    last: Color = Param("#f8cdda", en="Last colour", zh="结束颜色")
    towards: Literal["down", "right", "diagonal", "radial"] = Param("diagonal", en="Towards", zh="方向")
    motion: float = Param(0.0, ge=0, le=1, en="Motion", zh="运动")

    def build(self, context: Context) -> Video:
        return graded(self.first, self.last, self.towards, self.motion, context)
