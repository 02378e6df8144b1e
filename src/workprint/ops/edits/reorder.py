"""Reorder."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem, NothingToDo
from .film import clip_of
from .rows import reordered, row_units


class Reorder(EditOp):
    """Put clips of a track into a new order; those not named keep their order behind them.

        before  [A][B][C]
        after   [C][A][B]

    Errors: NoSuchItem, NothingToDo.
    """

    name = "reorder"
    group = "arrange"
    title = {"en": "Reorder", "zh": "重新排序"}
    say = {
        "en": ("reorder", "change the order", "arrange in the order"),
        "zh": ("重新排序", "调整顺序", "排成"),
    }
    examples = {"en": "reorder the clips: 2, 1", "zh": "重新排序：2、1"}

    order: tuple[str, ...] = Param(min_length=1, en="Order", zh="顺序")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track = clip_of(timeline, self.order[0])[0]
        units = row_units(track)
        by_id = {unit.id: unit for unit in units}
        unknown = [name for name in self.order if name not in by_id]
        if unknown:
            raise NoSuchItem(id=unknown[0], have=list(by_id))
        named = list(dict.fromkeys(self.order))
        order = [by_id[name] for name in named] + [unit for unit in units if unit.id not in set(named)]
        if order == units:
            raise NothingToDo(en="The clips are in that order already.", zh="片段已经是这个顺序。")
        return reordered(timeline, track, order)
