"""Blur through."""

from workprint.base import Curve
from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp

from ._xfade import xfade


class BlurThrough(TransitionOp):
    """The outgoing picture goes out of focus, and the incoming one comes into it."""

    name = "blur_through"
    group = "transition"
    title = {"en": "Blur through", "zh": "模糊过渡"}
    say = {
        "en": ("blur transition", "blur through", "blur transitions", "defocus transition"),
        "zh": ("模糊转场", "模糊过渡", "虚焦转场", "虚化转场"),
    }
    examples = {"en": "add a blur transition between clips", "zh": "片段之间加模糊转场"}
    main = "amount"

    amount: float = Param(0.5, ge=0, le=1, en="Amount", zh="程度")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        most = 0.04 * self.amount * context.canvas.height
        out = Curve(((0, 0.0, "smooth"), (context.frames, most, "hold")), context.rate)
        back = Curve(((0, most, "smooth"), (context.frames, 0.0, "hold")), context.rate)
        return xfade(
            outgoing.filter("gblur", sigma=out), incoming.filter("gblur", sigma=back), context, "fade"
        )
