"""End card."""

from collections.abc import Sequence
from fractions import Fraction

from workprint.model import Canvas
from workprint.ops.operation import Param

from . import ass
from .colors import ColorOrNone
from .layout import Run
from .lettering import Lettering
from .look import Look
from .motion import motion


class EndCard(Lettering):
    """The last picture darkens and words close the film: thanks, and a smaller `detail` (a link, a name).

    `background` covers the whole picture, `cover` of it opaque (1 hides the picture).
    """

    name = "end_card"
    group = "text"
    title = {"en": "End card", "zh": "片尾卡"}
    say = {
        "en": ("end card", "end screen", "closing card", "outro text", "closing title"),
        "zh": ("片尾卡", "片尾", "结尾卡片", "结束画面", "片尾字幕"),
    }
    examples = {"en": "add the end card “Thanks for watching”", "zh": "加片尾卡“谢谢观看”"}
    main = "size"

    detail: str = Param("", en="Second line", zh="第二行", max_length=500)
    background: ColorOrNone = Param("#0b0d12", en="Background", zh="背景色")
    cover: float = Param(0.8, ge=0, le=1, en="Cover", zh="遮盖程度")
    size: float = Param(0.1, gt=0, le=0.5, en="Size", zh="字号", unit="×")
    bold: bool = Param(True, en="Bold", zh="粗体")
    shadow: float = Param(0.0, ge=0, le=0.5, en="Shadow", zh="阴影", unit="em")
    enter: float = Param(0.4, ge=0, le=5, en="Enter", zh="进入时长", unit="s")

    def runs(self, look: Look) -> Sequence[Run]:
        words = Run(self.text, look.font, look.bold, look.italic)
        return (words, Run(self.detail, look.font, False, look.italic, scale=0.46))

    def words(self) -> str:
        return f"{self.text}\n{self.detail}"

    def events(self, start: Fraction, end: Fraction, canvas: Canvas) -> tuple[str, ...]:
        lines = super().events(start, end, canvas)
        if self.background == "none":
            return lines
        fade = motion("fade", self.enter, 0.0, float(end - start), (0.0, 0.0), (0.0, 0.0))
        tags = f"\\an7{fade.place(0, 0)}\\bord0\\shad0{ass.color(1, self.background, self.cover)}\\p1"
        return (ass.dialogue(start, end, tags, ass.rounded_box(canvas.width, canvas.height, 0)), *lines)
