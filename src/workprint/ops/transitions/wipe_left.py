"""Wipe left."""

from ._xfade import Wipe


class WipeLeft(Wipe):
    """An edge moves left over the picture, from the right, and leaves the incoming clip behind it."""

    name = "wipe_left"
    group = "transition"
    title = {"en": "Wipe left", "zh": "向左擦除"}
    say = {
        "en": ("wipe left", "left wipe", "wipe to the left", "wipe", "wipes", "wipe transition"),
        "zh": ("向左擦除", "左擦除", "往左擦除", "擦除", "擦除转场", "划像"),
    }
    examples = {"en": "add a wipe left transition between clips", "zh": "片段之间加向左擦除转场"}
    hard = "wipeleft"
    soft_edged = "smoothleft"
