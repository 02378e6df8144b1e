"""What effects can lie on: clips, tracks and the timeline, changed by id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from workprint.base import Range
from workprint.model import Clip, Effect, Keyframe, Timeline, Track
from workprint.ops.operation import AudioEffect, UnknownOperation, VideoEffect, WrongFamily
from workprint.ops.registry import bind, registry

from .faults import NoSuchItem, PictureOnly, SoundOnly
from .film import film_of, in_place
from .track_surgery import Strip

WHOLE = "timeline"

Effects = tuple[Effect, ...]


def targets_of(timeline: Timeline, ids: Sequence[str]) -> tuple[str, ...]:
    """The ids themselves, checked; every clip of the film where none is given."""
    if not ids:
        return tuple(clip.id for _, clip in film_of(timeline).clips())
    for name in ids:
        effects_of(timeline, name)
    return tuple(ids)


def effects_of(timeline: Timeline, target: str) -> Effects:
    """The effects of a clip, a track or the timeline. Raises `NoSuchItem`."""
    if target in (WHOLE, timeline.id):
        return timeline.effects
    track = timeline.track(target)
    if track is not None:
        return track.effects
    found = timeline.find(target)
    if found is not None and isinstance(found[2], Clip):
        return found[2].effects
    have = [track.id for track in timeline.tracks]
    have += [clip.id for track in timeline.tracks for _, clip in track.clips()]
    raise NoSuchItem(id=target, have=[WHOLE, *have])


def with_effects(
    timeline: Timeline, targets: Sequence[str], change: Callable[[str, Effects], Effects]
) -> Timeline:
    """The timeline with the effects of each target changed by `change(target, effects)`."""
    wanted = set(targets)
    tracks = []
    for track in timeline.tracks:
        if track.id in wanted:
            track = track.model_copy(update={"effects": change(track.id, track.effects)})
        if any(item.id in wanted for item in track.items):
            items = tuple(
                item.model_copy(update={"effects": change(item.id, item.effects)})
                if isinstance(item, Clip) and item.id in wanted
                else item
                for item in track.items
            )
            track = track.model_copy(update={"items": items})
        tracks.append(track)
    changes: dict[str, Any] = {"tracks": tuple(tracks)}
    if wanted & {WHOLE, timeline.id}:
        changes["effects"] = change(WHOLE, timeline.effects)
    return timeline.model_copy(update=changes)


def _again(effect: Effect, op: str) -> bool:
    """Whether an effect is the one that is put on again: the crop that follows somebody is none that cuts
    off edges, nor is a zoom at jump cuts one that was asked for."""
    return effect.op == op and not (effect.metadata.get("reframe") or effect.metadata.get("punch_in"))


def put(
    timeline: Timeline,
    targets: Sequence[str],
    op: str,
    params: Mapping[str, Any],
    keyframes: Mapping[str, Mapping[str, tuple[Keyframe, ...]]] | None = None,
    stack: bool = False,
    metadata: Mapping[str, Any] | None = None,
) -> Timeline:
    """An effect on every target, in place of the same one there unless `stack`; ids are new.

    `keyframes` are per target.
    """
    ids = timeline.new_ids("e")
    extra = {"metadata": dict(metadata)} if metadata else {}

    def change(target: str, effects: Effects) -> Effects:
        keys = dict((keyframes or {}).get(target, {}))
        values = {"params": dict(params), "keyframes": keys, "enabled": True, **extra}
        if not stack and any(_again(effect, op) for effect in effects):
            return tuple(e.model_copy(update=values) if _again(e, op) else e for e in effects)
        return (*effects, Effect(id=next(ids), op=op, **values))

    return with_effects(timeline, targets, change)


def checked(
    timeline: Timeline,
    op: str,
    params: Mapping[str, Any],
    keyframes: Mapping[str, tuple[Keyframe, ...]] | None = None,
    where: str = "",
) -> None:
    """Raises what the effect itself refuses: `UnknownOperation`, `WrongFamily`, `BadParameter`."""
    known = registry().get(op)
    if known is None:
        raise UnknownOperation(op=op, where=where or op)
    if not issubclass(known, (VideoEffect, AudioEffect)):
        raise WrongFamily(op=op, where=where or op, wanted="effect")
    bind(known, op, params, keyframes, timeline.rate, where)


def fitting(timeline: Timeline, op: str, targets: Sequence[str]) -> None:
    """Raises `PictureOnly` or `SoundOnly` where an effect would do nothing to a target."""
    known = registry()[op]
    seen, heard = issubclass(known, VideoEffect), issubclass(known, AudioEffect)
    for track in timeline.tracks:
        for name in {track.id, *(item.id for item in track.items)} & set(targets):
            if seen and track.kind == "audio":
                raise PictureOnly(op=op, id=name)
            if heard and track.kind == "text":
                raise SoundOnly(op=op, id=name)


def effect_at(timeline: Timeline, effect_id: str) -> tuple[str, Effect]:
    """An effect by id, with what it lies on. Raises `NoSuchItem`."""
    have = []
    for target, effect in all_effects(timeline):
        if effect.id == effect_id:
            return target, effect
        have.append(effect.id)
    raise NoSuchItem(id=effect_id, have=have)


def all_effects(timeline: Timeline) -> Iterator[tuple[str, Effect]]:
    """Every effect, with the id of what it lies on."""
    for effect in timeline.effects:
        yield WHOLE, effect
    for track in timeline.tracks:
        for effect in track.effects:
            yield track.id, effect
        for _, clip in track.clips():
            for effect in clip.effects:
                yield clip.id, effect


def divided(timeline: Timeline, track: Track, span: Range) -> Timeline:
    """A track split at both ends of a range, so that clips lie in it or out of it."""
    strip = Strip(track.items)
    edges = sorted({0, min(span.start, strip.duration), min(span.end, strip.duration), strip.duration})
    items = [item for start, end in pairwise(edges) for item in strip.slice(Range.between(start, end))]
    return in_place(timeline, track, items)


def within(track: Track, span: Range) -> list[tuple[int, Clip]]:
    """The clips of a track that lie wholly in a range, with their starts."""
    return [(at, clip) for at, clip in track.clips() if at >= span.start and at + clip.duration <= span.end]
