"""The music of a film: what can be played, and the tracks on which it lies."""

from __future__ import annotations

from typing import Any

from workprint.model import Facts, FileRef, GeneratorRef, Timeline, Track, of_kind
from workprint.ops.operation import AudioGenerator
from workprint.ops.registry import bind

from .faults import NoMusic, NothingToDo
from .sources import media_of

BAR = 4
"""Beats of a bar."""
SURE = 0.25
"""Confidence from which on a beat is gone by."""


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


def on_a_bar(facts: Facts, media: str, length: float) -> tuple[float, dict[str, float]]:
    """From which second on a file of music is played so that after `length` seconds it ends on a bar of four
    beats, counted from its first beat; with its tempo and how sure that is. 0 and nothing where its beat is
    not known, not clear, or the file is too short."""
    found = of_kind(facts, media, "beat")
    if len(found) < 2 * BAR or found[0].confidence < SURE:
        return 0.0, {}
    longest = BAR * 60 / float(found[0].value["tempo"]) + 0.05
    starts = [fact.start - length for fact in found[::BAR] if 0 <= fact.start - length < longest]
    if not starts:
        return 0.0, {}
    return starts[0], {"bpm": float(found[0].value["tempo"]), "confidence": found[0].confidence}


def music_tracks(timeline: Timeline) -> list[Track]:
    """The tracks that hold music. Raises `NoMusic` where there are none."""
    tracks = [track for track in timeline.tracks if track.role == "music" and track.items]
    if not tracks:
        raise NoMusic()
    return tracks
