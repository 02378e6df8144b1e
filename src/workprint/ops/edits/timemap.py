"""What an edit of the film did to time, and making everything else follow it.

old film  [A        ][B      ]          delete the middle
new film  [A   ][B   ]
map        0-4 -> 0-4,  9-14 -> 4-9     (5 frames are gone)
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from workprint.base import Range, nearest
from workprint.model import Clip, FileRef, Gap, Marker, Timeline, TimelineRef, Track, Transition

from .sources import longest, retimed
from .track_surgery import AnyItem, laid, piece

FOREVER = 1 << 40


@dataclass(frozen=True)
class Move:
    """A range of the old film and where it plays in the new one, faster or slower perhaps."""

    old: Range
    new: Range

    def frame(self, old: int) -> int:
        """The new place of an old frame of this range."""
        if self.old.duration == self.new.duration:
            return old - self.old.start + self.new.start
        scaled = Fraction((old - self.old.start) * self.new.duration, max(1, self.old.duration))
        return self.new.start + nearest(scaled)


class TimeMap:
    """The moves of an edit, in the order of the old film. What no move holds is gone.

    What lay past the old film's end goes on from `reached`.
    """

    def __init__(self, moves: Sequence[Move], old_end: int, new_end: int, reached: int) -> None:
        beyond = Move(
            Range(start=old_end, duration=FOREVER - old_end), Range(start=reached, duration=FOREVER - old_end)
        )
        real = (move for move in moves if move.old.duration and move.new.duration)
        ordered = sorted(real, key=lambda move: (move.old.start, move.new.start))
        self.moves = tuple(_joined([*ordered, beyond]))
        self.starts = [move.old.start for move in self.moves]
        self.disjoint = all(a.old.end <= b.old.start for a, b in pairwise(self.moves))
        self.old_end, self.new_end = old_end, new_end

    @property
    def still(self) -> bool:
        """Whether everything stays where it is."""
        return (
            self.moves[0].old == self.moves[0].new and self.moves[0].old.start == 0 and len(self.moves) == 1
        )

    def across(self, span: Range) -> Iterator[Move]:
        """What became of a range, part by part in old order."""
        # What plays several times (a loop) has several moves: then any may reach into the range.
        first = max(0, bisect_right(self.starts, span.start) - 1) if self.disjoint else 0
        for move in self.moves[first:]:
            if move.old.start >= span.end:
                return
            old = move.old.intersect(span)
            if old.duration:
                start, end = move.frame(old.start), move.frame(old.end)
                if end > start:
                    yield Move(old, Range.between(start, end))

    def landing(self, span: Range) -> int | None:
        """Where the first frame that is left of a range plays; None where nothing is left."""
        return next((part.new.start for part in self.across(span)), None)


def _joined(moves: Sequence[Move]) -> Iterator[Move]:
    """Moves that go on from each other at the same pace, as one."""
    last: Move | None = None
    for move in moves:
        if (
            last is not None
            and last.old.end == move.old.start
            and last.new.end == move.new.start
            and last.old.duration == last.new.duration
            and move.old.duration == move.new.duration
        ):
            last = Move(
                Range.between(last.old.start, move.old.end), Range.between(last.new.start, move.new.end)
            )
            continue
        if last is not None:
            yield last
        last = move
    if last is not None:
        yield last


def follow(timeline: Timeline, time: TimeMap, film: str) -> Timeline:
    """Everything but the track `film` re-placed: clips by their `tie`, and the markers.

    `timeline` already holds the new film; its other tracks are those of the old one.
    """
    if not time.still:
        markers = tuple(new for marker in timeline.markers if (new := _marker(marker, time)) is not None)
        timeline = timeline.model_copy(update={"markers": markers})
    over: list[tuple[Track, int, Clip]] = []
    for track in timeline.tracks:
        if track.id == film or not track.items:
            continue
        if time.still and not any(clip.tie == "length" for _, clip in track.clips()):
            continue
        laid_out, left = _relaid(track, _placed(timeline, track, time))
        timeline = timeline.with_track(laid_out)
        over += [(track, start, clip) for start, clip in left]
    # Only now do all tracks lie as they should, so that it can be seen where there is room.
    for track, start, clip in over:
        timeline = placed(timeline, clip, start, track)
    return timeline


def replaced(timeline: Timeline, track: Track, parts: Sequence[tuple[int, Clip]]) -> Timeline:
    """A track with its clips laid anew; those that would lie over others go to another track."""
    new, over = _relaid(track, parts)
    timeline = timeline.with_track(new)
    for start, clip in over:
        timeline = placed(timeline, clip, start, track)
    return timeline


def _relaid(track: Track, parts: Sequence[tuple[int, Clip]]) -> tuple[Track, list[tuple[int, Clip]]]:
    """The track with those clips, and the clips for which it has no room."""
    joins = {
        (track.items[i - 1].id, track.items[i + 1].id): item
        for i, item in enumerate(track.items)
        if isinstance(item, Transition) and 0 < i < len(track.items) - 1
    }
    row: list[tuple[int, AnyItem]] = []
    over: list[tuple[int, Clip]] = []
    reached, last = 0, ""
    for start, clip in sorted(parts, key=lambda part: part[0]):
        if start < reached:
            over.append((start, clip))
            continue
        if start == reached and (last, clip.id) in joins:
            row.append((start, joins[last, clip.id]))
        row.append((start, clip))
        reached, last = start + clip.duration, clip.id
    return track.model_copy(update={"items": laid(row)}), over


def placed(timeline: Timeline, clip: Clip, start: int, like: Track, above: str = "") -> Timeline:
    """A clip at a moment on the first track of that kind and role that is free there, else on a new one.

    `above`: only tracks after that one, in the list of tracks, will do.
    """
    span = Range(start=start, duration=clip.duration)
    ids = [track.id for track in timeline.tracks]
    floor = ids.index(above) + 1 if above else 0
    film = timeline.film
    for track in timeline.tracks[floor:]:
        if _alike(track, like) and (film is None or track.id != film.id) and _free(track, span):
            held = [(at, item) for at, item in track.placed() if not isinstance(item, Gap)]
            later = next((i for i, (at, _) in enumerate(held) if at >= span.end), len(held))
            return timeline.with_track(
                track.model_copy(update={"items": laid([*held[:later], (start, clip), *held[later:]])})
            )
    prefix = {"video": "v", "audio": "a", "text": "t"}[like.kind]
    effects = timeline.new_ids("e")
    fresh = like.model_copy(
        update={
            "id": timeline.new_id(prefix),
            "items": laid([(start, clip)]),
            "effects": tuple(effect.model_copy(update={"id": next(effects)}) for effect in like.effects),
        }
    )
    return timeline.with_track(fresh)


def _alike(track: Track, like: Track) -> bool:
    """Whether what goes on one track may lie on the other: the film's own voice not among a voice-over's."""
    marks = [
        (each.kind, each.role, each.metadata.get("voice_over"), _sounds_like(each)) for each in (track, like)
    ]
    return marks[0] == marks[1]


def _sounds_like(track: Track) -> list[tuple[str, dict[str, object]]]:
    return [(effect.op, effect.params) for effect in track.effects]


def _free(track: Track, span: Range) -> bool:
    return not any(at < span.end and span.start < at + clip.duration for at, clip in track.clips())


def _placed(timeline: Timeline, track: Track, time: TimeMap) -> list[tuple[int, Clip]]:
    parts: list[tuple[int, Clip]] = []
    for at, clip in track.clips():
        if clip.tie == "content":
            parts += _content(clip, at, time)
            continue
        start = _landing(clip, at, time)
        if start is None:
            continue
        room = time.new_end - start
        if clip.tie == "length":
            most = longest(timeline, clip)
            wanted = room if most is None else min(room, most)
        else:
            wanted = min(clip.duration, room) if at + clip.duration <= time.old_end else clip.duration
        if wanted > 0:
            parts.append((start, clip if wanted == clip.duration else _resized(clip, wanted)))
    return parts


def _resized(clip: Clip, duration: int) -> Clip:
    return clip.model_copy(update={"source": Range(start=clip.source.start, duration=duration)})


def _landing(clip: Clip, at: int, time: TimeMap) -> int | None:
    """Where a clip that keeps its length starts now.

    One whose picture is gone goes with it, except an opening title and a closing card: these
    belong to the film's start and end, not to a picture.
    """
    if clip.tie == "length":
        span = Range.between(at, max(at + 1, time.old_end))
    else:
        span = Range(start=at, duration=clip.duration)
    if at == 0:
        return 0
    start = time.landing(span)
    if clip.tie == "start" and span.end == time.old_end and time.new_end > 0:
        at_end = max(0, time.new_end - clip.duration)
        return at_end if start is None else min(start, at_end) if start >= time.new_end else start
    return start


def _content(clip: Clip, at: int, time: TimeMap) -> Iterator[tuple[int, Clip]]:
    for part in time.across(Range(start=at, duration=clip.duration)):
        cut = piece(clip, part.old.start - at, part.old.duration)
        assert isinstance(cut, Clip)
        if part.new.duration != part.old.duration:
            cut = _paced(cut, part.new.duration)
        yield part.new.start, cut


def _paced(clip: Clip, duration: int) -> Clip:
    """A clip under a picture that now plays faster or slower: footage keeps step, text just lasts so."""
    moving = isinstance(clip.media, (FileRef, TimelineRef)) and not clip.freeze
    if not moving:
        return _resized(clip, duration)
    speed = clip.speed * Fraction(clip.duration, duration)
    return _resized(retimed(clip, speed), duration)


def _marker(marker: Marker, time: TimeMap) -> Marker | None:
    span = marker.range if marker.range.duration else Range(start=marker.range.start, duration=1)
    parts = list(time.across(span))
    if not parts:
        return None
    starts = [part.new.start for part in parts]
    if starts == sorted(starts):
        new = Range.between(starts[0], parts[-1].new.end)
    else:
        new = max((part.new for part in parts), key=lambda part: part.duration)
    if not marker.range.duration:
        new = Range(start=new.start, duration=0)
    return marker.model_copy(update={"range": new})
