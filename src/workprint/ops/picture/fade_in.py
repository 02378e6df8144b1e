"""Fade in."""

from fractions import Fraction
from typing import Literal

from workprint.base import Range, frames
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .fading import faded


class FadeIn(VideoEffect):
    """The picture comes up out of black or white; "clear" lets it appear over what lies beneath.

    The first frame is all colour, the frame after the fade is untouched. A picture with
    transparency always appears by its transparency.
    """

    name = "fade_in"
    group = "fade"
    title = {"en": "Fade in", "zh": "淡入"}
    say = {
        "en": (
            "fade in",
            "fade up",
            "fade from black",
            "fade in from black",
            "fade from white",
            "fade in from white",
        ),
        "zh": ("淡入", "渐入", "渐显", "从黑场淡入", "从黑渐亮", "从白场淡入", "黑场进"),
    }
    examples = {"en": "fade in clip 1 from black", "zh": "第一段从黑场淡入"}
    main = "duration"
    timed = True

    duration: float = Param(1.0, gt=0, le=60, en="Duration", zh="时长", unit="s")
    color: Literal["black", "white", "clear"] = Param("black", en="Colour", zh="颜色")

    def build(self, video: Video, context: Context) -> Video:
        count = self._count(context.frames, context.rate)
        if count < 1:  # One single frame: the first is also the last.
            return video
        return faded(video, context, "in", 0, count, self.color)

    def idle(self, span: Range, frames: int, rate: Fraction) -> bool:
        return span.start > self._count(frames, rate)

    def _count(self, length: int, rate: Fraction) -> int:
        """Frames that it takes."""
        return min(max(1, frames(self.duration, rate)), length - 1)
