"""Vivid look."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Vivid(VideoEffect):
    """Rich colours and a little more contrast, as on a postcard."""

    name = "vivid"
    group = "look"
    title = {"en": "Vivid look", "zh": "鲜艳"}
    say = {
        "en": (
            "vivid",
            "vibrant",
            "make the colors pop",
            "make the colours pop",
            "make it pop",
            "make them pop",
            "punchy colors",
            "postcard look",
        ),
        "zh": ("鲜艳", "鲜明", "艳丽", "色彩鲜艳", "颜色鲜艳一点", "更有活力的颜色"),
    }
    examples = {"en": "make clip 1 more vivid", "zh": "让第一段更鲜艳"}
    main = "strength"

    strength: float = Param(0.6, ge=0, le=1, en="Strength", zh="强度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        deeper = video.filter("eq", contrast=f"1+0.12*{self.strength}", eval="frame")
        return deeper.filter("hue", s=f"1+0.5*{self.strength}")
