"""Detach the sound."""

from workprint.model import Clip, Effect, Facts, Timeline
from workprint.ops.operation import AudioEffect, EditOp, Param
from workprint.ops.registry import registry

from .faults import NothingToDo
from .film import VOICE_TRACK, clips_of, film_of, revised
from .sources import has_sound
from .timemap import placed
from .track_surgery import settle


def parted(clip: Clip) -> tuple[tuple[Effect, ...], tuple[Effect, ...]]:
    """A clip's effects on its sound, and the others."""
    known = registry()
    heard = {e.id for e in clip.effects if e.op in known and issubclass(known[e.op], AudioEffect)}
    return (
        tuple(effect for effect in clip.effects if effect.id in heard),
        tuple(effect for effect in clip.effects if effect.id not in heard),
    )


class DetachSound(EditOp):
    """Put the sound of clips on a track of its own, linked with the picture.

        before  V [A~][B~]
        after   V [A ][B ]
                S [~~][~~]

    Errors: NoSuchItem, NothingToDo.
    """

    name = "detach_sound"
    group = "sound"
    title = {"en": "Detach the sound", "zh": "分离音频"}
    say = {
        "en": ("detach the sound", "detach the audio", "separate the audio", "unlink the audio"),
        "zh": ("分离音频", "分离声音", "音画分离"),
    }
    examples = {"en": "detach the audio of clip 1", "zh": "分离第一段的音频"}

    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        chosen = {clip.id for clip in clips_of(timeline, self.clips)}
        ids, links = timeline.new_ids("c"), timeline.new_ids("l")
        after = timeline
        for at, clip in film.clips():
            if clip.id not in chosen or clip.muted or clip.freeze or not has_sound(timeline, clip):
                continue
            link = clip.link or next(links)
            heard, seen = parted(clip)
            sound = {"id": next(ids), "effects": heard, "link": link, "tie": "content"}
            after = placed(after, clip.model_copy(update=sound), at, VOICE_TRACK)
            picture = {"muted": True, "link": link, "effects": seen}
            after = revised(after, [clip.id], lambda old, new=picture: old.model_copy(update=new))  # type: ignore[misc]
        if after is timeline:
            raise NothingToDo(en="There is no sound to detach.", zh="没有可以分离的声音。")
        return settle(timeline, after)
