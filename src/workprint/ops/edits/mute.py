"""Mute."""

from collections.abc import Iterable
from typing import Literal

from workprint.base import Range
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import clips_of, film_of, moment, revised, track_of, with_mates
from .targets import divided, within


def switched(timeline: Timeline, ids: Iterable[str], muted: bool) -> Timeline:
    return revised(timeline, ids, lambda clip: clip.model_copy(update={"muted": muted}))


def whole_sound(timeline: Timeline) -> set[str]:
    """The clips of the film, and of its sound where that lies on tracks of its own."""
    own = [film_of(timeline), *(track for track in timeline.tracks if track.role == "voice")]
    return {clip.id for track in own for _, clip in track.clips()}


class Mute(EditOp):
    """Silence clips, a track, or a range of the film; the picture stays.

        before  [A ~~~~][B ~~]
        after   [A ~]  [A   ][B ~~]   (a range divides its clips)

    Errors: NoSuchItem, OutOfRange, NothingToDo.
    """

    name = "mute"
    group = "sound"
    title = {"en": "Mute", "zh": "静音"}
    say = {
        "en": ("mute", "silence the clip", "remove the original sound", "unmute"),
        "zh": ("静音", "消音", "去掉原声", "取消静音"),
    }
    examples = {"en": "mute clip 1", "zh": "第一段静音"}

    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")
    track: str | None = Param(None, en="Track", zh="轨道")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    mode: Literal["mute", "unmute"] = Param("mute", en="Mode", zh="方式")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        muted = self.mode == "mute"
        if self.track is not None:
            track = track_of(timeline, self.track)
            after = timeline.with_track(track.model_copy(update={"muted": muted}))
        elif self.start is None and self.end is None:
            ids = with_mates(timeline, self.clips) if self.clips else whole_sound(timeline)
            clips_of(timeline, self.clips)
            after = switched(timeline, ids, muted)
        else:
            after = self.in_range(timeline, muted)
        if after == timeline:
            en, zh = ("off", "关着") if muted else ("on", "开着")
            raise NothingToDo(en=f"The sound there is {en} already.", zh=f"那里的声音本来就是{zh}的。")
        return after

    def in_range(self, timeline: Timeline, muted: bool) -> Timeline:
        end = film_of(timeline).duration if self.end is None else moment(timeline, self.end)
        span = Range.between(moment(timeline, self.start or 0), end)
        return quietened(timeline, [span], muted)


def quietened(timeline: Timeline, spans: Iterable[Range], muted: bool) -> Timeline:
    """Ranges of the film, and of its sound where that lies on tracks of its own, muted or not."""
    sounding = [film_of(timeline).id, *(t.id for t in timeline.tracks if t.role == "voice")]
    for span in spans:
        for name in sounding:
            timeline = divided(timeline, track_of(timeline, name), span)
            inside = [clip.id for _, clip in within(track_of(timeline, name), span)]
            timeline = switched(timeline, inside, muted)
    return timeline
