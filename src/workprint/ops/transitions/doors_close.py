"""Doors close."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._xfade import xfade

_KINDS = {"sideways": "vertclose", "up_and_down": "horzclose"}


class DoorsClose(TransitionOp):
    """The incoming picture closes over the outgoing one from two sides, with soft edges."""

    name = "doors_close"
    group = "transition"
    title = {"en": "Doors close", "zh": "关门"}
    say = {
        "en": ("doors close", "closing doors", "split close", "door close"),
        "zh": ("关门转场", "关门"),
    }
    examples = {"en": "add a closing doors transition between clips", "zh": "片段之间加关门转场"}

    closing: Literal["sideways", "up_and_down"] = Param("sideways", en="Closing", zh="方向")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return xfade(outgoing, incoming, context, _KINDS[self.closing])
