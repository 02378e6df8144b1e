"""Fade through gray."""

from ._xfade import Xfade


class FadeGray(Xfade):
    """The outgoing picture loses its colour on the way to the incoming one, which gains it."""

    name = "fade_gray"
    group = "transition"
    title = {"en": "Fade through gray", "zh": "灰度过渡"}
    say = {
        "en": ("fade through gray", "fade through grey", "gray fade transition", "dip to gray"),
        "zh": ("灰度过渡", "灰度转场", "黑白过渡"),
    }
    examples = {"en": "add a fade through gray between clips", "zh": "片段之间加灰度过渡"}
    kind = "fadegrays"
