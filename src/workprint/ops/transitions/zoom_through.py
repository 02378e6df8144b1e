"""Zoom through."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._motion import progress
from ._xfade import xfade
from ._zoom import zoomed


class ZoomThrough(TransitionOp):
    """The camera dives into the outgoing picture and comes to rest on the incoming one."""

    name = "zoom_through"
    group = "transition"
    title = {"en": "Zoom through", "zh": "缩放穿越"}
    say = {
        "en": ("zoom through", "zoom transition", "zoom in transition", "zoom transitions", "punch through"),
        "zh": ("缩放转场", "缩放穿越", "推近转场", "放大转场", "穿越转场"),
    }
    examples = {"en": "add a zoom transition between clips", "zh": "片段之间加缩放转场"}
    main = "amount"

    amount: float = Param(1.0, ge=0.1, le=3, en="Amount", zh="幅度", unit="×")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        gone = progress(context, f"(in/{float(context.rate):.6f})")
        near = zoomed(outgoing, f"(1+{self.amount}*{gone}*{gone})")
        # The incoming picture starts a little small; its edges are drawn out while it is still faint.
        far = zoomed(incoming, f"(1-{0.12 * self.amount:.4f}*(1-{gone}))")
        quarter = context.frames // 4
        return xfade(near, far, context, "fade", quarter, context.frames - quarter)
