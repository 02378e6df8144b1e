"""Slide."""

from workprint.base import Range, frames
from workprint.model import Clip, Facts, Timeline, Track, Transition
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import Part, bounded, clip_of, in_place, is_film, rebuilt
from .sources import room
from .timemap import Move
from .track_surgery import stretch


def neighbours(track: Track, name: str) -> tuple[Clip, Clip]:
    """The clips on both sides of one. Raises `NothingToDo` where there are none."""
    items = [item for item in track.items if not isinstance(item, Transition)]
    index = next(i for i, item in enumerate(items) if item.id == name)
    before = items[index - 1] if index else None
    after = items[index + 1] if index + 1 < len(items) else None
    if not isinstance(before, Clip) or not isinstance(after, Clip):
        raise NothingToDo(en="A clip slides between two others.", zh="只有前后都有片段时才能外滑。")
    return before, after


class Slide(EditOp):
    """Move a clip between its neighbours: one gets longer, the other shorter, by the same amount.

        before  [A   ][B][C   ]
        after   [A     ][B][C ]

    Errors: NoSuchItem, OutOfBounds, NothingToDo.
    """

    name = "slide"
    group = "arrange"
    title = {"en": "Slide", "zh": "外滑"}
    say = {
        "en": ("slide the clip", "slide clip"),
        "zh": ("外滑", "滑动片段"),
    }
    examples = {"en": "slide clip 2 by 1 second", "zh": "第二段外滑1秒"}

    clip: str = Param(en="Clip", zh="片段")
    by: float = Param(en="By", zh="量", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track, start, clip = clip_of(timeline, self.clip)
        before, after = neighbours(track, clip.id)
        by = frames(self.by, timeline.rate)
        earlier, longer = room(timeline, after)[0], room(timeline, before)[1]
        back = before.duration - 1 if earlier is None else min(before.duration - 1, earlier)
        most = after.duration - 1 if longer is None else min(after.duration - 1, longer)
        bounded(timeline, clip.id, by, back, most)
        new = {before.id: stretch(before, 0, by), after.id: stretch(after, by * -1, 0)}
        items = [new.get(item.id, item) for item in track.items]
        if not is_film(timeline, track):
            return in_place(timeline, track, items)
        end = start + clip.duration
        left = Range.between(0, start + min(0, by))
        rest = Range.between(end + max(0, by), track.duration)
        moves = (
            Move(left, left),
            Move(Range.between(start, end), Range.between(start + by, end + by)),
            Move(rest, rest),
        )
        return rebuilt(timeline, [Part(tuple(items), moves)])
