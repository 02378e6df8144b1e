"""Slide down."""

from ._motion import Slide


class SlideDown(Slide):
    """The incoming picture slides down over the outgoing one, which stays where it is."""

    name = "slide_down"
    group = "transition"
    title = {"en": "Slide down", "zh": "向下滑入"}
    say = {
        "en": ("slide down", "down slide", "slide in downwards"),
        "zh": ("向下滑入", "向下滑动", "往下滑"),
    }
    examples = {"en": "add a slide down transition between clips", "zh": "片段之间加向下滑动转场"}
    x_from = 0
    y_from = -1
