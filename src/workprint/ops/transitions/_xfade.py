"""What the transitions that FFmpeg's xfade draws have in common."""

from typing import ClassVar

from workprint.base import seconds
from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp


def xfade(
    outgoing: Video, incoming: Video, context: Context, kind: str, start: int = 0, end: int = 0
) -> Video:
    """One of xfade's patterns, from frame `start` to frame `end` (0: to the last)."""
    end = end or context.frames
    if start:
        # xfade begins to take frames from its second input only when the transition starts.
        incoming = incoming.filter("trim", start_frame=start).filter("setpts", expr="PTS-STARTPTS")
    return outgoing.filter(
        "xfade",
        incoming,
        transition=kind,
        duration=float(seconds(end - start, context.rate)),
        offset=float(seconds(start, context.rate)),
    )


class Xfade(TransitionOp):
    """A transition that is one of xfade's patterns, without choices."""

    kind: ClassVar[str] = ""

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return xfade(outgoing, incoming, context, self.kind)


class Wipe(TransitionOp):
    """A straight edge that moves over the picture."""

    hard: ClassVar[str] = ""
    soft_edged: ClassVar[str] = ""

    soft: bool = Param(False, en="Soft edge", zh="柔和边缘")

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return xfade(outgoing, incoming, context, self.soft_edged if self.soft else self.hard)


class Dip(TransitionOp):
    """The first half fades to a colour, the second half comes out of it."""

    color: ClassVar[str] = ""

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        half = context.frames // 2
        if not half:
            return xfade(outgoing, incoming, context, "fade")
        gone = outgoing.filter("fade", type="out", start_frame=0, nb_frames=half, color=self.color)
        come = incoming.filter(
            "fade", type="in", start_frame=half, nb_frames=context.frames - half, color=self.color
        )
        return xfade(gone, come, context, "fade", half, half + 1)
