"""Warm look."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, rgb


class Warm(VideoEffect):
    """Late-afternoon light: golden, with slightly richer colours."""

    name = "warm"
    group = "look"
    title = {"en": "Warm look", "zh": "暖色调"}
    say = {
        "en": (
            "warm look",
            "warm filter",
            "warm tone",
            "golden hour",
            "more golden",
            "golden look",
            "sunset look",
            "cozy look",
        ),
        "zh": ("暖色调", "暖调", "暖色滤镜", "暖色", "金色阳光", "夕阳色调"),
    }
    examples = {"en": "give clip 1 a warm look", "zh": "给第一段加暖色调"}
    main = "strength"

    strength: float = Param(0.5, ge=0, le=1, en="Strength", zh="强度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        rich = video.filter("hue", s=f"1+0.2*{self.strength}")
        return composed(
            rgb(rich).filter(
                "colorchannelmixer",
                rr=1 + self.strength * 0.16,
                gg=1 + self.strength * 0.01,
                bb=1 - self.strength * 0.26,
            )
        )
