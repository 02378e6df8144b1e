"""Diagonal wipe."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._xfade import xfade

_KINDS = {"top_left": "diagtl", "top_right": "diagtr", "bottom_left": "diagbl", "bottom_right": "diagbr"}


class Diagonal(TransitionOp):
    """A soft edge moves over the picture from one corner to the opposite one."""

    name = "diagonal"
    group = "transition"
    title = {"en": "Diagonal wipe", "zh": "对角擦除"}
    say = {
        "en": ("diagonal wipe", "diagonal transition", "corner wipe", "diagonal"),
        "zh": ("对角擦除", "对角线转场", "斜向擦除", "斜角擦除"),
    }
    examples = {"en": "add a diagonal wipe between clips", "zh": "片段之间加对角擦除"}

    towards: Literal["top_left", "top_right", "bottom_left", "bottom_right"] = Param(
        "bottom_right", en="Towards", zh="朝向"
    )

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return xfade(outgoing, incoming, context, _KINDS[self.towards])
