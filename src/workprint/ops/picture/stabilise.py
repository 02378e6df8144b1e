"""Stabilise."""

from workprint.graph import Made, Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import keeping_alpha


class Stabilise(VideoEffect):
    """A steadier camera. The picture is enlarged just enough to hide the edges that move in.

    Made in two passes: the camera's motion is measured first.
    """

    name = "stabilise"
    group = "frame"
    title = {"en": "Stabilise", "zh": "防抖"}
    say = {
        "en": (
            "stabilise",
            "stabilize",
            "stabilization",
            "shaky",
            "too shaky",
            "steady the shot",
            "smooth the camera",
            "handheld shake",
        ),
        "zh": ("防抖", "稳定画面", "画面太抖", "去抖动", "增稳", "抖动", "稳一点"),
    }
    examples = {"en": "stabilize clip 1", "zh": "给第一段防抖"}
    main = "strength"
    whole = True

    strength: float = Param(0.5, ge=0, le=1, en="Strength", zh="强度")
    shakiness: int = Param(5, ge=1, le=10, en="How shaky it is", zh="抖动程度")

    def build(self, video: Video, context: Context) -> Video:
        motion = Made.of("motion", {"shakiness": self.shakiness}, video)
        # Averages the camera's path over as much as two seconds before and after.
        span = max(1, round(2 * self.strength * float(context.rate)))

        def steadied(picture: Video) -> Video:
            return picture.filter("vidstabtransform", input=motion, smoothing=span, optzoom=1, crop="black")

        return keeping_alpha(video, steadied)
