"""Click ring."""

from collections.abc import Sequence
from fractions import Fraction

from workprint.base import Curve, seconds
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect
from workprint.ops.text import ass
from workprint.ops.text.colors import Color

from .drawing import circle, drawn, lasting

GROWN_FROM = 0.4
"""Share of the full size with which a ring begins."""


class ClickRing(VideoEffect):
    """A ring that spreads from one point and fades, dark at its edges so that it is seen on any ground.

    It lies on the footage itself, beneath crops and zooms. Keyframes of `progress`, 0 to 1, say when.
    """

    name = "click_ring"
    group = "screen"
    title = {"en": "Click ring", "zh": "点击圆圈"}
    say = {"en": ("click ring", "ring around the click"), "zh": ("点击圆圈", "点击涟漪")}
    examples = {"en": "put a ring on every click", "zh": "给每次点击加圆圈"}
    main = "size"
    before_fit = True
    keyed = True

    x: float = Param(0.5, ge=0, le=1, en="From the left", zh="横向位置", unit="of the width")
    y: float = Param(0.5, ge=0, le=1, en="From the top", zh="纵向位置", unit="of the height")
    color: Color = Param("#ffd60a", en="Colour", zh="颜色")
    size: float = Param(0.045, gt=0, le=0.5, en="Radius", zh="半径", unit="of the height")
    progress: float = Param(0.5, ge=0, le=1, en="Progress", zh="进度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        start, end = lasting(self.progress, context)
        length = seconds(end - start, video.rate)

        def lines(begin: Fraction) -> Sequence[str]:
            edge = max(1.0, 0.003 * video.height)
            radius = self.size * video.height
            strokes = ((radius - edge, 3.6 * edge, "black", 0.55), (radius, 1.8 * edge, self.color, 1.0))
            return [self._stroke(video, begin, length, *stroke) for stroke in strokes]

        return drawn(video, context, start, lines)

    def _stroke(
        self,
        video: Video,
        begin: Fraction,
        length: Fraction,
        radius: float,
        width: float,
        color: str,
        shown: float,
    ) -> str:
        """One line outside a circle, `width` pixels wide."""
        place = f"\\an7\\pos({self.x * video.width:.2f},{self.y * video.height:.2f})\\shad0\\p1"
        clear = f"\\1a&HFF&\\bord{ass.number(width)}{ass.color(3, color, shown)}"
        if isinstance(self.progress, Curve):
            late, ms = ass.late(begin), round(length * 1000)
            grow = (
                f"\\t({late},{late + ms},0.6,\\fscx100\\fscy100)\\t({late + ms // 2},{late + ms},\\3a&HFF&)"
            )
            look = f"\\fscx{GROWN_FROM * 100:g}\\fscy{GROWN_FROM * 100:g}{clear}{grow}"
        else:
            scale = 100 * (GROWN_FROM + (1 - GROWN_FROM) * self.progress)
            look = f"\\fscx{scale:.1f}\\fscy{scale:.1f}{clear}"
        return ass.dialogue(begin, begin + length, place + look, circle(radius))
