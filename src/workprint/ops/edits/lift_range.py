"""Lift a range."""

from workprint.base import Range
from workprint.model import Facts, Gap, Timeline
from workprint.ops.operation import EditOp, Param

from .film import in_place, span_of, track_of
from .track_surgery import Strip


class LiftRange(EditOp):
    """Take a range out and leave it empty; nothing moves.

        before  [A    ][B    ]
        after   [A  ]......[B ]

    Errors: OutOfRange, EmptyRange, NoSuchItem.
    """

    name = "lift_range"
    group = "cut"
    title = {"en": "Lift a range", "zh": "挖空一段"}
    say = {
        "en": ("lift", "leave a gap", "blank out"),
        "zh": ("挖空", "留空", "抠掉不补"),
    }
    examples = {"en": "lift 0:02 to 0:04", "zh": "把第2秒到第4秒挖空"}

    start: float = Param(ge=0, en="From", zh="从", unit="s")
    end: float = Param(ge=0, en="To", zh="到", unit="s")
    track: str | None = Param(None, en="Track", zh="轨道")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track = track_of(timeline, self.track)
        span = span_of(timeline, self.start, self.end)
        strip = Strip(track.items)
        before = strip.slice(Range.between(0, span.start))
        after = strip.slice(Range.between(span.end, max(span.end, strip.duration)))
        items = (*before, Gap(duration=span.duration), *after)
        return in_place(timeline, track, items)
