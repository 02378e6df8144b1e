"""Trim."""

from workprint.base import frames
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import bounded, changed_clip, clip_of, is_film, replaced_off_film
from .sources import room
from .track_surgery import stretch


class Trim(EditOp):
    """Shorten a clip at its head or tail (a negative number lengthens it); the film closes up.

        before  [A        ][B]
        after     [A    ][B]

    Errors: NoSuchItem, OutOfBounds, NothingToDo.
    """

    name = "trim"
    group = "cut"
    title = {"en": "Trim", "zh": "修剪"}
    say = {
        "en": ("trim", "shorten the clip", "cut off the start", "cut off the end"),
        "zh": ("修剪", "掐头", "去尾", "剪短"),
    }
    examples = {"en": "trim 1 second off the start of clip 1", "zh": "第一段开头剪掉1秒"}

    clip: str = Param(en="Clip", zh="片段")
    head: float | None = Param(None, en="Off the start", zh="开头剪去", unit="s")
    tail: float | None = Param(None, en="Off the end", zh="结尾剪去", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track, at, clip = clip_of(timeline, self.clip)
        head, tail = (frames(x or 0, timeline.rate) for x in (self.head, self.tail))
        if not head and not tail:
            raise NothingToDo(en="Nothing to trim: say how much.", zh="没有要修剪的：请说明剪多少。")
        film = is_film(timeline, track)
        before, after = room(timeline, clip)
        if not film:
            before = at if before is None else min(before, at)
        bounded(timeline, clip.id, head, before, clip.duration - 1 - max(0, tail))
        bounded(timeline, clip.id, tail, after, clip.duration - 1 - max(0, head))
        new = stretch(clip, -head, -tail)
        if not film:
            return replaced_off_film(timeline, track, clip.id, [new], start=at + head)
        lost = max(0, head)
        left = clip.duration - lost - max(0, tail)
        return changed_clip(timeline, clip.id, [new], at=max(0, -head), offset=lost, length=left)
