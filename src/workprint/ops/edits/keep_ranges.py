"""Keep ranges."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import kept, span_of


class KeepRanges(EditOp):
    """Keep several ranges of the film, in their order, and take out the rest.

        before  [A       ]
        after   [A][A]

    Errors: OutOfRange, EmptyRange.
    """

    name = "keep_ranges"
    group = "cut"
    title = {"en": "Keep ranges", "zh": "只留几段"}
    say = {
        "en": ("keep these parts", "keep the parts"),
        "zh": ("只保留这几段", "留下这几段"),
    }
    examples = {
        "en": "keep these parts: 0:01 to 0:02 and 0:04 to 0:06",
        "zh": "只保留这几段：第1秒到第2秒和第4秒到第6秒",
    }

    ranges: tuple[tuple[float, float], ...] = Param(min_length=1, en="Ranges", zh="时间段", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        spans = [span_of(timeline, start, end) for start, end in self.ranges]
        return kept(timeline, spans)
