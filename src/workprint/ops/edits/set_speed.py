"""Speed."""

from fractions import Fraction

from workprint.base import Range
from workprint.model import Clip, Facts, Gap, Timeline, Transition
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import (
    clip_of,
    clips_of,
    film_of,
    is_film,
    moment,
    rebuilt,
    recast,
    replaced_off_film,
    taken,
    with_mates,
)
from .sources import is_still, retimed
from .track_surgery import Strip


class SetSpeed(EditOp):
    """Play clips, or a range of the film, faster (2 = twice as fast) or slower (0.5 = half as fast).

        before  [A        ][B]
        after   [A   ][B]

    Errors: NoSuchItem, OutOfRange, NothingToDo.
    """

    name = "set_speed"
    group = "time"
    title = {"en": "Speed", "zh": "变速"}
    say = {
        "en": ("speed up", "slow down", "slow motion", "speed", "fast forward", "timelapse"),
        "zh": ("加速", "减速", "慢放", "快放", "慢动作", "倍速"),
    }
    examples = {"en": "speed up clip 1 to 2x", "zh": "第一段加速到2倍"}
    main = "factor"

    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    factor: float = Param(ge=0.05, le=100, en="Factor", zh="倍数", unit="×")
    keep_pitch: bool = Param(True, en="Keep the pitch", zh="保持音调")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        chosen = with_mates(timeline, (clip.id for clip in clips_of(timeline, self.clips)))
        film = film_of(timeline)
        end = film.duration if self.end is None else moment(timeline, self.end)
        span = Range.between(moment(timeline, self.start or 0), end)
        strip = Strip(film.items)
        at = span.start
        parts = [taken(strip, Range.between(0, at))]
        changed = False
        for item in strip.slice(span):
            new = self.paced(timeline, item) if item.id in chosen else item
            changed = changed or new is not item
            parts.append(recast([new], Range(start=at, duration=item.duration), length=new.duration))
            at += item.duration
        parts.append(taken(strip, Range.between(span.end, film.duration)))
        after = rebuilt(timeline, parts) if changed else timeline
        for name in self.clips:
            track, _, clip = clip_of(after, name) if after.find(name) else (film, 0, None)
            if (
                clip is not None
                and not is_film(after, track)
                and (new := self.paced(after, clip)) is not clip
            ):
                after, changed = replaced_off_film(after, track, name, [new]), True
        if not changed:
            raise NothingToDo(en="Nothing there plays at another speed.", zh="那里没有可以变速的内容。")
        return after

    def paced(self, timeline: Timeline, item: Clip | Gap | Transition) -> Clip | Gap | Transition:
        """The item at the new speed; itself where it has no time of its own or plays so already."""
        speed = Fraction(self.factor).limit_denominator(1000)
        if not isinstance(item, Clip) or is_still(timeline, item):
            return item
        if (item.speed, item.keep_pitch) == (speed, self.keep_pitch):
            return item
        return retimed(item, speed).model_copy(update={"keep_pitch": self.keep_pitch})
