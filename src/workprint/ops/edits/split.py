"""Split."""

from workprint.base import Range
from workprint.model import Clip, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo, said
from .film import in_place, moment, track_of
from .track_surgery import Strip


class Split(EditOp):
    """Divide the clip at a moment into two; the picture stays the same.

        before  [A        ]
        after   [A   ][A  ]

    Errors: OutOfRange, NothingToDo.
    """

    name = "split"
    group = "cut"
    title = {"en": "Split", "zh": "分割"}
    say = {
        "en": ("split", "split at", "divide at"),
        "zh": ("分割", "切开", "分成两段"),
    }
    examples = {"en": "split at 0:05", "zh": "在第5秒切开"}

    at: float = Param(ge=0, en="At", zh="位置", unit="s")
    track: str | None = Param(None, en="Track", zh="轨道")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track = track_of(timeline, self.track)
        at = moment(timeline, self.at)
        strip = Strip(track.items)
        found = strip.at(at)
        if found is None or found[0] == at or not isinstance(found[1], Clip):
            raise NothingToDo(
                en=f"There is no clip to divide at {said(self.at)}.",
                zh=f"{said(self.at)} 处没有可以切开的片段。",
            )
        items = strip.slice(Range.between(0, at)) + strip.slice(Range.between(at, strip.duration))
        return in_place(timeline, track, items)
