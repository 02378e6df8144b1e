"""Slip."""

from workprint.base import frames
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import bounded, clip_of, revised, with_mates
from .sources import room
from .track_surgery import settle


class Slip(EditOp):
    """Show an earlier or later part of a clip's media; its place and length stay.

        before  [A:2-6][B]
        after   [A:3-7][B]

    Errors: NoSuchItem, OutOfBounds, NothingToDo.
    """

    name = "slip"
    group = "cut"
    title = {"en": "Slip", "zh": "内滑"}
    say = {
        "en": ("slip", "slip the clip"),
        "zh": ("内滑", "滑移内容"),
    }
    examples = {"en": "slip clip 1 by 1 second", "zh": "第一段内滑1秒"}

    clip: str = Param(en="Clip", zh="片段")
    by: float = Param(en="By", zh="量", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        clip = clip_of(timeline, self.clip)[2]
        before, after = room(timeline, clip)
        if before is None or after is None:
            name = clip.name or clip.id
            raise NothingToDo(en=f"“{name}” has no other part to show.", zh=f"“{name}”没有其他内容可供滑动。")
        by = frames(self.by, timeline.rate)
        if clip.reverse:
            before, after = after, before
        bounded(timeline, clip.id, by, before, after)
        slipped = revised(
            timeline,
            with_mates(timeline, [clip.id]),
            lambda each: each.model_copy(update={"source": each.source.shift(by)}),
        )
        return settle(timeline, slipped)
