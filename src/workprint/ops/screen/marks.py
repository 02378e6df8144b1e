"""What is drawn on recordings: effects on the footage itself, and the markers that go with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workprint.base import Range, frames
from workprint.model import Clip, Effect, Keyframe, Marker, Timeline
from workprint.ops.edits.film import film_of
from workprint.ops.edits.targets import with_effects

DRAWN, UNSURE, ZOOM, COVER = "click", "unsure click", "zoom", "cover"
"""Kinds of markers: clicks with a ring, what may be a click, stretches that are enlarged or covered."""
REMOVED = {"click_ring": "no ring", "zoom_to": "no zoom"}
"""Kinds of markers of what somebody took away: it is not made again by itself."""
NEAR = 1.5
"""Seconds from a moment that is named to what is meant."""
ORDER = ("cover", "cursor_halo", "click_ring", "zoom_to")
"""From the footage up: what is zoomed is zoomed with what is drawn on it. All else comes after."""


@dataclass(frozen=True)
class Mark:
    """An effect of a clip between its keyframes, in frames of the film."""

    effect: Effect
    clip: Clip
    span: Range


def on(effects: Sequence[Effect], new: Iterable[Effect]) -> tuple[Effect, ...]:
    """The effects with new marks where they belong."""
    marks = [effect for effect in effects if effect.op in ORDER]
    rest = [effect for effect in effects if effect.op not in ORDER]
    return (*sorted([*marks, *new], key=lambda effect: ORDER.index(effect.op)), *rest)


def put_on(timeline: Timeline, new: Mapping[str, Sequence[Effect]]) -> Timeline:
    """Marks on clips, by clip id."""
    return with_effects(timeline, list(new), lambda clip, effects: on(effects, new.get(clip, ())))


def without_marks(timeline: Timeline, gone: Callable[[Effect], bool], kinds: Sequence[str]) -> Timeline:
    """Without some effects of the film's clips, and without the markers of these kinds."""
    ids = [clip.id for _, clip in film_of(timeline).clips() if any(map(gone, clip.effects))]
    cleared = with_effects(
        timeline, ids, lambda _, effects: tuple(each for each in effects if not gone(each))
    )
    markers = tuple(marker for marker in cleared.markers if marker.kind not in kinds)
    return cleared.model_copy(update={"markers": markers})


def exchanged(timeline: Timeline, new: Mapping[str, Effect]) -> Timeline:
    """The timeline with effects of its film in place of those of the same id."""
    ids = [clip.id for _, clip in film_of(timeline).clips() if any(e.id in new for e in clip.effects)]
    return with_effects(timeline, ids, lambda _, effects: tuple(new.get(e.id, e) for e in effects))


def marked(timeline: Timeline, markers: Iterable[Marker]) -> Timeline:
    """The timeline with more markers, in order of time."""
    every = sorted((*timeline.markers, *markers), key=lambda marker: marker.range.start)
    return timeline.model_copy(update={"markers": tuple(every)})


def keys(*points: tuple[int, float, Any]) -> tuple[Keyframe, ...]:
    """Keyframes from (frame, value, ease)."""
    return tuple(Keyframe(at=at, value=round(value, 5), ease=ease) for at, value, ease in points)


def found(timeline: Timeline, op: str) -> list[Mark]:
    """The marks of one kind that the film shows, in order of time."""
    film = timeline.film
    marks = []
    for start, clip in film.clips() if film is not None else ():
        for effect in clip.effects:
            moments = [key.at for track in effect.keyframes.values() for key in track]
            if effect.op != op or not effect.enabled or not moments:
                continue
            span = Range.between(min(moments), max(moments) + 1)
            seen = span.intersect(Range(start=0, duration=clip.duration))
            if seen.duration and (op != "click_ring" or seen.start == span.start):
                marks.append(Mark(effect, clip, seen.shift(start)))
    return sorted(marks, key=lambda mark: mark.span.start)


def at_moments(timeline: Timeline, marks: Sequence[Mark], moments: Sequence[float]) -> list[Mark]:
    """The marks that are seen at moments (seconds), or begin next to them; all where none is named."""
    chosen: list[Mark] = []
    for moment in moments:
        frame, reach = frames(moment, timeline.rate), frames(NEAR, timeline.rate)
        inside = [mark for mark in marks if mark.span.holds(frame)]
        close = [mark for mark in marks if abs(mark.span.start - frame) <= reach]
        chosen += inside or sorted(close, key=lambda mark: abs(mark.span.start - frame))[:1]
    return chosen if moments else list(marks)


def off(timeline: Timeline, op: str, moments: Sequence[float]) -> Timeline:
    """Without marks of one kind and their markers: those at moments, which are remembered, or all. What goes
    on over a join goes as a whole."""
    have = found(timeline, op)
    chosen = at_moments(timeline, have, moments)
    numbers = {mark.effect.metadata.get("zoom") for mark in chosen} - {None}
    chosen += [mark for mark in have if mark.effect.metadata.get("zoom") in numbers]
    gone, markers = {mark.effect.id for mark in chosen}, set(markers_of(timeline, chosen))
    left = tuple(marker for marker in timeline.markers if marker.id not in markers)
    cleared = without_marks(timeline, lambda effect: effect.id in gone, ())
    cleared = cleared.model_copy(update={"markers": left})
    return _remembered(cleared, op, chosen) if moments else forgotten(cleared, op)


def _remembered(timeline: Timeline, op: str, gone: Sequence[Mark]) -> Timeline:
    """With a marker where each of these was."""
    ids = timeline.new_ids("k")
    spans = dict.fromkeys(
        Range(start=mark.span.start, duration=0 if op == "click_ring" else mark.span.duration)
        for mark in gone
    )
    name = REMOVED[op].capitalize()
    return marked(timeline, [Marker(id=next(ids), name=name, range=span, kind=REMOVED[op]) for span in spans])


def forgotten(timeline: Timeline, op: str, near: Sequence[int] | None = None) -> Timeline:
    """Without the memory of what was taken away: all, or at some frames."""
    left = tuple(
        marker
        for marker in timeline.markers
        if marker.kind != REMOVED[op]
        or (near is not None and not any(_over(marker, frame) for frame in near))
    )
    return timeline.model_copy(update={"markers": left})


def taken_away(timeline: Timeline, op: str) -> list[Marker]:
    """The markers of what was taken away and is remembered."""
    return [marker for marker in timeline.markers if marker.kind == REMOVED[op]]


def spared(timeline: Timeline, op: str, frames: Sequence[int]) -> list[int]:
    """Those frames at which nothing was taken away."""
    gone = taken_away(timeline, op)
    return [frame for frame in frames if not any(_over(marker, frame) for marker in gone)]


def _over(marker: Marker, frame: int) -> bool:
    """Whether a frame lies in a marker; one frame off is still it, after a change of speed."""
    return marker.range.start - 1 <= frame <= marker.range.end + 1


def markers_of(timeline: Timeline, marks: Iterable[Mark]) -> list[str]:
    """The ids of the markers that belong to marks."""
    ids = {mark.effect.id for mark in marks}
    return [m.id for m in timeline.markers if ids & set(m.metadata.get("effects", ()))]


def unsure_clicks(timeline: Timeline) -> list[Marker]:
    """The markers of clicks that were not certain enough to be drawn."""
    return [marker for marker in timeline.markers if marker.kind == UNSURE]
