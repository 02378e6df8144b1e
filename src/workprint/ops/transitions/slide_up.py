"""Slide up."""

from ._motion import Slide


class SlideUp(Slide):
    """The incoming picture slides up over the outgoing one, which stays where it is."""

    name = "slide_up"
    group = "transition"
    title = {"en": "Slide up", "zh": "向上滑入"}
    say = {
        "en": ("slide up", "up slide", "slide in upwards"),
        "zh": ("向上滑入", "向上滑动", "往上滑"),
    }
    examples = {"en": "add a slide up transition between clips", "zh": "片段之间加向上滑动转场"}
    x_from = 0
    y_from = 1
