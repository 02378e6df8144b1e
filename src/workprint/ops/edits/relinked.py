"""Sound on a track of its own, when the picture it belongs to is cut anew from the source.

before  V [A  ][A  ]      cut anew, looser:   V [A   ][A   ]
        S [~~~][~~~]                          S [~~~~][~~~~]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from workprint.model import Clip, FileRef, Gap, Timeline, Track

from .film import film_of
from .silences import MARK, Run
from .sources import media_in
from .timemap import placed
from .track_surgery import settle

Sounds = Mapping[str, tuple[Track, Clip]]
"""By media: a track that holds its sound, and one clip of that as the pattern for others."""


def apart(timeline: Timeline, runs: Sequence[Run]) -> tuple[Timeline, Sounds]:
    """The timeline without the linked sound of runs that an earlier pass has cut, and that sound."""
    links = {
        clip.link
        for run in runs
        for _, clip in run.pieces
        if clip.link and any(MARK in each.metadata for _, each in run.pieces)
    }
    return sounds_of(timeline, links)


def sounds_of(timeline: Timeline, links: Collection[str]) -> tuple[Timeline, Sounds]:
    """The timeline without the sound on tracks of its own that has one of these links, and that sound."""
    sounds: dict[str, tuple[Track, Clip]] = {}
    if not links:
        return timeline, sounds
    for track in timeline.tracks:
        if track.kind != "audio":
            continue
        mine = [clip for _, clip in track.clips() if clip.link in links and isinstance(clip.media, FileRef)]
        for clip in mine:
            assert isinstance(clip.media, FileRef)
            sounds.setdefault(clip.media.media, (track, clip))
        gone = {clip.id for clip in mine}
        items = tuple(Gap(duration=i.duration) if i.id in gone else i for i in track.items)
        timeline = timeline.with_track(track.model_copy(update={"items": items})) if gone else timeline
    return timeline, sounds


def resounded(timeline: Timeline, sounds: Sounds) -> Timeline:
    """The sound laid again under every linked piece of the film that has none."""
    if not sounds:
        return timeline
    having = {clip.link for track in timeline.tracks if track.kind == "audio" for _, clip in track.clips()}
    before, ids, effects = timeline, timeline.new_ids("c"), timeline.new_ids("e")
    for at, clip in film_of(timeline).clips():
        name = media_in(clip)
        if not clip.link or clip.link in having or name not in sounds:
            continue
        track, pattern = sounds[name]
        own = {
            "id": next(ids),
            "link": clip.link,
            "source": clip.source,
            "speed": clip.speed,
            "effects": tuple(e.model_copy(update={"id": next(effects)}) for e in pattern.effects),
        }
        timeline = placed(timeline, pattern.model_copy(update=own), at, track)
    return settle(before, timeline)
