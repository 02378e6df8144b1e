"""Clock wipe."""

from ._xfade import Xfade


class Radial(Xfade):
    """A hand sweeps round like a clock and leaves the incoming picture behind it."""

    name = "radial"
    group = "transition"
    title = {"en": "Clock wipe", "zh": "时钟擦除"}
    say = {
        "en": ("clock wipe", "radial", "radial wipe", "radial transition", "clock transition"),
        "zh": ("时钟擦除", "径向擦除", "扇形转场", "时钟转场"),
    }
    examples = {"en": "add a clock wipe between clips", "zh": "片段之间加时钟擦除"}
    kind = "radial"
