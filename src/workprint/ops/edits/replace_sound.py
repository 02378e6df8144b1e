"""Replace the sound."""

from workprint.base import Range
from workprint.model import Effect, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import VOICE_TRACK, film_of, revised
from .lined_up import alongside
from .narration import is_narration
from .sources import has_sound, made
from .timemap import placed
from .track_surgery import settle


class ReplaceSound(EditOp):
    """Mute the film's own sound and play a file in its place, from the start, as far as both reach.

        before  V [A~][B~]
        after   V [A ][B ]
                S [file~~]

    The recording of another device can be lined up with the film's sound: then each clip has what was recorded
    with it. Errors: NoSuchItem, NothingToDo, MissingFacts, NotTogether.
    """

    name = "replace_sound"
    group = "sound"
    title = {"en": "Replace the sound", "zh": "替换声音"}
    say = {
        "en": ("replace the sound", "replace the audio", "use this audio instead"),
        "zh": ("替换声音", "替换音频", "换成这个声音"),
    }
    examples = {"en": "replace the audio with voice.wav", "zh": "用 voice.wav 替换声音"}

    media: str = Param(en="Media", zh="素材")
    gain: float = Param(1, ge=0, le=10, en="Gain", zh="增益", unit="×")
    by_sound: bool = Param(False, en="Lined up by sound", zh="按声音对齐")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        sound = made(timeline, self.media)
        if not has_sound(timeline, sound):
            raise NothingToDo(en=f"“{sound.name}” has no sound.", zh=f"“{sound.name}”没有声音。")
        whole = Range(start=0, duration=min(film.duration, sound.duration))
        pieces = [(0, sound.model_copy(update={"source": whole}))]
        if self.by_sound:
            pieces = list(alongside(timeline, facts, self.media, Range(start=0, duration=film.duration)))
            if not pieces:
                raise NothingToDo(
                    en=f"“{sound.name}” was not recording while the film was shot.",
                    zh=f"拍摄影片时“{sound.name}”没有在录音。",
                )
        quiet = revised(
            timeline,
            [clip.id for _, clip in film.clips()],
            lambda clip: clip.model_copy(update={"muted": True}),
        )
        for track in quiet.tracks:
            if (track.kind, track.role) == ("audio", "voice") and not is_narration(track):
                quiet = quiet.with_track(track.model_copy(update={"items": ()}))
        ids = timeline.new_ids("e")
        for at, piece in pieces:
            volume = (
                (Effect(id=next(ids), op="volume", params={"gain": self.gain}),) if self.gain != 1 else ()
            )
            quiet = placed(quiet, piece.model_copy(update={"effects": volume}), at, VOICE_TRACK)
        return settle(timeline, quiet)
