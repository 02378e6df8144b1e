"""Moving crop."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class MovingCrop(VideoEffect):
    """Only a part of the picture, of one size, whose place keyframes can move; what is left is fitted anew."""

    name = "moving_crop"
    group = "screen"
    title = {"en": "Moving crop", "zh": "移动裁剪"}
    say = {"en": ("moving crop", "panning crop"), "zh": ("移动裁剪", "平移裁剪")}
    examples = {"en": "add the effect moving crop to clip 1", "zh": "给第一段添加效果移动裁剪"}
    main = "width"
    before_fit = True

    x: float = Param(0.125, ge=0, le=1, en="Left edge", zh="左边", unit="of the width", animates=True)
    y: float = Param(0.125, ge=0, le=1, en="Upper edge", zh="上边", unit="of the height", animates=True)
    width: float = Param(0.75, gt=0, le=1, en="Width", zh="宽", unit="of the width")
    height: float = Param(0.75, gt=0, le=1, en="Height", zh="高", unit="of the height")

    def build(self, video: Video, context: Context) -> Video:
        width, height = (
            max(16, 2 * round(share * side / 2))
            for share, side in ((self.width, video.width), (self.height, video.height))
        )
        width, height = min(width, video.width), min(height, video.height)
        x = f"clip(({self.x})*{video.width},0,{video.width - width})"
        y = f"clip(({self.y})*{video.height},0,{video.height - height})"
        return video.filter("crop", w=width, h=height, x=x, y=y, exact=True).sized(width, height)
