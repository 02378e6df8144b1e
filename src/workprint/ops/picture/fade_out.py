"""Fade out."""

from fractions import Fraction
from typing import Literal

from workprint.base import Range, frames
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .fading import faded


class FadeOut(VideoEffect):
    """The picture goes into black or white; "clear" lets it vanish from over what lies beneath.

    The last frame is all colour, the frame before the fade is untouched. A picture with
    transparency always vanishes by its transparency.
    """

    name = "fade_out"
    group = "fade"
    title = {"en": "Fade out", "zh": "淡出"}
    say = {
        "en": (
            "fade out",
            "fade to black",
            "fade out to black",
            "fade down",
            "fade to white",
            "fade out to white",
        ),
        "zh": ("淡出", "渐出", "渐隐", "淡出到黑场", "渐黑", "淡出到白场", "黑场出"),
    }
    examples = {"en": "fade out clip 2 to black", "zh": "第二段淡出到黑场"}
    main = "duration"
    timed = True

    duration: float = Param(1.0, gt=0, le=60, en="Duration", zh="时长", unit="s")
    color: Literal["black", "white", "clear"] = Param("black", en="Colour", zh="颜色")

    def build(self, video: Video, context: Context) -> Video:
        count = self._count(context.frames, context.rate)
        if count < 1:  # One single frame: the last is also the first.
            return video
        # The filter leaves its own first frame untouched and is done `count` frames later.
        return faded(video, context, "out", context.frames - 1 - count, count, self.color)

    def idle(self, span: Range, frames: int, rate: Fraction) -> bool:
        return span.end < frames - self._count(frames, rate)

    def _count(self, length: int, rate: Fraction) -> int:
        """Frames that it takes."""
        return min(max(1, frames(self.duration, rate)), length - 1)
