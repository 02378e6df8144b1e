"""Doors open."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._xfade import xfade

_KINDS = {"sideways": "vertopen", "up_and_down": "horzopen"}


class Doors(TransitionOp):
    """The outgoing picture opens from its middle line, with soft edges, onto the incoming one."""

    name = "doors"
    group = "transition"
    title = {"en": "Doors open", "zh": "开门"}
    say = {
        "en": ("doors", "door open", "opening doors", "barn doors", "barn door transition", "split open"),
        "zh": ("开门转场", "开门", "双开门", "对开转场"),
    }
    examples = {"en": "add a barn door transition between clips", "zh": "片段之间加开门转场"}

    opening: Literal["sideways", "up_and_down"] = Param("sideways", en="Opening", zh="方向")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return xfade(outgoing, incoming, context, _KINDS[self.opening])
