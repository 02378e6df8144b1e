"""Subtitle line."""

from workprint.ops.operation import Param

from .lettering import Lettering
from .placing import Position


class Subtitle(Lettering):
    """One line of smaller words at the bottom of the picture: a place, a date, a translation."""

    name = "subtitle"
    group = "text"
    title = {"en": "Subtitle line", "zh": "副标题"}
    say = {
        "en": ("subtitle", "subtitle line", "line of text", "small text", "text at the bottom"),
        "zh": ("副标题", "小标题", "底部文字", "一行字", "一行文字"),
    }
    examples = {
        "en": "add the subtitle “Paris, 1924” from 2 to 5 seconds",
        "zh": "第2秒到第5秒加副标题“巴黎，1924年”",
    }
    main = "size"

    position: Position = Param("bottom", en="Position", zh="位置")
    size: float = Param(0.052, gt=0, le=0.5, en="Size", zh="字号", unit="×")
    outline: float = Param(0.05, ge=0, le=0.3, en="Outline", zh="描边", unit="em")
