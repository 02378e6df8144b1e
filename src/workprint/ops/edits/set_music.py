"""Change the music."""

from workprint.base import Range
from workprint.model import Clip, Facts, FileRef, GeneratorRef, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import revised
from .score import music, music_tracks
from .targets import put


def mood_of(clip: Clip) -> str | None:
    return clip.media.params.get("mood") if isinstance(clip.media, GeneratorRef) else None


class SetMusic(EditOp):
    """Exchange the music or change how loud it is; its place, fades and ducking stay.

        before  M [/~lo-fi~\\]
        after   M [/~upbeat~\\]

    Errors: NoMusic, NoSuchItem, NothingToDo.
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
        return after if self.gain is None else put(after, ids, "volume", {"gain": self.gain})
