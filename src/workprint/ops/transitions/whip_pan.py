"""Whip pan."""

from typing import Literal

from workprint.base import Curve
from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from .push import Push


class WhipPan(TransitionOp):
    """The camera is thrown round from the outgoing picture to the incoming one, blurred on the way."""

    name = "whip_pan"
    group = "transition"
    title = {"en": "Whip pan", "zh": "甩镜"}
    say = {
        "en": ("whip pan", "whip", "swish pan", "whip transition", "swish transition"),
        "zh": ("甩镜", "甩镜转场", "甩动转场", "快速甩镜"),
    }
    examples = {"en": "add a whip pan between clips", "zh": "片段之间加甩镜转场"}

    towards: Literal["left", "right"] = Param("left", en="Towards", zh="朝向")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        moved = Push(towards=self.towards).build(outgoing, incoming, context)
        if context.frames < 3:
            return moved
        most, middle = 0.06 * context.canvas.width, context.frames // 2
        blur = Curve(
            ((0, 0.0, "smooth"), (middle, most, "smooth"), (context.frames, 0.0, "hold")), context.rate
        )
        return moved.filter("gblur", sigma=blur, sigmaV=0)
