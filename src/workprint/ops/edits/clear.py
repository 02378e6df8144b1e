"""Captions kept off what is to be seen: faces, where facts say where those are, and other texts."""

from __future__ import annotations

from collections.abc import Sequence

from workprint.base import Range
from workprint.model import Clip, Facts, GeneratorRef, Timeline
from workprint.ops.registry import registry
from workprint.ops.text.lettering import Lettering
from workprint.ops.text.placing import Position

from .beneath import FACE, Beneath, Box, is_caption, letters_box, meet

PLACES: tuple[Position, ...] = ("bottom", (0.5, 0.7), "top")
"""Where captions may lie, the usual place first: at the bottom, above a lower third, at the top."""
AROUND = 0.012
"""Share of the canvas that stays free around a text."""

Placed = tuple[int, Clip]


def clear(timeline: Timeline, facts: Facts, placed: Sequence[Placed]) -> list[Placed]:
    """The captions, those elsewhere that would lie over a face or another text at the bottom of the picture.
    Within a clip of the film all go where nothing is in the way, if there is such a place; what says where
    it lies stays."""
    beneath, texts = Beneath(timeline, facts), _texts(timeline)
    if not texts and not beneath.knows(FACE):
        return list(placed)
    free = [_free(beneath, texts, at, clip) for at, clip in placed]
    shots = [_shot(timeline, at) for at, _ in placed]
    together = {
        shot: set.intersection(*(own for own, other in zip(free, shots, strict=True) if other == shot))
        for shot in set(shots)
    }
    found: list[Placed] = []
    for (at, clip), own, shot in zip(placed, free, shots, strict=True):
        place = next((place for place in PLACES if place in (together[shot] or own)), PLACES[0])
        found.append((at, _at(clip, place)))
    return found


def _at(clip: Clip, place: Position) -> Clip:
    media = clip.media
    if not isinstance(media, GeneratorRef) or "position" in media.params or place == PLACES[0]:
        return clip
    params = {**media.params, "position": place}
    return clip.model_copy(update={"media": media.model_copy(update={"params": params})})


def _shot(timeline: Timeline, at: int) -> str:
    film = timeline.film
    over = (clip.id for start, clip in film.clips() if start <= at < start + clip.duration) if film else ()
    return next(iter(over), "")


def _free(beneath: Beneath, texts: Sequence[tuple[Range, Box]], at: int, clip: Clip) -> set[Position]:
    """The places of a caption where nothing is in its way while it is on screen."""
    span = Range(start=at, duration=clip.duration)
    taken = [*beneath.faces(span), *(box for when, box in texts if when.intersect(span).duration)]
    canvas = beneath.timeline.canvas
    return {
        place
        for place in PLACES
        if not any(meet(letters_box(clip, canvas, position=place), box) for box in taken)
    }


def _texts(timeline: Timeline) -> list[tuple[Range, Box]]:
    """The other texts that are drawn, where and when."""
    return [
        (Range(start=at, duration=clip.duration), _wider(letters_box(clip, timeline.canvas)))
        for track in timeline.tracks
        if track.kind == "text" and track.enabled
        for at, clip in track.clips()
        if not is_caption(clip) and _lettering(clip)
    ]


def _lettering(clip: Clip) -> bool:
    op = registry().get(clip.media.op) if isinstance(clip.media, GeneratorRef) else None
    return op is not None and issubclass(op, Lettering)


def _wider(box: Box) -> Box:
    return box[0] - AROUND, box[1] - AROUND, box[2] + AROUND, box[3] + AROUND
