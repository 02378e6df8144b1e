"""Squeeze."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._xfade import xfade

_KINDS = {"horizontal": "squeezev", "vertical": "squeezeh"}


class Squeeze(TransitionOp):
    """The outgoing picture is squeezed to a line; the incoming one is behind it."""

    name = "squeeze"
    group = "transition"
    title = {"en": "Squeeze", "zh": "挤压"}
    say = {
        "en": ("squeeze", "squeeze transition", "squash transition"),
        "zh": ("挤压转场", "挤压", "压缩转场"),
    }
    examples = {"en": "add a squeeze transition between clips", "zh": "片段之间加挤压转场"}

    along: Literal["horizontal", "vertical"] = Param("horizontal", en="Along", zh="方向")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return xfade(outgoing, incoming, context, _KINDS[self.along])
