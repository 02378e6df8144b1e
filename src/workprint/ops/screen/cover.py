"""Cover."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Literal

from workprint.base import Curve, seconds
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect
from workprint.ops.picture.corners import plain
from workprint.ops.picture.pixels import keeping_alpha, masked, planes
from workprint.ops.text import ass
from workprint.ops.text.colors import Color

from .drawing import drawn, lasting
from .values import at

Step = tuple[int, int, tuple[int, int, int, int]]
"""Frames from and to, and the corners in pixels: left, top, right, bottom."""


class Cover(VideoEffect):
    """A rectangle of the footage behind coarse blocks, a strong blur or a plain colour; keyframes of its
    place and size make it go where what it hides goes.

    It lies on the footage itself, beneath crops and zooms.
    """

    name = "cover"
    group = "screen"
    title = {"en": "Cover", "zh": "遮挡块"}
    say = {"en": ("cover block", "moving cover"), "zh": ("遮挡块", "移动遮挡")}
    examples = {"en": "add the effect cover block to clip 1", "zh": "给第一段添加效果遮挡块"}
    main = "strength"
    before_fit = True
    keyed = True

    x: float = Param(0.35, ge=0, le=1, en="Left edge", zh="左边", unit="of the width", animates=True)
    y: float = Param(0.35, ge=0, le=1, en="Upper edge", zh="上边", unit="of the height", animates=True)
    width: float = Param(0.3, ge=0, le=1, en="Width", zh="宽", unit="of the width", animates=True)
    height: float = Param(0.3, ge=0, le=1, en="Height", zh="高", unit="of the height", animates=True)
    mode: Literal["mosaic", "blur", "solid"] = Param("mosaic", en="Manner", zh="方式")
    strength: float = Param(0.5, ge=0, le=1, en="Coarseness", zh="粗细")
    color: Color = Param("#14161a", en="Colour (solid)", zh="颜色（纯色）")

    def build(self, video: Video, context: Context) -> Video:
        return keeping_alpha(video, lambda picture: self._covered(picture, context))

    def _covered(self, video: Video, context: Context) -> Video:
        steps = [step for step in self._steps(video, context) if _size(step)]
        if not steps:
            return video
        # Only as much is made coarse as is ever covered.
        left, top = (max(0, min(step[2][i] for step in steps)) // 2 * 2 for i in (0, 1))
        right, bottom = (max(step[2][i] for step in steps) for i in (2, 3))
        wide, high = (max(2, ceil(size / 2) * 2) for size in (right - left, bottom - top))
        wide, high = min(wide, video.width - left), min(high, video.height - top)
        patch = video.filter("crop", w=wide, h=high, x=left, y=top, exact=True).sized(wide, high)
        mask = self._mask(patch, context, steps, (left, top))
        return video.filter(
            "overlay", masked(self._hidden(patch, video.height, context), mask), x=left, y=top
        )

    def _steps(self, video: Video, context: Context) -> Iterator[Step]:
        """Where it stands from when to when."""
        curves: list[Curve] = [v for v in self._values() if isinstance(v, Curve)]
        # One that stands still hides in the handles of transitions too.
        first = context.first - round(context.zero * video.rate)
        always = (min(0, first), max(context.frames, first + video.frames))
        ends = [lasting(curve, context) for curve in curves] or [always]
        start, last = min(end[0] for end in ends), max(end[1] for end in ends)
        moments = sorted({start, last, *(point[0] for curve in curves for point in curve.points)})
        for a, b in pairwise(moments):
            x, y, w, h = (at(value, a) for value in (self.x, self.y, self.width, self.height))
            yield (
                a,
                b,
                (
                    floor(x * video.width),
                    floor(y * video.height),
                    min(video.width, ceil((x + w) * video.width)),
                    min(video.height, ceil((y + h) * video.height)),
                ),
            )

    def _values(self) -> tuple[float | Curve, ...]:
        return self.x, self.y, self.width, self.height

    def _mask(self, like: Video, context: Context, steps: Sequence[Step], corner: tuple[int, int]) -> Video:
        """A grey picture, white where it is covered."""
        first = context.first - round(context.zero * like.rate)
        start = steps[0][0]
        here = [step for step in steps if step[0] < first + like.frames and first < step[1]]

        def lines(begin: Fraction) -> Sequence[str]:
            return [self._line(like, begin, start, step, corner) for step in here if _size(step)]

        black = plain(like, "black", (like.width, like.height), like.frames, context.first)
        return drawn(black, context, start, lines).filter("format", pix_fmts="gray")

    def _line(self, like: Video, begin: Fraction, start: int, step: Step, corner: tuple[int, int]) -> str:
        since, until = (begin + seconds(frame - start, like.rate) for frame in step[:2])
        left, top, right, bottom = step[2]
        place = f"\\an7\\pos({left - corner[0]},{top - corner[1]})\\bord0\\shad0\\p1\\1c&HFFFFFF&"
        w, h = right - left, bottom - top
        return ass.dialogue(since, until, place, f"m 0 0 l {w} 0 l {w} {h} l 0 {h}")

    def _hidden(self, patch: Video, height: int, context: Context) -> Video:
        if self.mode == "solid":
            box = patch.filter("drawbox", color=self.color, t="fill", w=patch.width, h=patch.height)
            return planes(box)
        if self.mode == "blur":
            return patch.filter("gblur", sigma=height * (0.008 + 0.06 * self.strength), steps=2)
        block = max(2, round(height * (0.015 + 0.07 * self.strength)))
        return patch.filter("pixelize", width=min(block, patch.width), height=min(block, patch.height))


def _size(step: Step) -> bool:
    left, top, right, bottom = step[2]
    return right > left and bottom > top
