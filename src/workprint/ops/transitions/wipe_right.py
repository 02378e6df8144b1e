"""Wipe right."""

from ._xfade import Wipe


class WipeRight(Wipe):
    """An edge moves right over the picture, from the left, and leaves the incoming clip behind it."""

    name = "wipe_right"
    group = "transition"
    title = {"en": "Wipe right", "zh": "向右擦除"}
    say = {
        "en": ("wipe right", "right wipe", "wipe to the right"),
        "zh": ("向右擦除", "右擦除", "往右擦除"),
    }
    examples = {"en": "add a wipe right transition between clips", "zh": "片段之间加向右擦除转场"}
    hard = "wiperight"
    soft_edged = "smoothright"
