"""Keep a range."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import kept, span_of


class KeepRange(EditOp):
    """Keep one range of the film and take out the rest.

        before  [A    ][B    ]
        after   [A ][B ]

    Errors: OutOfRange, EmptyRange.
    """

    name = "keep_range"
    group = "cut"
    title = {"en": "Keep a range", "zh": "只留一段"}
    say = {
        "en": ("keep only", "keep from", "trim to", "just the part"),
        "zh": ("只保留", "只留", "保留从", "截取"),
    }
    examples = {"en": "keep only 0:02 to 0:06", "zh": "只保留第2秒到第6秒"}

    start: float = Param(ge=0, en="From", zh="从", unit="s")
    end: float = Param(ge=0, en="To", zh="到", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        return kept(timeline, [span_of(timeline, self.start, self.end)])
