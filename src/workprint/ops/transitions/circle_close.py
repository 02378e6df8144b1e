"""Circle close."""

from ._xfade import Xfade


class CircleClose(Xfade):
    """A circle closes on the centre of the outgoing picture; the incoming one is around it."""

    name = "circle_close"
    group = "transition"
    title = {"en": "Circle close", "zh": "圆形收缩"}
    say = {
        "en": ("circle close", "closing circle", "iris close", "iris out"),
        "zh": ("圆形收缩", "圆形关闭", "光圈收缩"),
    }
    examples = {"en": "add a circle close transition between clips", "zh": "片段之间加圆形收缩转场"}
    kind = "circleclose"
