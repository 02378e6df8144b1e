"""Crossfade."""

from workprint.graph import Video
from workprint.ops.operation import Context, TransitionOp


class Crossfade(TransitionOp):
    """The outgoing picture dissolves into the incoming one."""

    name = "crossfade"
    group = "transition"
    title = {"en": "Crossfade", "zh": "叠化"}
    say = {
        "en": ("crossfade", "cross fade", "dissolve", "cross dissolve", "fade transition"),
        "zh": ("叠化", "交叉淡化", "溶解", "淡入淡出转场"),
    }
    examples = {"en": "add a crossfade between clips", "zh": "片段之间加叠化"}

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        return outgoing.filter("xfade", incoming, transition="fade", duration=context.seconds, offset=0)
