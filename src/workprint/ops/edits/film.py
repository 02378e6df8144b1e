"""Editing the film: its new row of parts, and everything else following.

An edit says what the new film is made of: ranges taken from the old one, and new items. From the
same list come the film's items and the map of time by which all other tracks follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from workprint.base import Range, frames, seconds
from workprint.model import Clip, Timeline, Track

from .faults import EmptyRange, NoSuchItem, NothingToDo, OutOfBounds, OutOfRange
from .sources import is_sound
from .timemap import Move, TimeMap, follow, placed, replaced
from .track_surgery import AnyItem, Strip, settle

SOUND_TRACK = Track(id="", kind="audio", role="sound")
"""Where sounds go that are added to the film."""
PICTURE_TRACK = Track(id="", kind="video")
"""Where pictures go that lie over the film."""
TEXT_TRACK = Track(id="", kind="text")
"""Where words go."""
VOICE_TRACK = Track(id="", kind="audio", role="voice")
"""Where the film's own sound goes when it is parted from its picture."""


@dataclass(frozen=True)
class Part:
    """Items of the new film, and which old ranges they are, counted from the part's start."""

    items: tuple[AnyItem, ...]
    moves: tuple[Move, ...] = ()


def main_track(timeline: Timeline) -> Track | None:
    """The film; where there are no pictures at all, the first track of sound."""
    sounds = (track for track in timeline.tracks if track.kind == "audio" and track.duration)
    return timeline.film or next(sounds, None)


def film_of(timeline: Timeline) -> Track:
    """The film; where there are no pictures at all, the first track of sound. Raises `NothingToDo` where
    there is neither."""
    film = main_track(timeline)
    if film is None or not film.duration:
        raise NothingToDo(en="There is no film yet: add media first.", zh="还没有影片：请先添加素材。")
    return film


def taken(strip: Strip, span: Range) -> Part:
    """A range of the old film as it is."""
    here = Range(start=0, duration=max(0, min(span.end, strip.duration) - span.start))
    return Part(strip.slice(span), (Move(Range(start=span.start, duration=here.duration), here),))


def recast(items: Sequence[AnyItem], old: Range, at: int = 0, length: int | None = None) -> Part:
    """Items in place of an old range: what lies over it plays from `at` on for `length` frames."""
    length = old.duration if length is None else length
    return Part(tuple(items), (Move(old, Range(start=at, duration=length)),))


def fresh(*items: AnyItem) -> Part:
    """Items that were not there before."""
    return Part(items)


def rebuilt(timeline: Timeline, parts: Iterable[Part], empty: bool = False) -> Timeline:
    """The timeline with its film made of these parts; all the rest follows."""
    film = timeline.film if empty and timeline.film else film_of(timeline)
    items: list[AnyItem] = []
    moves: list[Move] = []
    at = 0
    for part in parts:
        items += part.items
        moves += [Move(move.old, move.new.shift(at)) for move in part.moves]
        at += sum(item.duration for item in part.items)
    while items and not isinstance(items[-1], Clip):
        at -= items.pop().duration
    reached = max((move.new.end for move in moves), default=0)
    time = TimeMap(moves, film.duration, at, reached)
    new = timeline.with_track(film.model_copy(update={"items": tuple(items)}))
    return settle(timeline, follow(new, time, film.id))


def in_place(timeline: Timeline, track: Track, items: Iterable[AnyItem]) -> Timeline:
    """The timeline with a track's items changed and every position kept."""
    items = tuple(items)
    if is_film(timeline, track):
        length = sum(item.duration for item in items)
        return rebuilt(timeline, [recast(items, Range(start=0, duration=length))])
    return settle(timeline, timeline.with_track(track.model_copy(update={"items": items})))


def kept(timeline: Timeline, spans: Iterable[Range]) -> Timeline:
    """The film made of these ranges of it, in this order; ranges that go on are one."""
    merged: list[Range] = []
    for span in spans:
        if merged and merged[-1].end == span.start:
            merged[-1] = Range.between(merged[-1].start, span.end)
        elif span.duration:
            merged.append(span)
    strip = Strip(film_of(timeline).items)
    return rebuilt(timeline, (taken(strip, span) for span in merged))


def without(timeline: Timeline, spans: Iterable[Range]) -> Timeline:
    """The film with ranges taken out and closed up."""
    return kept(timeline, _between(spans, film_of(timeline).duration))


def _between(spans: Iterable[Range], end: int) -> Iterator[Range]:
    at = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start > at:
            yield Range.between(at, span.start)
        at = max(at, span.end)
    if at < end:
        yield Range.between(at, end)


def moment(timeline: Timeline, at: float, end: int | None = None) -> int:
    """The frame of a moment up to the end of the film (or of `end`). Raises `OutOfRange`."""
    last = film_of(timeline).duration if end is None else end
    frame = frames(at, timeline.rate)
    if frame > last + 1:
        raise OutOfRange(asked=float(at), duration=float(seconds(last, timeline.rate)))
    # One frame of grace for lengths that were rounded when they were told.
    return min(frame, last)


def span_of(timeline: Timeline, start: float, end: float, last: int | None = None) -> Range:
    """The frames of a range of the film. Raises `OutOfRange` or `EmptyRange`."""
    first, past = moment(timeline, start, last), moment(timeline, end, last)
    if past <= first:
        raise EmptyRange(start=float(start), end=float(end))
    return Range.between(first, past)


def track_of(timeline: Timeline, track_id: str | None) -> Track:
    """A track by id; the film where none is named."""
    if track_id is None:
        return film_of(timeline)
    track = timeline.track(track_id)
    if track is None:
        raise NoSuchItem(id=track_id, have=[track.id for track in timeline.tracks])
    return track


def clip_of(timeline: Timeline, clip_id: str) -> tuple[Track, int, Clip]:
    """A clip by id, with its track and start. Raises `NoSuchItem`."""
    found = timeline.find(clip_id)
    if found is None or not isinstance(found[2], Clip):
        have = [clip.id for track in timeline.tracks for _, clip in track.clips()]
        raise NoSuchItem(id=clip_id, have=have)
    return found[0], found[1], found[2]


def clips_of(timeline: Timeline, ids: Sequence[str]) -> tuple[Clip, ...]:
    """Clips by id; all of the film where none is named."""
    if not ids:
        return tuple(clip for _, clip in film_of(timeline).clips())
    return tuple(clip_of(timeline, clip_id)[2] for clip_id in ids)


def is_film(timeline: Timeline, track: Track) -> bool:
    film = main_track(timeline)
    return film is not None and film.id == track.id


def changed_clip(timeline: Timeline, clip_id: str, items: Sequence[AnyItem], at: int = 0,
                 offset: int = 0, length: int | None = None) -> Timeline:  # fmt: skip
    """A clip replaced by items. On the film all that follows moves and the rest follows: of the old
    clip, the `length` frames from `offset` on play from `at` on. Elsewhere nothing else moves."""
    track, start, clip = clip_of(timeline, clip_id)
    if is_film(timeline, track):
        strip = Strip(track.items)
        old = Range(start=start + offset, duration=clip.duration if length is None else length)
        parts = [
            taken(strip, Range.between(0, start)),
            recast(items, old, at),
            taken(strip, Range.between(start + clip.duration, track.duration)),
        ]
        return rebuilt(timeline, parts)
    return replaced_off_film(timeline, track, clip_id, items)


def replaced_off_film(
    timeline: Timeline, track: Track, clip_id: str, items: Sequence[AnyItem], start: int | None = None
) -> Timeline:
    """A clip of a track other than the film replaced, starting where it did (or at `start`)."""
    parts: list[tuple[int, Clip]] = []
    for at, clip in track.clips():
        if clip.id != clip_id:
            parts.append((at, clip))
            continue
        place = at if start is None else start
        for item in items:
            if isinstance(item, Clip):
                parts.append((place, _untied(timeline, item, place)))
            place += item.duration
    return settle(timeline, replaced(timeline, track, parts))


def _untied(timeline: Timeline, clip: Clip, start: int) -> Clip:
    """A clip that was made to end before the film's end is no longer stretched to it."""
    film = timeline.film
    if clip.tie != "length" or film is None or start + clip.duration == film.duration:
        return clip
    return clip.model_copy(update={"tie": "start"})


def bounded(timeline: Timeline, name: str, asked: int, back: int | None, most: int | None) -> None:
    """Raises `OutOfBounds` unless -back <= asked <= most (None: no limit), all in frames."""
    if (back is None or asked >= -back) and (most is None or asked <= most):
        return
    limits = (None if back is None else -back, most)
    least_s, most_s = (None if x is None else float(seconds(x, timeline.rate)) for x in limits)
    clip = clip_of(timeline, name)[2]
    raise OutOfBounds(
        id=name,
        name=clip.name or name,
        asked=float(seconds(asked, timeline.rate)),
        least=least_s,
        most=most_s,
    )


def appended(timeline: Timeline, *clips: Clip) -> Timeline:
    """Clips after the last one of the film, which they begin if there is none; sounds on a sound track."""
    sounds = [clip for clip in clips if is_sound(timeline, clip)]
    pictures = [clip for clip in clips if not is_sound(timeline, clip)]
    film = timeline.film
    if film is None and pictures:
        film = Track(id=timeline.new_id("v"), kind="video")
        timeline = timeline.model_copy(update={"tracks": (film, *timeline.tracks)})
    if film is not None and pictures:
        strip = Strip(film.items)
        whole = [taken(strip, Range(start=0, duration=strip.duration))] if film.items else []
        timeline = rebuilt(timeline, [*whole, fresh(*pictures)], empty=True)
    for clip in sounds:
        track = next((t for t in timeline.tracks if (t.kind, t.role) == ("audio", "sound")), SOUND_TRACK)
        timeline = settle(timeline, placed(timeline, clip, track.duration, track))
    return timeline


def revised(timeline: Timeline, ids: Iterable[str], change: Callable[[Clip], Clip]) -> Timeline:
    """Clips changed where they lie, without a change of length."""
    wanted = set(ids)
    for track in timeline.tracks:
        if any(item.id in wanted for item in track.items):
            items = tuple(
                change(item) if isinstance(item, Clip) and item.id in wanted else item for item in track.items
            )
            timeline = timeline.with_track(track.model_copy(update={"items": items}))
    return timeline


def with_mates(timeline: Timeline, ids: Iterable[str]) -> set[str]:
    """The ids, and those of the clips linked to them: the sound of a picture on another track."""
    clips = [clip for track in timeline.tracks for _, clip in track.clips()]
    found = set(ids)
    linked = {clip.id: (clip.link, clip.media.model_dump_json()) for clip in clips if clip.link}
    links = {linked[name] for name in found if name in linked}
    return found | {name for name, link in linked.items() if link in links}
