"""Insert."""

from typing import Any

from workprint.base import Range
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import SOUND_TRACK, film_of, fresh, moment, rebuilt, taken
from .sources import is_sound, made
from .timemap import placed
from .track_surgery import Strip


class Insert(EditOp):
    """Put media into the film at a moment; what comes after moves later.

        before  [A      ][B]
        after   [A  ][new][A ][B]

    Errors: NoSuchItem, OutOfMedia, OutOfRange.
    """

    name = "insert"
    group = "arrange"
    title = {"en": "Insert", "zh": "插入"}
    say = {
        "en": ("insert", "put in between", "insert at"),
        "zh": ("插入", "插到", "插进"),
    }
    examples = {"en": "insert outro.mp4 at 0:10", "zh": "在第10秒插入 outro.mp4"}

    media: str = Param(en="Media", zh="素材")
    at: float = Param(ge=0, en="At", zh="位置", unit="s")
    start: float = Param(0, ge=0, en="From (in the media)", zh="素材起点", unit="s")
    duration: float | None = Param(None, gt=0, en="Duration", zh="时长", unit="s")
    params: dict[str, Any] = Param({}, en="Parameters of a generator", zh="生成器参数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        clip = made(timeline, self.media, self.start, self.duration, self.params)
        if is_sound(timeline, clip):
            return placed(timeline, clip, moment(timeline, self.at), SOUND_TRACK)
        film = film_of(timeline)
        at = moment(timeline, self.at)
        strip = Strip(film.items)
        head, tail = Range.between(0, at), Range.between(at, film.duration)
        return rebuilt(timeline, [taken(strip, head), fresh(clip), taken(strip, tail)])
