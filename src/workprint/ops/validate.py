"""Whether a timeline means something: every operation known, every parameter possible, no circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from workprint.base import Fault
from workprint.model import (
    Clip,
    Effect,
    GeneratorRef,
    ItemRef,
    Keyframe,
    Timeline,
    TimelineRef,
    Track,
    TrackKind,
    Transition,
)

from .edits.faults import NoSuchItem, TransitionTooLong, WouldLoop
from .kept import Part, misread
from .operation import (
    AudioEffect,
    AudioGenerator,
    BadParameter,
    Operation,
    TextGenerator,
    TransitionOp,
    UnknownOperation,
    VideoEffect,
    VideoGenerator,
    WrongFamily,
)
from .reasons import reason
from .registry import bind, registry

Families = tuple[type[Operation], ...]

_EFFECTS: Families = (VideoEffect, AudioEffect)
_GENERATORS: Mapping[TrackKind, Families] = {
    "video": (VideoGenerator, TextGenerator),
    "audio": (AudioGenerator,),
    "text": (TextGenerator, VideoGenerator),
}


class TransitionNeedsClips(Fault):
    code = "transition_needs_clips"
    en = "The transition “{id}” does not lie between two clips."
    zh = "转场“{id}”不在两个片段之间。"


def check(timeline: Timeline) -> list[Fault]:
    """Every fault of a timeline, none of which stops the search for more.

    Each has the fields `at`, the ids of where it is from the outside in (a nested clip's id first),
    and `key`, the keys inside that part.
    """
    return list(_faults(timeline, ()))


At = tuple[str, ...]


def _placed(fault: Fault, at: At, *key: str) -> Fault:
    fault.fields.update(at=at, key=key)
    return fault


def _faults(timeline: Timeline, nest: At) -> Iterator[Fault]:
    clips = {clip.id: clip for track in timeline.tracks for _, clip in track.clips()}
    yield from _kept(timeline, nest)
    effects = [*timeline.effects, *(effect for track in timeline.tracks for effect in track.effects)]
    for effect in effects:
        yield from _effect(effect, timeline.rate, clips, nest)
    for track in timeline.tracks:
        yield from _transitions(track, timeline.rate, nest)
        for _, clip in track.clips():
            for effect in clip.effects:
                yield from _effect(effect, timeline.rate, clips, nest)
            yield from _media(clip, track.kind, timeline.rate, clips, nest)
    yield from _circles(clips, nest)


def _kept(timeline: Timeline, nest: At) -> Iterator[Fault]:
    """What operations kept with the parts of a film, and was changed since."""
    parts: list[tuple[Part, Any]] = []
    for track in timeline.tracks:
        clips = [clip for _, clip in track.clips()]
        parts += [("track", track), *(("clip", clip) for clip in clips)]
        parts += [("effect", effect) for effect in track.effects]
        parts += [("effect", effect) for clip in clips for effect in clip.effects]
    parts += [("effect", effect) for effect in timeline.effects]
    parts += [("marker", marker) for marker in timeline.markers]
    for kind, part in parts:
        for fault, key in misread(kind, part.id, part.metadata):
            yield _placed(fault, (*nest, part.id), "metadata", key)
    for fault, key in misread("timeline", "", timeline.metadata):
        yield _placed(fault, nest, *(("media", "draft", "m") if nest else ("film", "m")), key)
    for media in timeline.media:
        for fault, key in misread("media", media.id, media.metadata):
            yield _placed(fault, (*nest, media.id), "library", "metadata", key)


def _effect(effect: Effect, rate: Fraction, clips: Mapping[str, Clip], nest: At) -> Iterator[Fault]:
    at = (*nest, effect.id)
    for fault, *key in _binding(effect.op, _EFFECTS, effect.params, effect.keyframes, rate, effect.id):
        yield _placed(fault, at, *key)
    for name, item in effect.inputs.items():
        if item not in clips:
            yield _placed(NoSuchItem(id=item, have=list(clips)), at, "inputs", name)


def _media(
    clip: Clip, kind: TrackKind, rate: Fraction, clips: Mapping[str, Clip], nest: At
) -> Iterator[Fault]:
    media, at = clip.media, (*nest, clip.id)
    if isinstance(media, GeneratorRef):
        families = _GENERATORS[kind]
        for fault, *key in _binding(media.op, families, media.params, media.keyframes, rate, clip.id):
            yield _placed(fault, at, "media", *key)
    elif isinstance(media, ItemRef) and media.item not in clips:
        yield _placed(NoSuchItem(id=media.item, have=list(clips)), at, "media", "item")
    elif isinstance(media, TimelineRef):
        yield from _faults(media.timeline, at)


def _transitions(track: Track, rate: Fraction, nest: At) -> Iterator[Fault]:
    used: dict[str, int] = {}
    for index, item in enumerate(track.items):
        if not isinstance(item, Transition):
            continue
        at = (*nest, item.id)
        for fault, *key in _binding(item.op, (TransitionOp,), item.params, {}, rate, item.id):
            yield _placed(fault, at, *key)
        before, after = (
            track.items[i] if 0 <= i < len(track.items) else None for i in (index - 1, index + 1)
        )
        if not isinstance(before, Clip) or not isinstance(after, Clip):
            yield _placed(TransitionNeedsClips(id=item.id), at)
            continue
        for clip, needs in ((before, item.in_offset), (after, item.out_offset)):
            room = clip.duration - used.get(clip.id, 0)
            used[clip.id] = needs
            if needs > room:
                needed, has = (float(frames / rate) for frames in (needs, max(0, room)))
                yield _placed(TransitionTooLong(clip=clip.id, needs=needed, has=has), at)


def _binding(
    name: str,
    families: Families,
    params: Mapping[str, Any],
    keyframes: Mapping[str, tuple[Keyframe, ...]],
    rate: Fraction,
    where: str,
) -> Iterator[tuple[Any, ...]]:
    """What hinders an operation from being bound: faults, each with the keys of its place."""
    op = registry().get(name)
    if op is None:
        yield UnknownOperation(op=name, where=where), "op"
        return
    if not issubclass(op, families):
        wanted = " / ".join(str(getattr(family, "family", "")) for family in families)
        yield WrongFamily(op=name, where=where, wanted=wanted), "op"
        return
    try:
        op.model_validate(dict(params))
    except ValidationError as error:
        for each in error.errors(include_url=False):
            key = tuple(map(str, each["loc"]))
            param, value = ".".join(key) or name, each.get("input")
            yield BadParameter(op=name, param=param, value=value, reason=reason(each)), "params", *key
        return
    for param, keys in keyframes.items():
        try:
            bind(op, name, params, {param: keys}, rate, where)
        except BadParameter as fault:
            yield fault, "keyframes", param


def _circles(clips: Mapping[str, Clip], nest: At) -> Iterator[Fault]:
    """Clips that look at themselves, directly or through others; each circle is told once."""
    looks: dict[str, list[str]] = {}
    for clip in clips.values():
        inputs = [item for effect in clip.effects for item in effect.inputs.values()]
        looks[clip.id] = inputs + ([clip.media.item] if isinstance(clip.media, ItemRef) else [])
    done: set[str] = set()
    for first in clips:
        path: list[str] = []
        stack = [(first, 0)]
        while stack:
            item, depth = stack.pop()
            del path[depth:]
            if item in path:
                yield _placed(WouldLoop(item=item), (*nest, item))
            elif item not in done:
                done.add(item)
                path.append(item)
                stack += [(each, depth + 1) for each in looks.get(item, ())]
