"""Title card."""

from fractions import Fraction

from workprint.base import seconds
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoGenerator
from workprint.ops.text.ass import draw, script
from workprint.ops.text.colors import Color, ColorOrNone
from workprint.ops.text.title import Title

from ._ground import graded, plain


class TitleCard(VideoGenerator):
    """Large words on a ground of one colour, or of two that blend, with a smaller line beneath."""

    name = "title_card"
    group = "generator"
    title = {"en": "Title card", "zh": "标题卡"}
    say = {
        "en": ("title card", "chapter card", "title screen", "intro card", "title slide"),
        "zh": ("标题卡", "标题页", "章节卡", "片头卡", "标题画面"),
    }
    examples = {
        "en": "add a title card “My trip” at the start for 3 seconds",
        "zh": "开头加3秒标题卡“我的旅行”",
    }

    text: str = Param(en="Text", zh="文字", max_length=500)
    subtitle: str = Param("", en="Second line", zh="副标题", max_length=500)
    background: Color = Param("#111827", en="Background", zh="背景")
    blend: ColorOrNone = Param("none", en="Second background colour", zh="第二背景色")
    color: Color = Param("white", en="Colour", zh="文字颜色")
    size: float = Param(0.12, gt=0, le=0.5, en="Size", zh="字号", unit="×")

    def build(self, context: Context) -> Video:
        """Raises `MissingGlyphs`."""
        if self.blend == "none":
            ground = plain(self.background, context)
        else:
            ground = graded(self.background, self.blend, "diagonal", 0, context)
        return draw(ground, script(self._events(context), context.canvas))

    def _events(self, context: Context) -> tuple[str, ...]:
        end = seconds(context.frames, context.rate)
        plainly = {"color": self.color, "outline": 0, "shadow": 0}
        big = Title(text=self.text, size=self.size, **plainly)
        if not self.subtitle:
            return big.events(Fraction(0), end, context.canvas)
        above = big.model_copy(update={"position": (0.5, 0.44)})
        below = Title(text=self.subtitle, size=self.size * 0.4, bold=False, position=(0.5, 0.62), **plainly)
        return (
            *above.events(Fraction(0), end, context.canvas),
            *below.events(Fraction(0), end, context.canvas),
        )
