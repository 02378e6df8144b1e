"""Black and white."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class BlackAndWhite(VideoEffect):
    """Shades of grey only; below 1 some of the colour stays."""

    name = "black_and_white"
    group = "look"
    title = {"en": "Black and white", "zh": "黑白"}
    say = {
        "en": (
            "black and white",
            "black & white",
            "b&w",
            "grayscale",
            "greyscale",
            "monochrome",
            "remove the color",
            "remove the colour",
        ),
        "zh": ("黑白", "黑白滤镜", "变成黑白", "去色", "单色", "灰度"),
    }
    examples = {"en": "make clip 2 black and white", "zh": "把第二段变成黑白"}
    main = "strength"

    strength: float = Param(1.0, ge=0, le=1, en="Strength", zh="强度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        return video.filter("hue", s=f"1-{self.strength}")
