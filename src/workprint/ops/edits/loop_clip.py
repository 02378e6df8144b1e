"""Loop."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import changed_clip, clip_of


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
        clip = clip_of(timeline, self.clip)[2]
        return changed_clip(timeline, clip.id, [clip] * self.times)
