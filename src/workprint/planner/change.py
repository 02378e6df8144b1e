"""One edit with the timelines around it, and the figures read from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workprint.base import seconds
from workprint.model import Clip, FileRef, GeneratorRef, Timeline

from .plan import Edit


@dataclass(frozen=True)
class Change:
    """One edit with the timelines around it, and ways of reading figures from them."""

    edit: Edit
    before: Timeline
    after: Timeline
    pending: bool = False

    @property
    def params(self) -> dict[str, Any]:
        return self.edit.params

    def length(self, which: Timeline) -> float:
        return float(seconds(which.duration, which.rate))

    @property
    def shorter(self) -> float:
        """Seconds the film lost."""
        return self.length(self.before) - self.length(self.after)

    def name(self, item: str, zh: bool = False) -> str:
        """What an id is called in a sentence."""
        if item == "timeline":
            return "整个影片" if zh else "the film"
        for timeline in (self.after, self.before):
            found = timeline.find(item)
            if found and isinstance(found[2], Clip):
                return called(found[2], timeline)
            track = timeline.track(item)
            if track is not None and track.role == "captions":
                return "字幕" if zh else "the captions"
            if track is not None:
                return track.name or track.id
            file = timeline.file(item)
            if file is not None:
                return file.name or file.id
        return item

    def names(self, key: str, zh: bool) -> str:
        """The items of a parameter, or all of the film."""
        items = list(self.params.get(key) or ())
        film = self.after.film
        everything = film is not None and set(items) >= {clip.id for _, clip in film.clips()}
        if not items or everything:
            return "全片" if zh else "the whole film"
        said = list(dict.fromkeys(self.name(i, zh) for i in items))
        if len(items) > 5:
            return f"{len(items)} 个片段" if zh else f"{len(items)} clips"
        return "、".join(said) if zh else ", ".join(said)

    def new_clips(self) -> list[tuple[float, float, Clip]]:
        """Clips that were not there before, with where they lie."""
        old = before_ids(self.before)
        return [
            (float(seconds(at, self.after.rate)), float(seconds(at + clip.duration, self.after.rate)), clip)
            for track in self.after.tracks
            for at, clip in track.clips()
            if clip.id not in old
        ]


def before_ids(timeline: Timeline) -> set[str]:
    return {clip.id for track in timeline.tracks for _, clip in track.clips()}


def called(clip: Clip, timeline: Timeline) -> str:
    if isinstance(clip.media, GeneratorRef) and clip.media.params.get("text"):
        return f"“{clip.media.params['text']}”"
    if clip.name:
        return clip.name
    if isinstance(clip.media, FileRef):
        file = timeline.file(clip.media.media)
        return (file.name if file else "") or clip.media.media
    if isinstance(clip.media, GeneratorRef):
        return clip.media.op
    return clip.id
