"""Reveal."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._motion import progress

_TO = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


class Reveal(TransitionOp):
    """The outgoing picture slides away and uncovers the incoming one, which stays where it is."""

    name = "reveal"
    group = "transition"
    title = {"en": "Reveal", "zh": "揭开"}
    say = {
        "en": ("reveal transition", "uncover", "slide away transition"),
        "zh": ("揭开转场", "揭开", "滑出转场"),
    }
    examples = {"en": "add a reveal transition between clips", "zh": "片段之间加揭开转场"}

    towards: Literal["left", "right", "up", "down"] = Param("left", en="Towards", zh="朝向")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        x, y = _TO[self.towards]
        gone = progress(context)
        return incoming.filter("overlay", outgoing, x=f"{x}*W*{gone}", y=f"{y}*H*{gone}", format="auto")
