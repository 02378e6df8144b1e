"""Loop."""

from workprint.base import Range
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import clip_of, is_film, rebuilt, recast, replaced_off_film, taken
from .track_surgery import Strip


class LoopClip(EditOp):
    """Play a clip several times in a row.

        before  [A][B]
        after   [A][A][A][B]

    Errors: NoSuchItem.
    """

    name = "loop_clip"
    group = "time"
    title = {"en": "Loop", "zh": "循环"}
    say = {
        "en": ("loop", "repeat the clip", "play again"),
        "zh": ("循环", "重复", "再放一遍"),
    }
    examples = {"en": "loop the last clip twice", "zh": "最后一段循环两遍"}

    clip: str = Param(en="Clip", zh="片段")
    times: int = Param(2, ge=2, le=100, en="Times in all", zh="总次数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track, start, clip = clip_of(timeline, self.clip)
        if not is_film(timeline, track):
            return replaced_off_film(timeline, track, clip.id, [clip] * self.times)
        strip, span = Strip(track.items), Range(start=start, duration=clip.duration)
        before, after = Range.between(0, start), Range.between(span.end, track.duration)
        # What belongs to the clip is played again with it.
        again = [recast([clip], span)] * self.times
        return rebuilt(timeline, [taken(strip, before), *again, taken(strip, after)])
