"""Grain."""

from fractions import Fraction

from workprint.graph import Node, Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import planes

SEED = 7
PLACES = (127, 113)
"""How many places across and down a frame may take its grain from."""
STEPS = (53, 29)


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
    timed = True

    strength: float = Param(0.3, ge=0, le=1, en="Strength", zh="强度")

    def build(self, video: Video, context: Context) -> Video:
        video = planes(video)
        grain = self._grain(video, context)
        # The grain lies on grey: what is lighter or darker than that is added.
        return video.filter("blend", grain, c0_mode="grainmerge", shortest=True)

    def _grain(self, video: Video, context: Context) -> Video:
        """One large plate of grain, of which every frame shows another part: which, its number in the
        item alone says, so a film rendered in pieces has the same grain as one rendered in one go."""
        across, down = (2 * (count - 1) for count in PLACES)
        args = (
            ("color", "gray"), ("size", f"{video.width + across}x{video.height + down}"), ("rate", context.rate),
        )  # fmt: skip
        plate = Video(Node("color", args, origin=context.origin), 0, rate=context.rate, alpha=video.alpha)
        plate = planes(plate.filter("trim", end_frame=1)).filter("setparams", range="tv")
        plate = plate.filter("lutyuv", y=128, u=128, v=128)
        plate = plate.filter("noise", c0_strength=round(40 * self.strength), c0_seed=SEED)
        number = f"(n+{context.first - round(context.zero * context.rate)})"
        x, y = (
            f"2*mod({number}*({number}*3+{step}),{count})" for step, count in zip(STEPS, PLACES, strict=True)
        )
        shown = plate.filter("loop", loop=-1, size=1).filter("crop", w=video.width, h=video.height, x=x, y=y)
        # Half a frame early: each meets its frame, whatever units that counts time in.
        rate = Fraction(context.rate)
        shown = shown.filter("settb", expr=f"{rate.denominator}/{2 * rate.numerator}")
        return shown.filter("setpts", expr=f"2*N+{2 * context.first - 1}")
