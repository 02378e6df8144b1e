"""Append."""

from typing import Any

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import appended, in_place, is_film, track_of
from .sources import made
from .timemap import placed


class Append(EditOp):
    """Put media after the last clip of the film, or of another track.

        before  [A][B]
        after   [A][B][new]

    Photos and generated pictures last 4 s unless a duration is given. Errors: NoSuchItem, OutOfMedia.
    """

    name = "append"
    group = "arrange"
    title = {"en": "Append", "zh": "接在末尾"}
    say = {
        "en": ("append", "add at the end", "put at the end", "join to the end"),
        "zh": ("接在后面", "追加", "加到末尾", "放到最后"),
    }
    examples = {"en": "append outro.mp4", "zh": "把 outro.mp4 接在后面"}

    media: str = Param(en="Media (or a generator)", zh="素材（或生成器）")
    start: float = Param(0, ge=0, en="From (in the media)", zh="素材起点", unit="s")
    duration: float | None = Param(None, gt=0, en="Duration", zh="时长", unit="s")
    track: str | None = Param(None, en="Track", zh="轨道")
    params: dict[str, Any] = Param({}, en="Parameters of a generator", zh="生成器参数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        clip = made(timeline, self.media, self.start, self.duration, self.params)
        if self.track is None:
            return appended(timeline, clip)
        track = track_of(timeline, self.track)
        if is_film(timeline, track):
            return appended(timeline, clip)
        end = sum(item.duration for item in track.items)
        return in_place(timeline, track, (*track.items, clip)) if end else placed(timeline, clip, 0, track)
