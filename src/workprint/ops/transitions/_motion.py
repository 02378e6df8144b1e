"""What the transitions that move a picture have in common."""

from typing import ClassVar

from workprint.graph import Video
from workprint.ops.operation import Context, TransitionOp


def progress(context: Context, clock: str = "t") -> str:
    """How far the transition is, from 0 to 1, starting and stopping gently (an FFmpeg expression
    in `clock`, the time in seconds)."""
    return f"(0.5-0.5*cos(PI*min(1,{clock}/{context.seconds:.6f})))"


class Slide(TransitionOp):
    """The incoming picture moves over the outgoing one; it starts `x_from` widths and `y_from`
    heights away."""

    x_from: ClassVar[int] = 0
    y_from: ClassVar[int] = 0

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        left = f"(1-{progress(context)})"
        return outgoing.filter(
            "overlay", incoming, x=f"{self.x_from}*W*{left}", y=f"{self.y_from}*H*{left}", format="auto"
        )
