"""Blinds."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._xfade import xfade

_KINDS = {"left": "hlslice", "right": "hrslice", "up": "vuslice", "down": "vdslice"}


class Slices(TransitionOp):
    """The incoming picture comes in strip by strip, like blinds."""

    name = "slices"
    group = "transition"
    title = {"en": "Blinds", "zh": "百叶窗"}
    say = {
        "en": ("blinds", "slices", "venetian blinds", "blinds transition", "slice transition"),
        "zh": ("百叶窗", "百叶窗转场", "切片转场"),
    }
    examples = {"en": "add a blinds transition between clips", "zh": "片段之间加百叶窗转场"}

    towards: Literal["left", "right", "up", "down"] = Param("right", en="Towards", zh="朝向")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return xfade(outgoing, incoming, context, _KINDS[self.towards])
