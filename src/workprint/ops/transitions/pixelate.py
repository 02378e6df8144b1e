"""Pixelate."""

from ._xfade import Xfade


class PixelateTransition(Xfade):
    """The picture breaks into larger and larger blocks, which come together as the incoming one."""

    name = "pixelate"
    group = "transition"
    title = {"en": "Pixelate", "zh": "像素化转场"}
    say = {
        "en": ("pixelate transition", "pixelize transition", "pixel transition", "pixelate between clips"),
        "zh": ("像素化转场", "像素转场", "像素化过渡"),
    }
    examples = {"en": "add a pixelate transition between clips", "zh": "片段之间加像素化转场"}
    kind = "pixelize"
