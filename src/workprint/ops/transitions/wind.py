"""Wind."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._xfade import xfade

_KINDS = {"left": "hlwind", "right": "hrwind", "up": "vuwind", "down": "vdwind"}


class Wind(TransitionOp):
    """The outgoing picture is blown off in streaks."""

    name = "wind"
    group = "transition"
    title = {"en": "Wind", "zh": "风吹"}
    say = {
        "en": ("wind", "wind transition", "blown away", "streaks"),
        "zh": ("风吹转场", "风吹", "吹散"),
    }
    examples = {"en": "add a wind transition between clips", "zh": "片段之间加风吹转场"}

    towards: Literal["left", "right", "up", "down"] = Param("left", en="Towards", zh="朝向")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return xfade(outgoing, incoming, context, _KINDS[self.towards])
