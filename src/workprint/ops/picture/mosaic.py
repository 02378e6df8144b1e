"""Mosaic."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import even, keeping_alpha


class Mosaic(VideoEffect):
    """Hide a rectangle behind coarse blocks or a blur. Its place and size are fractions of the picture,
    counted from the upper left; keyframes of `x` and `y` follow what moves."""

    name = "mosaic"
    group = "hide"
    title = {"en": "Mosaic", "zh": "马赛克"}
    say = {
        "en": (
            "mosaic",
            "pixelate",
            "censor",
            "blur out",
            "blur the license plate",
            "blur the logo",
            "redact",
        ),
        "zh": ("马赛克", "打码", "打马赛克", "遮住", "模糊车牌", "像素化", "遮挡"),
    }
    examples = {"en": "pixelate the centre of clip 1", "zh": "给第一段中间打马赛克"}
    main = "strength"

    x: float = Param(0.35, ge=0, le=1, en="Left edge", zh="左边", unit="of the width", animates=True)
    y: float = Param(0.35, ge=0, le=1, en="Upper edge", zh="上边", unit="of the height", animates=True)
    width: float = Param(0.3, gt=0, le=1, en="Width", zh="宽", unit="of the width")
    height: float = Param(0.3, gt=0, le=1, en="Height", zh="高", unit="of the height")
    mode: Literal["mosaic", "blur"] = Param("mosaic", en="Manner", zh="方式")
    strength: float = Param(0.5, ge=0, le=1, en="Coarseness", zh="粗细")

    def build(self, video: Video, context: Context) -> Video:
        return keeping_alpha(video, self._hidden)

    def _hidden(self, video: Video) -> Video:
        width = min(even(video.width * self.width), video.width)
        height = min(even(video.height * self.height), video.height)
        # Even positions: cutting out and laying back must agree to the pixel.
        x = f"2*floor(clip(({self.x})*{video.width},0,{video.width - width})/2)"
        y = f"2*floor(clip(({self.y})*{video.height},0,{video.height - height})/2)"
        patch = video.filter("crop", w=width, h=height, x=x, y=y)
        if self.mode == "blur":
            hidden = patch.filter("gblur", sigma=video.height * (0.008 + 0.06 * self.strength), steps=2)
        else:
            block = max(2, round(video.height * (0.015 + 0.07 * self.strength)))
            hidden = patch.filter("pixelize", width=min(block, width), height=min(block, height))
        return video.filter("overlay", hidden, x=x, y=y)
