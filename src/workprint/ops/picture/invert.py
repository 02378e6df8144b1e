"""Invert."""

from workprint.graph import Video
from workprint.ops.operation import Context, VideoEffect


class Invert(VideoEffect):
    """A photographic negative: light is dark, each colour its opposite."""

    name = "invert"
    group = "look"
    title = {"en": "Negative", "zh": "反色"}
    say = {
        "en": ("invert the colors", "invert the colours", "invert", "negative", "x-ray look"),
        "zh": ("反色", "反相", "负片", "底片效果", "颜色反转"),
    }
    examples = {"en": "invert the colors of clip 1", "zh": "把第一段反色"}

    def build(self, video: Video, context: Context) -> Video:
        return video.filter("negate")
