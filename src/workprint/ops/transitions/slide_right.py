"""Slide right."""

from ._motion import Slide


class SlideRight(Slide):
    """The incoming picture slides right over the outgoing one, which stays where it is."""

    name = "slide_right"
    group = "transition"
    title = {"en": "Slide right", "zh": "向右滑入"}
    say = {
        "en": ("slide right", "right slide", "slide in to the right"),
        "zh": ("向右滑入", "向右滑动", "往右滑"),
    }
    examples = {"en": "add a slide right transition between clips", "zh": "片段之间加向右滑动转场"}
    x_from = -1
    y_from = 0
