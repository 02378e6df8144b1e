"""A track as stretches: what is seen of it at which frames."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workprint.base import Range
from workprint.model import Clip, Gap, Track, Transition


@dataclass(frozen=True)
class Shot:
    """A stretch of a track, in frames of the timeline: one clip alone, or two in a transition."""

    span: Range
    clip: Clip | None
    at: int = 0
    following: Clip | None = None
    follows_at: int = 0
    transition: Transition | None = None

    @property
    def clips(self) -> tuple[Clip, ...]:
        return tuple(clip for clip in (self.clip, self.following) if clip is not None)


def shots(track: Track) -> Iterator[Shot]:
    """A track as stretches, in order, without gaps between them."""
    items = [(at, item) for at, item in track.placed() if item.duration or isinstance(item, Transition)]
    start = 0
    for index, (at, item) in enumerate(items):
        if isinstance(item, Transition):
            before, after = _neighbours(items, index)
            if before is None or after is None:
                continue
            cut = Range.between(at - item.in_offset, at + item.out_offset)
            yield Shot(cut, before[1], before[0], after[1], after[0], item)
            start = cut.end
            continue
        end = at + item.duration
        following = items[index + 1][1] if index + 1 < len(items) else None
        if isinstance(following, Transition) and _neighbours(items, index + 1)[1] and isinstance(item, Clip):
            end -= following.in_offset
        if end > start:
            yield Shot(Range.between(start, end), item if isinstance(item, Clip) else None, at)
        start = max(start, end)


Placed = tuple[int, Clip]


def _neighbours(
    items: Sequence[tuple[int, Clip | Gap | Transition]], index: int
) -> tuple[Placed | None, Placed | None]:
    def clip(position: int) -> Placed | None:
        if 0 <= position < len(items):
            at, item = items[position]
            if isinstance(item, Clip):
                return at, item
        return None

    return clip(index - 1), clip(index + 1)


def shots_in(track: Track, span: Range) -> Iterator[tuple[Shot, Range]]:
    """The stretches that have frames in `span`, and these frames."""
    listed, starts = _listed(_Same(track))
    for shot in listed[max(0, bisect_right(starts, span.start) - 1) :]:
        if shot.span.start >= span.end:
            return
        part = shot.span.intersect(span)
        if part.duration:
            yield shot, part


@dataclass(frozen=True, eq=False)
class _Same:
    """A track, told by identity: comparing its content would cost as much as going through it."""

    track: Track

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.track is self.track

    def __hash__(self) -> int:
        return id(self.track)


@lru_cache(maxsize=256)
def _listed(same: _Same) -> tuple[tuple[Shot, ...], tuple[int, ...]]:
    """All stretches of a track. A film is lowered in many parts; its tracks are gone through once."""
    found = tuple(shots(same.track))
    return found, tuple(shot.span.start for shot in found)
