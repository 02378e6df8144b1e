"""Wipe down."""

from ._xfade import Wipe


class WipeDown(Wipe):
    """An edge moves down over the picture, from the top, and leaves the incoming clip behind it."""

    name = "wipe_down"
    group = "transition"
    title = {"en": "Wipe down", "zh": "向下擦除"}
    say = {
        "en": ("wipe down", "down wipe"),
        "zh": ("向下擦除", "下擦除", "往下擦除"),
    }
    examples = {"en": "add a wipe down transition between clips", "zh": "片段之间加向下擦除转场"}
    hard = "wipedown"
    soft_edged = "smoothdown"
