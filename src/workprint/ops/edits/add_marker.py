"""Add a marker."""

from workprint.base import Range
from workprint.model import Facts, Marker, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import EmptyRange
from .film import moment


class AddMarker(EditOp):
    """Name a moment or a range; it follows the film when that is cut.

        [A      v     ]
               name

    Errors: OutOfRange, EmptyRange.
    """

    name = "add_marker"
    group = "document"
    title = {"en": "Add a marker", "zh": "添加标记"}
    say = {
        "en": ("add a marker", "mark the moment", "add a chapter"),
        "zh": ("加标记", "添加标记", "打个标记", "加章节"),
    }
    examples = {"en": "add a marker 'Intro' at 0:02", "zh": "在第2秒加标记“开场”"}

    label: str = Param(en="Name", zh="名称")
    start: float = Param(ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    kind: str = Param("", en="Kind", zh="类型")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        first = moment(timeline, self.start)
        end = first if self.end is None else moment(timeline, self.end)
        if self.end is not None and end <= first:
            raise EmptyRange(start=self.start, end=self.end)
        marker = Marker(
            id=timeline.new_id("k"), name=self.label, range=Range.between(first, end), kind=self.kind
        )
        markers = sorted((*timeline.markers, marker), key=lambda each: each.range.start)
        return timeline.model_copy(update={"markers": tuple(markers)})
