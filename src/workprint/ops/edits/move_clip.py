"""Move a clip."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import BadNumber, NothingToDo
from .film import clip_of, is_film, moment, replaced_off_film
from .rows import place_nearest, reordered, row_units


class MoveClip(EditOp):
    """Take a clip to another place: on the film by its place in the row (0 is first) or by the moment.

        before  [A][B][C]
        after   [C][A][B]

    On other tracks `at` is where it starts. Errors: NoSuchItem, BadNumber, OutOfRange, NothingToDo.
    """

    name = "move_clip"
    group = "arrange"
    title = {"en": "Move a clip", "zh": "移动片段"}
    say = {
        "en": ("move", "move the clip", "put first", "put last"),
        "zh": ("移动", "移到", "挪到"),
    }
    examples = {"en": "move clip 2 to the beginning", "zh": "把第二段移到最前面"}

    clip: str = Param(en="Clip", zh="片段")
    index: int | None = Param(None, ge=0, en="Place in the row", zh="第几个")
    at: float | None = Param(None, ge=0, en="At", zh="位置", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track, _, clip = clip_of(timeline, self.clip)
        if self.index is None and self.at is None:
            raise NothingToDo(en="Say where the clip should go.", zh="请说明片段移到哪里。")
        if not is_film(timeline, track):
            at = moment(timeline, self.at or 0)
            return replaced_off_film(timeline, track, clip.id, [clip], start=at)
        units = row_units(track)
        rest = [unit for unit in units if unit.id != clip.id]
        index = self.index
        if index is None:
            at = moment(timeline, self.at or 0)
            index = place_nearest(rest, at)
        if index > len(rest):
            raise BadNumber(asked=index, least=0, most=len(rest))
        mine = next(unit for unit in units if unit.id == clip.id)
        order = [*rest[:index], mine, *rest[index:]]
        if order == units:
            raise NothingToDo(
                en=f"“{clip.name or clip.id}” is there already.", zh=f"“{clip.name or clip.id}”已经在那里了。"
            )
        return reordered(timeline, track, order)
