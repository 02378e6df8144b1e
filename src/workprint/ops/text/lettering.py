"""What all words over the picture share: their parameters, and how they become lines of a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from fractions import Fraction
from typing import Literal

from workprint.model import Canvas
from workprint.ops.operation import RGB, Param, TextGenerator

from .colors import Color, ColorOrNone, rgba
from .drawing import Scene
from .fonts import Family, missing_fault, missing_glyphs
from .layout import Block, Run, set_block
from .look import THIN, Align, Animation, Case, Look
from .motion import motion
from .placing import Position, alignment, corner, room, slide_from


class Lettering(TextGenerator):
    """Words over the picture. Styles change the defaults, `runs` where they say more than one thing."""

    text: str = Param(en="Text", zh="文字", max_length=5000)
    position: Position = Param("center", en="Position", zh="位置")
    size: float = Param(0.06, gt=0, le=0.5, en="Size", zh="字号", unit="×")
    color: Color = Param("white", en="Colour", zh="颜色")
    font: Family = Param("sans", en="Font", zh="字体")
    bold: bool = Param(False, en="Bold", zh="粗体")
    italic: bool = Param(False, en="Italic", zh="斜体")
    box: ColorOrNone = Param("none", en="Box", zh="底框")
    box_opacity: float = Param(0.7, ge=0, le=1, en="Box opacity", zh="底框不透明度")
    outline: float = Param(0.0, ge=0, le=0.3, en="Outline", zh="描边", unit="em")
    outline_color: Color = Param("black", en="Outline colour", zh="描边颜色")
    shadow: float = Param(0.12, ge=0, le=0.5, en="Shadow", zh="阴影", unit="em")
    animation: Animation = Param("fade", en="Animation", zh="动画")
    enter: float = Param(0.18, ge=0, le=5, en="Enter", zh="进入时长", unit="s")
    leave: float = Param(0.12, ge=0, le=5, en="Leave", zh="离开时长", unit="s")
    case: Case = Param("said", en="Letters", zh="大小写")
    align: Literal["auto", "left", "center", "right"] = Param("auto", en="Alignment", zh="对齐")

    def look(self) -> Look:
        """How it looks: size and reach as `Look` says."""
        names = {field.name for field in fields(Look)}
        return Look(**{name: value for name, value in self if name in names})

    def paint(self) -> tuple[RGB, RGB | None]:
        look = self.look()
        around = look.box if look.box != "none" else look.outline_color if look.outline >= THIN else None
        return rgba(look.color)[:3], rgba(around)[:3] if around else None

    def runs(self, look: Look) -> Sequence[Run]:
        return (Run(self.text, look.font, look.bold, look.italic, spacing=look.spacing),)

    def words(self) -> str:
        return self.text

    def check(self) -> None:
        """Raises `MissingGlyphs`."""
        if missing_glyphs(self.words()):
            raise missing_fault(self.words())

    def events(self, start: Fraction, end: Fraction, canvas: Canvas) -> tuple[str, ...]:
        """Raises `MissingGlyphs`."""
        self.check()
        look = self.look()
        return self.scene(self.runs(look), look, start, end, canvas).events()

    def scene(self, runs: Sequence[Run], look: Look, start: Fraction, end: Fraction, canvas: Canvas) -> Scene:
        """The words set and placed for a stretch of time."""
        shown = [replace(run, text=look.cased(run.text)) for run in runs]
        block, around = self._set(shown, look, canvas)
        left, top = corner(self.position, block.width, block.height, around, canvas)
        moving = motion(
            look.animation,
            self.enter,
            self.leave,
            float(end - start),
            slide_from(self.position, canvas),
            (left + block.width / 2, top + block.height / 2),
        )
        align: Align = alignment(self.position) if self.align == "auto" else self.align
        return Scene(block, look, left, top, align, start, end, moving)

    def place(self, canvas: Canvas) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the letters, in pixels."""
        look = self.look()
        set_there = self.scene(self.runs(look), look, Fraction(0), Fraction(1), canvas)
        block = set_there.block
        return set_there.left, set_there.top, set_there.left + block.width, set_there.top + block.height

    def _set(self, runs: Sequence[Run], look: Look, canvas: Canvas) -> tuple[Block, float]:
        """The block, and the pixels around it that its outline, shadow or box also takes."""
        em = look.size * min(canvas.width, canvas.height)
        # A box around letters that nearly fill the frame may not push them out of it.
        around = min(look.room * em, 0.1 * min(canvas.width, canvas.height))
        block = set_block(runs, em, *room(canvas, around))
        return block, min(around, look.room * block.em)
