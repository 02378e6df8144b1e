"""The clips of a track as a row that can be put into another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workprint.base import Range
from workprint.model import Timeline, Track

from .film import in_place, is_film, rebuilt, taken
from .track_surgery import Strip


@dataclass(frozen=True)
class Unit:
    """A clip with the emptiness behind it, which travels with it."""

    id: str
    span: Range


def row_units(track: Track) -> list[Unit]:
    placed = list(track.clips())
    ends = [at for at, _ in placed[1:]] + [track.duration]
    return [Unit(clip.id, Range.between(at, end)) for (at, clip), end in zip(placed, ends, strict=True)]


def place_nearest(units: Sequence[Unit], at: int) -> int:
    """The place in the row whose join is nearest to a frame."""
    edge, edges = 0, [0]
    for unit in units:
        edge += unit.span.duration
        edges.append(edge)
    return min(range(len(edges)), key=lambda index: abs(edges[index] - at))


def reordered(timeline: Timeline, track: Track, order: Sequence[Unit]) -> Timeline:
    """The track in another order; over the film, what belongs to a clip moves with it."""
    first = min((unit.span.start for unit in order), default=0)
    strip = Strip(track.items)
    parts = [taken(strip, span) for span in [Range.between(0, first), *(unit.span for unit in order)]]
    if is_film(timeline, track):
        return rebuilt(timeline, parts)
    return in_place(timeline, track, [item for part in parts for item in part.items])
