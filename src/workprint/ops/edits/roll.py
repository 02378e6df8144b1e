"""Roll."""

from workprint.base import frames
from workprint.model import Clip, Facts, Timeline, Transition
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import bounded, clip_of, in_place
from .sources import room
from .track_surgery import stretch


class Roll(EditOp):
    """Move the cut after a clip; the film's length stays.

        before  [A    ][B    ]
        after   [A       ][B ]

    Errors: NoSuchItem, OutOfBounds, NothingToDo.
    """

    name = "roll"
    group = "cut"
    title = {"en": "Roll", "zh": "滚动剪辑点"}
    say = {
        "en": ("roll", "roll the cut"),
        "zh": ("滚动剪辑点", "移动剪辑点"),
    }
    examples = {"en": "roll the cut after clip 1 by 1 second", "zh": "把第一段后的剪辑点滚动1秒"}

    clip: str = Param(en="Clip before the cut", zh="剪辑点前的片段")
    by: float = Param(en="By", zh="量", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track, _, before = clip_of(timeline, self.clip)
        items = [item for item in track.items if not isinstance(item, Transition)]
        index = next(i for i, item in enumerate(items) if item.id == before.id)
        after = items[index + 1] if index + 1 < len(items) else None
        if not isinstance(after, Clip):
            raise NothingToDo(en="There is no cut after this clip.", zh="这个片段后面没有剪辑点。")
        by = frames(self.by, timeline.rate)
        earlier, longer = room(timeline, after)[0], room(timeline, before)[1]
        back = before.duration - 1 if earlier is None else min(before.duration - 1, earlier)
        most = after.duration - 1 if longer is None else min(after.duration - 1, longer)
        bounded(timeline, before.id, by, back, most)
        new = {before.id: stretch(before, 0, by), after.id: stretch(after, -by, 0)}
        return in_place(timeline, track, [new.get(item.id, item) for item in track.items])
