"""Saturation."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Saturation(VideoEffect):
    """Stronger or paler colours: 1 is the picture as it is, 0 has no colour, 2 twice as much."""

    name = "saturation"
    group = "colour"
    title = {"en": "Saturation", "zh": "饱和度"}
    say = {
        "en": (
            "saturation",
            "saturate",
            "more saturated",
            "more colorful",
            "more colourful",
            "boost the colors",
            "desaturate",
            "less saturated",
            "paler colors",
        ),
        "zh": (
            "饱和度",
            "饱和",
            "更饱和",
            "颜色更浓",
            "色彩浓一点",
            "颜色淡一点",
            "降低饱和度",
            "提高饱和度",
        ),
    }
    examples = {"en": "increase the saturation of clip 2", "zh": "提高第二段的饱和度"}
    main = "amount"

    amount: float = Param(1.3, ge=0, le=3, en="Amount", zh="程度", unit="×", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        return video.filter("hue", s=f"{self.amount}")
