"""B-roll on the timeline: a picture over the whole film, without its sound, that fades in and out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workprint.base import Range, frames, seconds
from workprint.model import Clip, Effect, Timeline
from workprint.ops.edits.film import PICTURE_TRACK, film_of
from workprint.ops.edits.sources import is_still, made, media_in, media_of
from workprint.ops.edits.timemap import placed

from .choosing import Piece

MARK = "broll"
"""In the metadata of a clip: that it is b-roll, how well it fits and why."""
FADE = 0.25
"""Seconds in which it comes and goes."""
SKIPPED = 0.5
"""Seconds at the head of a recording that are not used where there is enough: the hand is still at the camera."""


def is_broll(clip: Clip) -> bool:
    """Whether a clip was placed as b-roll."""
    return MARK in clip.metadata


def on_film(timeline: Timeline) -> list[tuple[int, Clip]]:
    """The b-roll of a film with the frames at which it begins, in order of time."""
    found = [
        (at, clip)
        for track in timeline.tracks
        if track.kind == "video"
        for at, clip in track.clips()
        if is_broll(clip)
    ]
    return sorted(found, key=lambda each: each[0])


def pieces(timeline: Timeline) -> Iterator[Piece]:
    """The b-roll of a film as pieces."""
    for at, clip in on_film(timeline):
        start, length = (float(seconds(each, timeline.rate)) for each in (at, clip.duration))
        media = media_in(clip)
        mark = clip.metadata[MARK]
        yield Piece(media, start, length, float(mark.get("score", 0)), mark.get("why", {}))


def laid(timeline: Timeline, piece: Piece) -> Timeline:
    """The timeline with a piece of b-roll over the film."""
    first = frames(piece.start, timeline.rate)
    length = min(frames(piece.start + piece.length, timeline.rate), timeline.duration) - first
    clip = shown(timeline, piece, length)
    return placed(timeline, clip, first, PICTURE_TRACK, above=film_of(timeline).id)


def shown(timeline: Timeline, piece: Piece, length: int) -> Clip:
    """The clip of a piece of b-roll, of that many frames or as many as its file has."""
    spare = float(media_of(timeline, piece.media).duration) - piece.length
    clip = made(timeline, piece.media, min(SKIPPED, max(0.0, spare / 2)), None)
    still = is_still(timeline, clip)
    looks: list[tuple[str, dict[str, Any]]] = [("ken_burns", {})] if still else []
    looks.append(("place", {"corner": "full"}))
    looks += [(op, {"duration": FADE, "color": "clear"}) for op in ("fade_in", "fade_out")]
    ids = timeline.new_ids("e")
    return clip.model_copy(
        update={
            "source": Range(
                start=clip.source.start, duration=length if still else min(length, clip.duration)
            ),
            "tie": "content",
            "muted": True,
            "effects": tuple(Effect(id=next(ids), op=op, params=params) for op, params in looks),
            "metadata": {**clip.metadata, MARK: {"score": piece.score, "why": dict(piece.why)}},
        }
    )
