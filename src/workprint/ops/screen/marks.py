"""What is drawn on recordings: effects on the footage itself, and the markers that go with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workprint.base import Range
from workprint.model import Clip, Effect, Keyframe, Marker, Timeline
from workprint.ops.edits.film import film_of
from workprint.ops.edits.targets import with_effects

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
            if seen.duration and (op == "zoom_to" or seen.start == span.start):
                marks.append(Mark(effect, clip, seen.shift(start)))
    return sorted(marks, key=lambda mark: mark.span.start)


def markers_of(timeline: Timeline, marks: Iterable[Mark]) -> list[str]:
    """The ids of the markers that belong to marks."""
    ids = {mark.effect.id for mark in marks}
    return [m.id for m in timeline.markers if ids & set(m.metadata.get("effects", ()))]
