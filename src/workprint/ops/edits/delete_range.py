"""Delete a range."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import span_of, without


class DeleteRange(EditOp):
    """Take a range out of the film and close up; titles, captions, music and markers follow.

        before  [A    ][B    ]
        after   [A  ][B   ]

    Errors: OutOfRange, EmptyRange.
    """

    name = "delete_range"
    group = "cut"
    title = {"en": "Delete a range", "zh": "删除一段"}
    say = {
        "en": ("cut out", "delete from", "remove from", "cut from"),
        "zh": ("删掉", "剪掉", "去掉这段", "删除从"),
    }
    examples = {"en": "cut out 0:02 to 0:04", "zh": "剪掉第2秒到第4秒"}

    start: float = Param(ge=0, en="From", zh="从", unit="s")
    end: float = Param(ge=0, en="To", zh="到", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        return without(timeline, [span_of(timeline, self.start, self.end)])
