"""Change the music."""

from workprint.base import Range, frames
from workprint.model import Clip, Facts, FileRef, GeneratorRef, Keyframe, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import EmptyRange, NothingToDo
from .film import film_of, moment, revised
from .score import music, music_tracks
from .set_volume import gain_of
from .targets import put

RAMP = 0.3
"""Seconds in which the music gets to another level."""
Levels = dict[str, dict[str, tuple[Keyframe, ...]]]


def mood_of(clip: Clip) -> str | None:
    return clip.media.params.get("mood") if isinstance(clip.media, GeneratorRef) else None


class SetMusic(EditOp):
    """Exchange the music or change how loud it is, all through or in a part; its place, fades and ducking
    stay.

        before  M [/~lo-fi~\\]
        after   M [/~upbeat~\\]

    Errors: NoMusic, NoSuchItem, NothingToDo, OutOfRange, EmptyRange.
    """

    name = "set_music"
    group = "music"
    title = {"en": "Change the music", "zh": "更换音乐"}
    say = {
        "en": ("change the music", "switch the music", "other music"),
        "zh": ("换音乐", "换个音乐", "音乐换成"),
    }
    examples = {"en": "change the music to upbeat", "zh": "音乐换成欢快的"}
    main = "gain"

    mood: str | None = Param(None, en="Mood", zh="风格")
    media: str | None = Param(None, en="Media", zh="素材")
    gain: float | None = Param(None, ge=0, le=10, en="Gain", zh="音量", unit="×")
    seed: int | None = Param(None, ge=0, en="Variation", zh="变化")
    start: float | None = Param(None, ge=0, en="The gain from", zh="音量从", unit="s")
    end: float | None = Param(None, ge=0, en="The gain to", zh="音量到", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        clips = [clip for track in music_tracks(timeline) for _, clip in track.clips()]
        if self.mood is None and self.media is None and self.gain is None and self.seed is None:
            raise NothingToDo(en="Say what the music should be.", zh="请说明音乐要换成什么。")
        ids = [clip.id for clip in clips]
        after = timeline
        if self.mood is not None or self.media is not None or self.seed is not None:
            media, name = music(timeline, self.mood or mood_of(clips[0]), self.media, self.seed or 0)
            other = {"media": media, "name": name, "loop": isinstance(media, FileRef)}
            after = revised(
                timeline,
                ids,
                lambda clip: clip.model_copy(
                    update={**other, "source": Range(start=0, duration=clip.duration)}
                ),
            )
        if self.gain is None:
            return after
        if self.start is None and self.end is None:
            return put(after, ids, "volume", {"gain": self.gain})
        return self.in_part(after, self.gain)

    def in_part(self, timeline: Timeline, gain: float) -> Timeline:
        """The music at another level for a part of the film, with a short ramp on either side."""
        start = moment(timeline, self.start or 0)
        end = film_of(timeline).duration if self.end is None else moment(timeline, self.end)
        if end <= start:
            raise EmptyRange(start=self.start or 0, end=self.end or 0)
        for track in music_tracks(timeline):
            for at, clip in track.clips():
                part = Range.between(start, end).intersect(Range(start=at, duration=clip.duration))
                if part.duration:
                    keys = levels(clip, part.shift(-at), gain, frames(RAMP, timeline.rate))
                    timeline = put(timeline, [clip.id], "volume", {"gain": gain_of(clip.effects)}, keys)
        return timeline


def levels(clip: Clip, part: Range, gain: float, ramp: int) -> Levels:
    """The level of a clip of music at its moments: another one in a part, as it was elsewhere."""
    volume = next((effect for effect in clip.effects if effect.op == "volume"), None)
    before = volume.keyframes.get("gain", ()) if volume is not None else ()
    old = gain_of(clip.effects)
    keys = [key for key in before if not part.start - ramp <= key.at <= part.end + ramp]
    keys += [Keyframe(at=part.start, value=gain), Keyframe(at=part.end, value=gain)]
    keys += [Keyframe(at=part.end + ramp, value=old)]
    if part.start > ramp:
        keys.append(Keyframe(at=part.start - ramp, value=old))
    return {clip.id: {"gain": tuple(sorted(keys, key=lambda key: key.at))}}
