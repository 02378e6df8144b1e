"""Flip."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Flip(VideoEffect):
    """Mirror the picture, left for right (horizontal) or top for bottom (vertical)."""

    name = "flip"
    group = "frame"
    title = {"en": "Flip", "zh": "翻转"}
    say = {
        "en": ("flip", "mirror", "flip horizontally", "flip vertically", "mirrored"),
        "zh": ("翻转", "镜像", "水平翻转", "垂直翻转", "左右翻转", "上下翻转"),
    }
    examples = {"en": "flip clip 1 horizontally", "zh": "把第一段水平翻转"}
    main = "direction"

    direction: Literal["horizontal", "vertical", "both"] = Param("horizontal", en="Direction", zh="方向")

    def build(self, video: Video, context: Context) -> Video:
        if self.direction != "vertical":
            video = video.filter("hflip")
        return video if self.direction == "horizontal" else video.filter("vflip")
