"""Move a marker."""

from workprint.base import Range
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem, NothingToDo
from .film import moment


class MoveMarker(EditOp):
    """Put a marker at another moment; a range keeps its length as far as the film goes.

        before  [A  v       ]
        after   [A       v  ]

    Errors: NoSuchItem, OutOfRange, NothingToDo.
    """

    name = "move_marker"
    group = "document"
    title = {"en": "Move a marker", "zh": "移动标记"}
    say = {
        "en": ("move the marker", "move marker", "shift the marker"),
        "zh": ("移动标记", "标记移到", "标记挪到"),
    }
    examples = {"en": "move the marker to 0:03", "zh": "把标记移到第3秒"}

    marker: str = Param(en="Marker", zh="标记")
    start: float = Param(ge=0, en="To", zh="到", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        old = next((marker for marker in timeline.markers if marker.id == self.marker), None)
        if old is None:
            raise NoSuchItem(id=self.marker, have=[marker.id for marker in timeline.markers])
        first = moment(timeline, self.start)
        if first == old.range.start:
            raise NothingToDo(en="The marker is there already.", zh="标记已经在那里了。")
        end = min(first + old.range.duration, max(first, timeline.duration))
        moved = old.model_copy(update={"range": Range.between(first, end)})
        rest = [marker for marker in timeline.markers if marker.id != old.id]
        markers = sorted([*rest, moved], key=lambda marker: marker.range.start)
        return timeline.model_copy(update={"markers": tuple(markers)})
