"""Add music."""

from workprint.base import Range, frames, seconds
from workprint.model import Clip, Effect, Facts, FileRef, Timeline, Track
from workprint.ops.operation import EditOp, Param

from .faults import EmptyRange, OutOfMedia
from .film import film_of, moment
from .score import music, on_a_bar
from .targets import put
from .timemap import placed


class AddMusic(EditOp):
    """Lay music under the film, made by mood or from a file, to the film's end, with fades; music that
    was there is replaced. Under speech it steps back by itself. A file whose beat is known begins up to a
    bar later in it, so that it ends on a bar, unless `media_start` says where it begins.

        V  [A][B][C]
        M  [/~~~~~~\\]

    Errors: NoSuchItem, OutOfRange, OutOfMedia, EmptyRange.
    """

    name = "add_music"
    group = "music"
    title = {"en": "Add music", "zh": "添加音乐"}
    say = {
        "en": ("add music", "background music", "bgm", "add a soundtrack", "lo-fi music"),
        "zh": ("加音乐", "背景音乐", "配乐", "加个BGM"),
    }
    examples = {"en": "add lo-fi music at 35%", "zh": "加点 lo-fi 音乐，音量35%"}
    main = "gain"

    mood: str | None = Param(None, en="Mood", zh="风格")
    media: str | None = Param(None, en="Media", zh="素材")
    gain: float = Param(0.35, ge=0, le=10, en="Gain", zh="音量", unit="×")
    start: float = Param(0, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    fade_in: float = Param(0.5, ge=0, le=60, en="Fade in", zh="淡入", unit="s")
    fade_out: float = Param(1.5, ge=0, le=60, en="Fade out", zh="淡出", unit="s")
    duck: bool = Param(True, en="Step back under speech", zh="说话时压低")
    media_start: float = Param(0, ge=0, en="From (in the media)", zh="素材起点", unit="s")
    seed: int = Param(0, ge=0, en="Variation", zh="变化")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        end = film.duration if self.end is None else moment(timeline, self.end)
        first = moment(timeline, self.start)
        if end <= first:
            raise EmptyRange(start=self.start, end=float(seconds(end, timeline.rate)))
        media, name = music(timeline, self.mood, self.media, self.seed)
        length = float(seconds(end - first, timeline.rate))
        skipped, bar = self.begins(timeline, facts, length)
        tracks = tuple(track for track in timeline.tracks if track.role != "music")
        timeline = timeline.model_copy(update={"tracks": tracks})
        clip = Clip(
            id=timeline.new_id("c"),
            name=name,
            media=media,
            source=Range(start=frames(skipped, timeline.rate), duration=end - first),
            loop=isinstance(media, FileRef),
            tie="length" if self.end is None else "start",
            metadata={"bar": bar} if bar else {},
            effects=self.effects(timeline),
        )
        track = Track(id=timeline.new_id("a"), kind="audio", role="music", name="Music")
        timeline = placed(timeline, clip, first, track)
        return put(timeline, [track.id], "duck", {}) if self.duck else timeline

    def begins(self, timeline: Timeline, facts: Facts, length: float) -> tuple[float, dict[str, float]]:
        """From which second of its file it is played, and the beat that it ends on where that is known."""
        if self.media is None or self.media_start:
            file = timeline.file(self.media or "")
            if file is not None and self.media_start >= float(file.duration):
                raise OutOfMedia(media=file.name, asked=self.media_start, duration=float(file.duration))
            return (self.media_start if file is not None else 0.0), {}
        return on_a_bar(facts, self.media, length)

    def effects(self, timeline: Timeline) -> tuple[Effect, ...]:
        wanted = (
            ("volume", "gain", self.gain),
            ("sound_fade_in", "duration", self.fade_in),
            ("sound_fade_out", "duration", self.fade_out),
        )
        ids = timeline.new_ids("e")
        return tuple(
            Effect(id=next(ids), op=op, params={param: value})
            for op, param, value in wanted
            if value or op == "volume"
        )
