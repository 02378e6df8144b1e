"""What the transitions that FFmpeg's xfade draws have in common."""

from typing import ClassVar

from workprint.graph import Video
from workprint.ops.operation import Context, Param, TransitionOp


def xfade(outgoing: Video, incoming: Video, context: Context, kind: str) -> Video:
    """One of xfade's patterns over the whole length of the transition."""
    return outgoing.filter("xfade", incoming, transition=kind, duration=context.seconds, offset=0)


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
