"""Lower third."""

from collections.abc import Sequence
from fractions import Fraction

from workprint.model import Canvas
from workprint.ops.operation import Param

from . import ass
from .colors import Color, ColorOrNone
from .layout import Run
from .lettering import Lettering
from .look import BOX_SIDE, BOX_TOP, Animation, Look
from .placing import Position


class LowerThird(Lettering):
    """Who is speaking: a name, and under it a smaller `detail`, on a panel that slides in at the left.

    `accent` is the colour of the bar at the panel's edge.
    """

    name = "lower_third"
    group = "text"
    title = {"en": "Lower third", "zh": "人名条"}
    say = {
        "en": ("lower third", "name tag", "name strap", "name and title of the speaker"),
        "zh": ("人名条", "下三分之一字幕", "名条", "姓名条", "身份条"),
    }
    examples = {"en": "add the lower third “Ada Lovelace”", "zh": "加人名条“艾达”"}
    main = "size"

    detail: str = Param("", en="Second line", zh="第二行", max_length=500)
    accent: Color = Param("#ffb300", en="Accent", zh="强调色")
    position: Position = Param("bottom-left", en="Position", zh="位置")
    size: float = Param(0.056, gt=0, le=0.5, en="Size", zh="字号", unit="×")
    bold: bool = Param(True, en="Bold", zh="粗体")
    box: ColorOrNone = Param("#10151f", en="Box", zh="底框")
    box_opacity: float = Param(0.82, ge=0, le=1, en="Box opacity", zh="底框不透明度")
    shadow: float = Param(0.0, ge=0, le=0.5, en="Shadow", zh="阴影", unit="em")
    animation: Animation = Param("slide", en="Animation", zh="动画")

    def runs(self, look: Look) -> Sequence[Run]:
        name = Run(self.text, look.font, look.bold, look.italic)
        return (name, Run(self.detail, look.font, False, look.italic, scale=0.66))

    def words(self) -> str:
        return f"{self.text}\n{self.detail}"

    def events(self, start: Fraction, end: Fraction, canvas: Canvas) -> tuple[str, ...]:
        look = self.look()
        lines = super().events(start, end, canvas)
        if look.box == "none" or not lines:
            return lines
        scene = self.scene(self.runs(look), look, start, end, canvas)
        em = scene.block.em
        x, y = scene.left - BOX_SIDE * em, scene.top - BOX_TOP * em
        height = scene.block.height + 2 * BOX_TOP * em
        bar = scene.rectangle(x, y, 0.14 * em, height, 0.07 * em, ass.color(1, self.accent))
        return (lines[0], bar, *lines[1:])
