"""Cut to the beat."""

from itertools import pairwise
from typing import Literal

from workprint.base import Range, frames, seconds
from workprint.model import Clip, Facts, GeneratorRef, Timeline, Transition
from workprint.ops.operation import EditOp, Param

from .beats import Beats, beats_of, composed, music_clip
from .faults import NothingToDo
from .film import Part, film_of, in_place, rebuilt, recast, revised
from .sources import is_still, room
from .track_surgery import AnyItem, stretch

USUAL = 2.0
"""Seconds that a picture lasts where it is not said for how many beats."""


class CutToBeat(EditOp):
    """Put the cuts on the beat of the music: those that are there move to the nearest beat, the film's
    length stays; or each clip is shown for some beats, and the film becomes as long as they are together.

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
        length = sum(item.duration for part in parts for item in part.items)
        if isinstance(music.media, GeneratorRef):
            # Made music goes at a tempo that suits the length it is composed for: that length must stay.
            wanted = composed(music, timeline.rate)
            needed = float(seconds(length, timeline.rate))
            if needed > wanted:
                wanted = float(round(needed) + 3)
                parts = _parts(timeline, beats_of(timeline, facts, wanted), count)
            media = music.media.model_copy(update={"params": {**music.media.params, "seconds": wanted}})
            timeline = revised(timeline, [music.id], lambda clip: clip.model_copy(update={"media": media}))
        if len(parts) < 2 or film.duration == 0:
            raise NothingToDo(**_nothing(len(parts)))
        return rebuilt(timeline, parts)


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
            "en": "The film is one clip: there is no cut to put on the beat. Add clips or photos, or split it first.",
            "zh": "影片只有一个片段，没有切点可以卡。请先添加片段或照片，或者先切开。",
        }
    return {
        "en": "The cuts lie on the beat already, as far as the footage reaches.",
        "zh": "在素材允许的范围内，切点已经都在节拍上。",
    }
