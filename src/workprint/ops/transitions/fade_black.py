"""Fade through black."""

from ._xfade import Dip


class FadeBlack(Dip):
    """The outgoing picture sinks to black, then the incoming one rises from it."""

    name = "fade_black"
    group = "transition"
    title = {"en": "Fade through black", "zh": "黑场过渡"}
    say = {
        "en": (
            "fade through black",
            "dip to black",
            "fade to black transition",
            "black fade between clips",
            "fades through black",
        ),
        "zh": ("黑场过渡", "黑场转场", "经过黑场", "闪黑", "闪黑转场", "黑场淡化"),
    }
    examples = {"en": "add a dip to black between clips", "zh": "片段之间加黑场过渡"}
    color = "black"
