"""The words that a session brings along: what its files and clips are called, and what is written on screen."""

from __future__ import annotations

from workprint.model import GeneratorRef

from .plan import Situation


def names_of(situation: Situation) -> list[str]:
    """The names of the files, tracks and clips."""
    timeline = situation.timeline
    names = [file.name for file in timeline.media]
    for track in timeline.tracks:
        names += [track.name, *(clip.name for _, clip in track.clips())]
    return names


def shown_in(situation: Situation) -> list[str]:
    """The texts on screen."""
    return [
        str(clip.media.params.get("text", ""))
        for track in situation.timeline.tracks
        if track.kind == "text"
        for _, clip in track.clips()
        if isinstance(clip.media, GeneratorRef)
    ]
