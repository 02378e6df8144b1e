"""Change the marks."""

from typing import Literal

from workprint.base import frames, seconds
from workprint.model import Facts, Timeline
from workprint.ops.edits.faults import NothingToDo
from workprint.ops.edits.film import film_of
from workprint.ops.operation import EditOp, Param

from .groups import NoSuchMark, chosen, coarser, groups, moved, placed_at, scaled_by, without

OPS = {"ring": "click_ring", "zoom": "zoom_to", "cover": "cover", "halo": "cursor_halo"}


class ChangeMarks(EditOp):
    """Move, resize or take away single rings, zooms, covers and halos of a recording, by their number in the
    film or the moments at which they are seen; none named: all.

        before  [A   o    <==>   ]
        after   [A     o  <==>   ]

    Errors: NoSuchMark, NothingToDo.
    """

    name = "change_marks"
    group = "screen"
    title = {"en": "Change rings, zooms and covers", "zh": "修改圆圈、缩放和打码"}
    say = {
        "en": ("move the second zoom", "remove the third ring", "make the first cover bigger"),
        "zh": ("移动第二个缩放", "删除第三个圈", "第一个打码放大"),
    }
    examples = {"en": "move the second ring to 0:05", "zh": "第二个圈移到0:05"}

    kind: Literal["ring", "zoom", "cover", "halo"] = Param("ring", en="Which kind", zh="哪一种")
    numbers: tuple[int, ...] = Param((), en="Numbers, from 1", zh="序号（从1开始）")
    moments: tuple[float, ...] = Param((), en="Seen at", zh="出现的时刻", unit="s")
    off: bool = Param(False, en="Take away", zh="去掉")
    to: float | None = Param(None, ge=0, en="Move to", zh="移到", unit="s")
    by: float = Param(0.0, ge=-3600, le=3600, en="Move by", zh="移动", unit="s")
    x: float | None = Param(None, ge=0, le=1, en="Middle, from the left", zh="中心横向", unit="of the width")
    y: float | None = Param(None, ge=0, le=1, en="Middle, from the top", zh="中心纵向", unit="of the height")
    scale: float = Param(1.0, gt=0, le=10, en="Times as large", zh="放大倍数", unit="×")

    strength: float | None = Param(None, ge=0, le=1, en="Coarseness of a cover", zh="打码粗细")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        op = OPS[self.kind]
        every = groups(timeline, op)
        if not every:
            raise NoSuchMark(have="—")
        after = timeline
        for group in chosen(timeline, every, self.numbers, self.moments):
            after = self.changed(after, op, group.key)
        if after == timeline:
            raise NothingToDo(en="Nothing of them would change.", zh="没有会改变的地方。")
        return after

    def changed(self, timeline: Timeline, op: str, key: object) -> Timeline:
        """One of them changed."""
        group = next(each for each in groups(timeline, op) if each.key == key)
        if self.off:
            return without(timeline, op, group, bool(self.numbers or self.moments))
        start = group.span.start
        goal = start if self.to is None else frames(self.to, timeline.rate)
        goal += round(float(self.by) * float(timeline.rate))
        last = film_of(timeline).duration - 1
        if goal != start:
            if not 0 <= goal <= last or self.kind in ("cover", "halo"):
                length = float(seconds(last + 1, timeline.rate))
                raise NothingToDo(
                    en=f"It cannot go there: the film is {length:g} s long."
                    if self.kind in ("ring", "zoom")
                    else "What follows something is where that is; it can be moved in the picture, made larger or taken away.",
                    zh=f"不能移到那里：影片长 {length:g} 秒。"
                    if self.kind in ("ring", "zoom")
                    else "它跟着内容走，时间不能挪；可以在画面里移动、改大小或去掉。",
                )
            timeline = moved(timeline, op, group, goal - start)
            group = next(each for each in groups(timeline, op) if each.key == key)
        if self.x is not None or self.y is not None:
            timeline = placed_at(timeline, group, self.x, self.y)
            group = next(each for each in groups(timeline, op) if each.key == key)
        if self.strength is not None and self.kind == "cover":
            timeline = coarser(timeline, group, self.strength)
            group = next(each for each in groups(timeline, op) if each.key == key)
        return scaled_by(timeline, group, self.scale) if self.scale != 1 else timeline
