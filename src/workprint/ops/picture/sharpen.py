"""Sharpen."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Sharpen(VideoEffect):
    """Crisper edges and texture; noise gets crisper too."""

    name = "sharpen"
    group = "detail"
    title = {"en": "Sharpen", "zh": "锐化"}
    say = {
        "en": ("sharpen", "sharper", "crisper", "crisp", "clearer picture", "looks soft"),
        "zh": ("锐化", "清晰一点", "更清晰", "变清晰", "画面锐利", "增强清晰度"),
    }
    examples = {"en": "sharpen clip 2", "zh": "把第二段锐化一下"}
    main = "strength"

    strength: float = Param(0.4, ge=0, le=1, en="Strength", zh="强度")

    def build(self, video: Video, context: Context) -> Video:
        return video.filter("unsharp", luma_amount=2 * self.strength)
