"""Push."""

from typing import Literal

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._motion import progress

_FROM = {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}


class Push(TransitionOp):
    """The incoming picture pushes the outgoing one off the screen."""

    name = "push"
    group = "transition"
    title = {"en": "Push", "zh": "推动"}
    say = {
        "en": ("push", "push transition", "pushes", "push the clip off"),
        "zh": ("推动转场", "推移", "推进转场", "推挤"),
    }
    examples = {"en": "add a push transition between clips", "zh": "片段之间加推动转场"}

    towards: Literal["left", "right", "up", "down"] = Param("left", en="Towards", zh="朝向")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        x, y = _FROM[self.towards]
        gone, left = progress(context), f"(1-{progress(context)})"
        # The incoming picture is also the ground: where the outgoing one has left it is drawn again,
        # in its place. Seen through holes it would be there twice.
        ground = incoming.filter("lutyuv", a=0) if incoming.alpha or outgoing.alpha else incoming
        moved = ground.filter("overlay", outgoing, x=f"{-x}*W*{gone}", y=f"{-y}*H*{gone}", format="auto")
        return moved.filter("overlay", incoming, x=f"{x}*W*{left}", y=f"{y}*H*{left}", format="auto")
