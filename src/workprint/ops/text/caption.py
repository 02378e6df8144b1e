"""Caption."""

from dataclasses import fields, replace
from fractions import Fraction
from typing import Self

from workprint.base import Text
from workprint.model import Canvas
from workprint.ops.operation import Param

from .colors import Color
from .layout import Run
from .lettering import Lettering
from .look import Highlight, Look
from .placing import Position
from .presets import PRESETS, PresetName
from .timing import until_next, words


class Caption(Lettering):
    """What is being said, at most two lines at the bottom, in the look of a `preset`.

    Parameters that are set change the preset. `times` holds [word, start, end] in seconds from the
    caption's start for the presets that mark words; without it the time is shared out by letters.
    """

    name = "caption"
    group = "text"
    title = {"en": "Caption", "zh": "字幕"}
    say = {
        "en": ("caption", "captions", "closed caption", "spoken text"),
        "zh": ("字幕", "对白字幕", "配字幕", "说话字幕"),
    }
    examples = {
        "en": "add the caption “Hello everyone” from 1 to 3 seconds",
        "zh": "第1秒到第3秒加字幕“大家好”",
    }
    main = "size"

    preset: PresetName = Param("clean", en="Style", zh="样式")
    times: tuple[tuple[str, float, float], ...] = Param((), en="Word times", zh="逐词时间", unit="s")
    highlight: Highlight = Param("none", en="Word highlight", zh="逐词高亮")
    accent: Color = Param("#ffd60a", en="Accent", zh="强调色")
    position: Position = Param("bottom", en="Position", zh="位置")
    size: float = Param(0.05, gt=0, le=0.5, en="Size", zh="字号", unit="×")
    bold: bool = Param(True, en="Bold", zh="粗体")
    outline: float = Param(0.05, ge=0, le=0.3, en="Outline", zh="描边", unit="em")
    shadow: float = Param(0.1, ge=0, le=0.5, en="Shadow", zh="阴影", unit="em")

    @classmethod
    def titled(cls, preset: PresetName) -> Text:
        """What a style is called."""
        return PRESETS[preset].title

    def look(self) -> Look:
        asked = self.model_fields_set & {field.name for field in fields(Look)}
        return replace(PRESETS[self.preset].look, **{name: getattr(self, name) for name in asked})

    def later(self, seconds: float) -> Self:
        times = tuple((word, since - seconds, until - seconds) for word, since, until in self.times)
        return self.model_copy(update={"times": times})

    def events(self, start: Fraction, end: Fraction, canvas: Canvas) -> tuple[str, ...]:
        look = self.look()
        self.check()
        length = round((end - start) * 1000)
        if look.highlight != "single":
            spoken = words(self.text, self.times, length) if look.highlight != "none" else []
            return self.scene(self.runs(look), look, start, end, canvas).events(spoken)
        alone = self.model_copy(update={"leave": 0.0})
        found: list[str] = []
        for word in until_next(words(self.text, self.times, length, together=4), length):
            run = Run(word.text, look.font, look.bold, look.italic)
            since, until = (start + Fraction(at, 1000) for at in (word.since, word.until))
            if since < min(end, until):
                found += alone.scene((run,), look, since, min(end, until), canvas).events()
        return tuple(found)
