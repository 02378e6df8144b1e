"""Grain."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import planes


class Grain(VideoEffect):
    """Moving film grain in the brightness; the same every time the film is rendered."""

    name = "grain"
    group = "detail"
    title = {"en": "Film grain", "zh": "胶片颗粒"}
    say = {
        "en": ("film grain", "add grain", "grain", "add noise to the picture"),
        "zh": ("胶片颗粒", "颗粒", "加颗粒", "颗粒感", "画面加噪点"),
    }
    examples = {"en": "add film grain to clip 1", "zh": "给第一段加胶片颗粒"}
    main = "strength"

    strength: float = Param(0.3, ge=0, le=1, en="Strength", zh="强度")

    def build(self, video: Video, context: Context) -> Video:
        # By what it lies on, not by when: the same stretch has the same grain wherever it is shown.
        seed = 1 + int(video.node.key[:6], 16)
        return planes(video).filter(
            "noise", c0_strength=round(40 * self.strength), c0_flags="t", c0_seed=seed
        )
