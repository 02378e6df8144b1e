"""The music of a film: what can be played, and the tracks on which it lies."""

from __future__ import annotations

from typing import Any

from workprint.model import FileRef, GeneratorRef, Timeline, Track
from workprint.ops.operation import AudioGenerator
from workprint.ops.registry import bind

from .faults import NoMusic, NothingToDo
from .sources import media_of


def music(
    timeline: Timeline, mood: str | None, media: str | None, seed: int
) -> tuple[FileRef | GeneratorRef, str]:
    """Music from a file, or made by mood ("lo-fi" unless told), and its name."""
    if media is not None:
        file = media_of(timeline, media)
        if file.audio is None:
            name = file.name or file.id
            raise NothingToDo(en=f"“{name}” has no sound.", zh=f"“{name}”没有声音。")
        return FileRef(media=media), file.name
    params: dict[str, Any] = {"mood": mood or "lo-fi", "seed": seed}
    bind(AudioGenerator, "music", params)
    return GeneratorRef(op="music", params=params), f"{params['mood']} music"


def music_tracks(timeline: Timeline) -> list[Track]:
    """The tracks that hold music. Raises `NoMusic` where there are none."""
    tracks = [track for track in timeline.tracks if track.role == "music" and track.items]
    if not tracks:
        raise NoMusic()
    return tracks
