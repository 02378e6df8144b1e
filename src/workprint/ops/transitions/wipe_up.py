"""Wipe up."""

from ._xfade import Wipe


class WipeUp(Wipe):
    """An edge moves up over the picture, from the bottom, and leaves the incoming clip behind it."""

    name = "wipe_up"
    group = "transition"
    title = {"en": "Wipe up", "zh": "向上擦除"}
    say = {
        "en": ("wipe up", "up wipe"),
        "zh": ("向上擦除", "上擦除", "往上擦除"),
    }
    examples = {"en": "add a wipe up transition between clips", "zh": "片段之间加向上擦除转场"}
    hard = "wipeup"
    soft_edged = "smoothup"
