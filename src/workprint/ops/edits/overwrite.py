"""Overwrite."""

from typing import Any

from workprint.base import Range
from workprint.model import Facts, Gap, Timeline
from workprint.ops.operation import EditOp, Param

from .film import SOUND_TRACK, film_of, in_place, is_film, moment, rebuilt, recast, track_of
from .sources import is_sound, made
from .timemap import placed
from .track_surgery import Strip


class Overwrite(EditOp):
    """Put media over what lies at a moment; nothing moves.

        before  [A      ][B   ]
        after   [A  ][new ][B ]

    Errors: NoSuchItem, OutOfMedia, OutOfRange.
    """

    name = "overwrite"
    group = "arrange"
    title = {"en": "Overwrite", "zh": "覆盖"}
    say = {
        "en": ("overwrite", "replace the range with", "cover with"),
        "zh": ("覆盖", "用它盖住", "替换这一段"),
    }
    examples = {"en": "overwrite from 0:10 with outro.mp4", "zh": "从第10秒起用 outro.mp4 覆盖"}

    media: str = Param(en="Media", zh="素材")
    at: float = Param(ge=0, en="At", zh="位置", unit="s")
    start: float = Param(0, ge=0, en="From (in the media)", zh="素材起点", unit="s")
    duration: float | None = Param(None, gt=0, en="Duration", zh="时长", unit="s")
    track: str | None = Param(None, en="Track", zh="轨道")
    params: dict[str, Any] = Param({}, en="Parameters of a generator", zh="生成器参数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        clip = made(timeline, self.media, self.start, self.duration, self.params)
        track = track_of(timeline, self.track)
        at = moment(timeline, self.at, film_of(timeline).duration)
        if is_sound(timeline, clip) and track.kind == "video":
            return placed(timeline, clip, at, SOUND_TRACK)
        strip = Strip(track.items)
        end = at + clip.duration
        before = strip.slice(Range.between(0, at))
        missing = (Gap(duration=at - strip.duration),) if at > strip.duration else ()
        after = strip.slice(Range.between(end, max(end, strip.duration)))
        items = (*before, *missing, clip, *after)
        if not is_film(timeline, track):
            return in_place(timeline, track, items)
        old = Range(start=0, duration=max(strip.duration, end))
        return rebuilt(timeline, [recast(items, old)])
