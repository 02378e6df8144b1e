"""Hue."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Hue(VideoEffect):
    """Turn all colours around the colour wheel; 180 makes each its opposite."""

    name = "hue"
    group = "colour"
    title = {"en": "Hue", "zh": "色相"}
    say = {
        "en": ("hue", "shift the hue", "rotate the colors", "rotate the colours", "change the hue"),
        "zh": ("色相", "改变色相", "旋转色相", "偏移色相"),
    }
    examples = {"en": "shift the hue of clip 1 by 30 degrees", "zh": "把第一段的色相偏移30度"}
    main = "degrees"

    degrees: float = Param(30.0, ge=-360, le=360, en="Angle", zh="角度", unit="°", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        return video.filter("hue", h=f"{self.degrees}")
