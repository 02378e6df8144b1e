"""Slide left."""

from ._motion import Slide


class SlideLeft(Slide):
    """The incoming picture slides left over the outgoing one, which stays where it is."""

    name = "slide_left"
    group = "transition"
    title = {"en": "Slide left", "zh": "向左滑入"}
    say = {
        "en": (
            "slide left",
            "left slide",
            "slide in to the left",
            "slide transition",
            "slide in transition",
            "swipe",
            "swipe transition",
        ),
        "zh": ("向左滑入", "向左滑动", "往左滑", "滑动转场", "滑入转场"),
    }
    examples = {"en": "add a slide left transition between clips", "zh": "片段之间加向左滑动转场"}
    x_from = 1
    y_from = 0
