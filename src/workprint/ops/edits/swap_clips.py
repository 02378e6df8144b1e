"""Swap two clips."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import clip_of
from .rows import reordered, row_units


class SwapClips(EditOp):
    """Two clips of a track change places.

        before  [A][B][C]
        after   [C][B][A]

    Errors: NoSuchItem, NothingToDo.
    """

    name = "swap_clips"
    group = "arrange"
    title = {"en": "Swap two clips", "zh": "交换片段"}
    say = {
        "en": ("swap", "swap clips", "exchange"),
        "zh": ("交换", "对调", "互换"),
    }
    examples = {"en": "swap clips 1 and 2", "zh": "交换第一段和第二段"}

    a: str = Param(en="One clip", zh="片段一")
    b: str = Param(en="Other clip", zh="片段二")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track, _, a = clip_of(timeline, self.a)
        other, _, b = clip_of(timeline, self.b)
        if track.id != other.id or a.id == b.id:
            raise NothingToDo(
                en="Two different clips of one track can change places.",
                zh="只能交换同一轨道上的两个不同片段。",
            )
        units = row_units(track)
        places = {unit.id: index for index, unit in enumerate(units)}
        i, j = places[a.id], places[b.id]
        units[i], units[j] = units[j], units[i]
        return reordered(timeline, track, units)
