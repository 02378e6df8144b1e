"""Reverse."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import clips_of, revised, with_mates
from .sources import is_still


class Reverse(EditOp):
    """Play clips backwards, picture and sound; again plays them forwards.

        before  [A: 1 2 3]
        after   [A: 3 2 1]

    Errors: NoSuchItem, NothingToDo.
    """

    name = "reverse"
    group = "time"
    title = {"en": "Reverse", "zh": "倒放"}
    say = {
        "en": ("reverse", "play backwards", "rewind"),
        "zh": ("倒放", "反向播放", "倒着放"),
    }
    examples = {"en": "reverse clip 1", "zh": "第一段倒放"}

    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        clips = [clip for clip in clips_of(timeline, self.clips) if not is_still(timeline, clip)]
        if not clips:
            raise NothingToDo(en="Stills look the same backwards.", zh="静止画面倒放没有变化。")
        return revised(
            timeline,
            with_mates(timeline, [clip.id for clip in clips]),
            lambda clip: clip.model_copy(update={"reverse": not clip.reverse}),
        )
