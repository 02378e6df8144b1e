"""Cut to the beat."""

from itertools import pairwise
from typing import Literal

from workprint.base import Range, frames, seconds
from workprint.model import Clip, Facts, FileRef, GeneratorRef, Timeline, Transition, of_kind
from workprint.ops.operation import EditOp, Param

from .beats import Beats, beats_of, composed, music_clip
from .faults import MissingFacts, NothingToDo
from .film import Part, film_of, in_place, rebuilt, recast, revised
from .sources import frame_in, is_still, room
from .track_surgery import AnyItem, stretch

SHORTEST = 3
"""Frames of the shortest shot."""
USUAL = 2.0
"""Seconds that a picture lasts where it is not said for how many beats."""


class CutToBeat(EditOp):
    """Put the cuts on the beat of the music: those that are there move to the nearest beat, the film's
    length stays; or each clip is shown for some beats, and the film becomes as long as they are together.
    A film of one clip with several shots is divided at them, and each shot ends on the last beat in it.

        cuts   |    |  |        |        beats  | | | | | | |
        after  |    | |         |

    Errors: NoMusic, NothingToDo, MissingFacts.
    """

    name = "cut_to_beat"
    group = "music"
    title = {"en": "Cut to the beat", "zh": "卡点"}
    say = {
        "en": ("cut to the beat", "sync the cuts to the music", "photos on the beat"),
        "zh": ("卡点", "踩点", "按节拍剪", "每两拍换一张图"),
    }
    examples = {"en": "cut to the beat", "zh": "卡点剪辑"}
    main = "every"

    mode: Literal["move", "each"] = Param("move", en="Way", zh="方式")
    every: int | None = Param(None, ge=1, le=64, en="Beats", zh="拍数")
    within: float | None = Param(None, gt=0, le=10, en="Move a cut by at most", zh="切点最多移动", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        after = self._each(timeline, facts) if self.mode == "each" else self._moved(timeline, facts)
        _, music = music_clip(after)
        used = beats_of(after, facts)
        mark = {"bpm": round(used.bpm, 1), "confidence": round(used.confidence, 2), "every": self.every or 0}
        return revised(
            after,
            [music.id],
            lambda clip: clip.model_copy(update={"metadata": {**clip.metadata, "beat": mark}}),
        )

    def _moved(self, timeline: Timeline, facts: Facts) -> Timeline:
        """Each cut on the nearest beat that the footage beside it reaches."""
        film = film_of(timeline)
        if len(list(film.clips())) < 2:
            return self._shots(timeline, facts)
        beats = beats_of(timeline, facts)
        on = beats.frames[:: self.every or 1]
        most = frames(self.within, timeline.rate) if self.within is not None else film.duration
        items = list(film.items)
        places = [n for n, item in enumerate(items) if isinstance(item, Clip)]
        at, moved = 0, 0
        for first, second in pairwise(places):
            before, following = items[first], items[second]
            assert isinstance(before, Clip)
            assert isinstance(following, Clip)
            at += before.duration
            if any(not isinstance(item, Transition) for item in items[first + 1 : second]):
                at += sum(item.duration for item in items[first + 1 : second])
                continue
            by = _nearest(timeline, before, following, at, on, most)
            if by:
                items[first], items[second] = stretch(before, 0, by), stretch(following, -by, 0)
                at, moved = at + by, moved + 1
        if not moved:
            raise NothingToDo(**_nothing(len(places)))
        return in_place(timeline, film, items)

    def _each(self, timeline: Timeline, facts: Facts) -> Timeline:
        """Each clip for so many beats."""
        beats = beats_of(timeline, facts)
        film, count = film_of(timeline), self.every or _usual(beats, timeline)
        parts = _parts(timeline, beats, count)
        _, music = music_clip(timeline)
        length = float(seconds(sum(item.duration for part in parts for item in part.items), timeline.rate))
        wanted = composed(music, timeline.rate) if isinstance(music.media, GeneratorRef) else length
        if length > wanted:
            wanted = float(round(length) + 3)
            parts = _parts(timeline, beats_of(timeline, facts, wanted), count)
        if len(parts) < 2 or film.duration == 0:
            raise NothingToDo(**_nothing(len(parts)))
        return rebuilt(composed_for(timeline, wanted), parts)

    def _shots(self, timeline: Timeline, facts: Facts) -> Timeline:
        """The one clip divided at its shots, each as long as to end on the last beat within it."""
        shots = _shots_of(timeline, facts)
        if len(shots) < 2:
            raise NothingToDo(**_nothing(len(shots)))
        beats = beats_of(timeline, facts)
        on = beats.frames[:: self.every or 1]
        (_, clip), at, parts = next(iter(film_of(timeline).clips())), 0, []
        for shot in shots:
            inside = [beat - at for beat in on if SHORTEST < beat - at <= shot.duration]
            length = shot.duration if shot is shots[-1] or not inside else inside[-1]
            kept = Range(start=shot.start, duration=length)
            parts.append(recast([clip.sub(kept.start, length)], kept))
            at += length
        _, music = music_clip(timeline)
        if isinstance(music.media, GeneratorRef):
            timeline = composed_for(timeline, composed(music, timeline.rate))
        return rebuilt(timeline, parts)


def composed_for(timeline: Timeline, length: float) -> Timeline:
    """Made music goes at a tempo that suits the length it is composed for: that length stays, however long
    the film gets."""
    _, music = music_clip(timeline)
    if not isinstance(music.media, GeneratorRef):
        return timeline
    media = music.media.model_copy(update={"params": {**music.media.params, "seconds": length}})
    return revised(timeline, [music.id], lambda clip: clip.model_copy(update={"media": media}))


def _shots_of(timeline: Timeline, facts: Facts) -> list[Range]:
    """The shots of a film of one clip, in frames from its start. Raises `MissingFacts` where they are not
    known yet."""
    clips = [clip for _, clip in film_of(timeline).clips()]
    clip = clips[0] if clips else None
    if clip is None or not isinstance(clip.media, FileRef) or clip.reverse or clip.freeze:
        return []
    file = timeline.file(clip.media.media)
    found = of_kind(facts, clip.media.media, "scene")
    if file is not None and file.kind == "video" and not found:
        raise MissingFacts(media=file.name or file.id, kind="scene")
    cuts = sorted({frame_in(clip, fact.start, timeline.rate) for fact in found})
    edges = [0, *(cut for cut in cuts if SHORTEST < cut < clip.duration - SHORTEST), clip.duration]
    return [Range.between(a, b) for a, b in pairwise(edges)]


def _nearest(
    timeline: Timeline, before: Clip, following: Clip, at: int, on: tuple[int, ...], most: int
) -> int:
    """By how many frames a cut moves to the nearest beat that both clips reach; 0 for not at all."""
    earlier, longer = room(timeline, following)[0], room(timeline, before)[1]
    back = before.duration - 1 if earlier is None else min(before.duration - 1, earlier)
    forth = following.duration - 1 if longer is None else min(following.duration - 1, longer)
    ways = [beat - at for beat in on if -min(back, most) <= beat - at <= min(forth, most)]
    return min(ways, key=abs, default=0)


def _usual(beats: Beats, timeline: Timeline) -> int:
    """As many beats as come nearest to the usual length, of 1, 2, 4 and 8."""
    return min((1, 2, 4, 8), key=lambda count: abs(count * 60 / beats.bpm - USUAL))


def _parts(timeline: Timeline, beats: Beats, count: int) -> list[Part]:
    """The clips of the film, each until the beat on which the next one comes."""
    parts: list[Part] = []
    at = 0
    for start, clip in film_of(timeline).clips():
        shown = count
        while (
            (wanted := beats.after(at, shown) - at) > clip.duration
            and shown > 1
            and not is_still(timeline, clip)
        ):
            shown -= 1
        length = wanted if is_still(timeline, clip) else min(wanted, clip.duration)
        if length > 0:
            items: list[AnyItem] = [clip.sub(0, length)]
            parts.append(recast(items, Range(start=start, duration=min(length, clip.duration))))
            at += length
    return parts


def _nothing(clips: int) -> dict[str, str]:
    if clips < 2:
        return {
            "en": "The film is one shot: there is no cut to put on the beat. Add clips or photos, or split it first.",
            "zh": "影片只有一个镜头，没有切点可以卡。请先添加片段或照片，或者先切开。",
        }
    return {
        "en": "The cuts lie on the beat already, as far as the footage reaches.",
        "zh": "在素材允许的范围内，切点已经都在节拍上。",
    }
