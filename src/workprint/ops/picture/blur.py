"""Blur."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Blur(VideoEffect):
    """The whole picture out of focus. The same strength looks the same at every size."""

    name = "blur"
    group = "detail"
    title = {"en": "Blur", "zh": "模糊"}
    say = {
        "en": ("blur", "blur the picture", "blurry", "out of focus", "defocus", "soften"),
        "zh": ("模糊", "画面模糊", "虚化画面", "失焦", "柔化"),
    }
    examples = {"en": "blur clip 1", "zh": "把第一段模糊"}
    main = "strength"

    strength: float = Param(0.3, ge=0, le=1, en="Strength", zh="强度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        sigma = self.strength * (video.height / 20)
        # Said for both directions: by itself the vertical one would keep its first value.
        return video.filter("gblur", sigma=sigma, sigmaV=sigma)
