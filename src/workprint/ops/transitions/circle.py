"""Circle open."""

from ._xfade import Xfade


class Circle(Xfade):
    """A circle opens from the centre and shows the incoming picture."""

    name = "circle"
    group = "transition"
    title = {"en": "Circle open", "zh": "圆形展开"}
    say = {
        "en": (
            "circle open",
            "circle transition",
            "iris open",
            "iris in",
            "opening circle",
            "iris transition",
        ),
        "zh": ("圆形展开", "圆形转场", "圆形打开", "光圈展开"),
    }
    examples = {"en": "add a circle open transition between clips", "zh": "片段之间加圆形展开转场"}
    kind = "circleopen"
