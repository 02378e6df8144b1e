"""Title."""

from workprint.ops.operation import Param

from .lettering import Lettering


class Title(Lettering):
    """Large words in the middle of the picture, for the name of the film or of a part of it.

    `size` is a fraction of the canvas's shorter side; `position` a word or [x, y] from 0 to 1.
    """

    name = "title"
    group = "text"
    title = {"en": "Title", "zh": "标题"}
    say = {
        "en": ("title", "headline", "big text", "heading", "opening title"),
        "zh": ("标题", "大标题", "片名", "片头字幕", "大字"),
    }
    examples = {
        "en": "put the title “My talk” at the start for 3 seconds",
        "zh": "开头加标题“我的演讲”，3秒",
    }
    main = "size"

    size: float = Param(0.11, gt=0, le=0.5, en="Size", zh="字号", unit="×")
    bold: bool = Param(True, en="Bold", zh="粗体")
    outline: float = Param(0.035, ge=0, le=0.3, en="Outline", zh="描边", unit="em")
    shadow: float = Param(0.2, ge=0, le=0.5, en="Shadow", zh="阴影", unit="em")
