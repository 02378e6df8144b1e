"""Cursor halo."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from workprint.base import Curve, seconds
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect
from workprint.ops.text import ass
from workprint.ops.text.colors import Color

from .drawing import circle, drawn, lasting
from .values import at

Step = tuple[int, int, tuple[float, float], tuple[float, float]]
"""Frames from and to, and the places at them."""


class CursorHalo(VideoEffect):
    """A light disc under the cursor that goes where it goes; as a spotlight, all but the disc is darker.

    It lies on the footage itself, beneath crops and zooms. Keyframes of `x` and `y` are the way.
    """

    name = "cursor_halo"
    group = "screen"
    title = {"en": "Cursor halo", "zh": "光标光圈"}
    say = {"en": ("cursor halo", "cursor spotlight"), "zh": ("光标光圈", "光标聚光灯")}
    examples = {"en": "put a halo around the cursor", "zh": "给光标加个光圈"}
    main = "size"
    before_fit = True
    keyed = True

    x: float = Param(0.5, ge=0, le=1, en="From the left", zh="横向位置", unit="of the width", animates=True)
    y: float = Param(0.5, ge=0, le=1, en="From the top", zh="纵向位置", unit="of the height", animates=True)
    size: float = Param(0.05, gt=0, le=0.5, en="Radius", zh="半径", unit="of the height")
    color: Color = Param("#ffd60a", en="Colour", zh="颜色")
    mode: Literal["halo", "spotlight"] = Param("halo", en="Manner", zh="方式")
    strength: float = Param(0.4, ge=0, le=1, en="Strength", zh="强度")

    def build(self, video: Video, context: Context) -> Video:
        ends = [lasting(value, context) for value in self._curves()]
        start = min((end[0] for end in ends), default=0)
        last = max((end[1] for end in ends), default=context.frames)
        first = context.first - round(context.zero * video.rate)
        here = [
            step for step in self._steps(start, last) if step[0] < first + video.frames and first < step[1]
        ]

        def lines(begin: Fraction) -> Sequence[str]:
            return [self._line(video, begin, start, step) for step in here]

        return drawn(video, context, start, lines)

    def _curves(self) -> list[Curve]:
        both: tuple[object, object] = (self.x, self.y)
        return [value for value in both if isinstance(value, Curve)]

    def _steps(self, start: int, last: int) -> Iterator[Step]:
        """Straight pieces of the way."""
        moments = sorted({start, last, *(point[0] for curve in self._curves() for point in curve.points)})
        for a, b in pairwise(moments):
            yield a, b, self._place(a), self._place(b)

    def _place(self, frame: int) -> tuple[float, float]:
        return at(self.x, frame), at(self.y, frame)

    def _line(self, video: Video, begin: Fraction, start: int, step: Step) -> str:
        a, b, here, there = step
        places = ",".join(
            f"{share * side:.2f}"
            for place in (here, there)
            for share, side in zip(place, (video.width, video.height), strict=True)
        )
        since, until = (begin + seconds(frame - start, video.rate) for frame in (a, b))
        late = ass.late(since)
        move = f"\\an7\\move({places},{late},{late + round((until - since) * 1000)})\\bord0\\shad0\\p1"
        disc = circle(self.size * video.height)
        if self.mode == "halo":
            soft = f"\\blur{ass.number(0.006 * video.height)}"
            return ass.dialogue(since, until, move + soft + ass.color(1, self.color, self.strength), disc)
        w, h = video.width, video.height
        around = f"m {-w} {-h} l {w} {-h} l {w} {h} l {-w} {h} "
        return ass.dialogue(
            since,
            until,
            move + ass.color(1, "black", self.strength),
            around + circle(self.size * h, hole=True),
        )
