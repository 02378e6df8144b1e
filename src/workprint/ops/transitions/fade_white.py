"""Fade through white."""

from ._xfade import Dip


class FadeWhite(Dip):
    """The outgoing picture brightens to white, then the incoming one comes out of it."""

    name = "fade_white"
    group = "transition"
    title = {"en": "Fade through white", "zh": "白场过渡"}
    say = {
        "en": (
            "fade through white",
            "dip to white",
            "white flash transition",
            "flash transition",
            "fade to white transition",
        ),
        "zh": ("白场过渡", "白场转场", "经过白场", "闪白", "闪白转场", "白闪", "白闪转场"),
    }
    examples = {"en": "add a dip to white between clips", "zh": "片段之间加闪白转场"}
    color = "white"
