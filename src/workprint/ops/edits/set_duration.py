"""Set the duration."""

from workprint.base import frames, seconds
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import OutOfMedia
from .film import changed_clip, clip_of, is_film, moment, replaced_off_film
from .sources import longest
from .track_surgery import stretch


class SetDuration(EditOp):
    """Give a clip this length by moving its end; on the film what follows closes up or moves away.

        before  [A      ][B]
        after   [A  ][B]

    Footage has only as much as was filmed; photos and titles last as long as is asked.
    Errors: NoSuchItem, OutOfMedia, OutOfRange.
    """

    name = "set_duration"
    group = "time"
    title = {"en": "Set the duration", "zh": "设定时长"}
    say = {
        "en": ("make it last", "set the duration", "set the length"),
        "zh": ("时长改为", "持续", "设定时长"),
    }
    examples = {"en": "set the duration of clip 1 to 2 seconds", "zh": "把第一段的时长改为2秒"}

    clip: str = Param(en="Clip", zh="片段")
    duration: float = Param(gt=0, en="Duration", zh="时长", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track, at, clip = clip_of(timeline, self.clip)
        length = max(1, frames(self.duration, timeline.rate))
        most = longest(timeline, clip)
        if most is not None and length > most:
            most_seconds = float(seconds(most, timeline.rate))
            raise OutOfMedia(media=clip.name or clip.id, asked=self.duration, duration=most_seconds)
        new = stretch(clip, 0, length - clip.duration)
        if is_film(timeline, track):
            return changed_clip(timeline, clip.id, [new], length=min(length, clip.duration))
        moment(timeline, float(seconds(at + length, timeline.rate)))
        return replaced_off_film(timeline, track, clip.id, [new])
