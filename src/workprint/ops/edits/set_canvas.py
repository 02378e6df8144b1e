"""Canvas."""

from fractions import Fraction
from typing import Literal

from workprint.base import nearest
from workprint.model import Canvas, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import BadNumber, NothingToDo


def even(side: int | Fraction) -> int:
    return 2 * nearest(Fraction(side) / 2)


class SetCanvas(EditOp):
    """Change the picture's shape or size, and how footage of another shape is put in.

        16:9  +-------------+      9:16  +----+
              |             |            |    |
              +-------------+            |    |
                                         +----+

    `aspect` keeps the shorter side. Errors: BadNumber, NothingToDo.
    """

    name = "set_canvas"
    group = "canvas"
    title = {"en": "Canvas", "zh": "画布"}
    say = {
        "en": (
            "aspect ratio",
            "canvas",
            "resolution",
            "vertical",
            "square",
            "crop to 16:9",
            "make it portrait",
        ),
        "zh": ("画幅", "画布", "竖屏", "横屏", "方形", "比例", "分辨率"),
    }
    examples = {"en": "crop to 9:16", "zh": "裁成9:16"}

    aspect: str | None = Param(None, pattern=r"^\d+(\.\d+)?:\d+(\.\d+)?$", en="Aspect", zh="比例")
    width: int | None = Param(None, ge=16, le=8192, en="Width", zh="宽", unit="px")
    height: int | None = Param(None, ge=16, le=8192, en="Height", zh="高", unit="px")
    fill: Literal["bars", "blur", "crop"] | None = Param(None, en="Fill", zh="填充方式")
    background: str | None = Param(None, en="Background", zh="背景色")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        canvas = timeline.canvas
        width, height = self.size(canvas)
        for side in (width, height):
            if not 16 <= side <= 8192:
                raise BadNumber(asked=side, least=16, most=8192)
        changes = {"width": width, "height": height, "fill": self.fill, "background": self.background}
        new = canvas.model_copy(update={key: value for key, value in changes.items() if value is not None})
        if new == canvas:
            raise NothingToDo(
                en=f"The canvas is {width}×{height} with these edges already.",
                zh=f"画布已经是 {width}×{height}，边缘填充也一样。",
            )
        return timeline.model_copy(update={"canvas": new})

    def size(self, canvas: Canvas) -> tuple[int, int]:
        """Width and height in even pixels: from the shape and what was given of the sides."""
        shape = Fraction(canvas.width, canvas.height)
        if self.aspect is not None:
            across, down = (Fraction(part) for part in self.aspect.split(":"))
            if not across or not down:
                raise BadNumber(asked=self.aspect, least="1:8", most="8:1")
            shape = across / down
        elif self.width and self.height:
            return even(self.width), even(self.height)
        if self.width:
            return even(self.width), even(self.width / shape)
        if self.height:
            return even(self.height * shape), even(self.height)
        short = min(canvas.width, canvas.height)
        return (even(short * shape), even(short)) if shape >= 1 else (even(short), even(short / shape))
