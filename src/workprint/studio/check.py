"""Whether the operations a timeline names exist, fit where they stand, and have possible parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workprint.base import Fault
from workprint.model import (
    Clip,
    Effect,
    FileRef,
    GeneratorRef,
    ItemRef,
    Keyframe,
    Timeline,
    TimelineRef,
    Transition,
)
from workprint.ops import (
    AudioEffect,
    AudioGenerator,
    BadParameter,
    Operation,
    TextGenerator,
    TransitionOp,
    VideoEffect,
    VideoGenerator,
    bind,
    registry,
)

_EFFECTS = (VideoEffect, AudioEffect)
_GENERATORS = (VideoGenerator, AudioGenerator, TextGenerator)

Ids = tuple[str, ...]
Keys = tuple[str | int, ...]


class MediaUnknown(Fault):
    code = "media_unknown"
    en = "“{clip}” points at the media “{media}”, which is not in this timeline's library."
    zh = "“{clip}”指向素材“{media}”，但它不在此时间线的素材库中。"


class ItemUnknown(Fault):
    code = "item_unknown"
    en = "“{where}” uses “{item}”, which is not in this timeline."
    zh = "“{where}”引用了“{item}”，但时间线中没有它。"


def check(timeline: Timeline, nest: Ids = ()) -> tuple[Fault, ...]:
    """Every fault of a timeline's meaning. Each says where by its fields: `at`, the ids from the
    outside in, and `key`, the keys inside that part."""
    return tuple(_faults(timeline, nest))


def _faults(timeline: Timeline, nest: Ids) -> Iterator[Fault]:
    known = timeline.ids()
    for effect in _effects(timeline):
        yield from _operation(effect, _EFFECTS, (*nest, effect.id), ())
        for name, other in effect.inputs.items():
            if other not in known:
                yield ItemUnknown(where=effect.id, item=other, at=(*nest, effect.id), key=("inputs", name))
    for track in timeline.tracks:
        for _, item in track.placed():
            if isinstance(item, Transition):
                yield from _operation(item, (TransitionOp,), (*nest, item.id), ())
            elif isinstance(item, Clip):
                yield from _clip(timeline, item, nest, known)


def _clip(timeline: Timeline, clip: Clip, nest: Ids, known: set[str]) -> Iterator[Fault]:
    at = (*nest, clip.id)
    match clip.media:
        case GeneratorRef() as made:
            yield from _operation(made, _GENERATORS, at, ("media",), clip.id)
        case FileRef(media=media) if timeline.file(media) is None:
            yield MediaUnknown(clip=clip.name or clip.id, media=media, at=at, key=("media", "media"))
        case ItemRef(item=item) if item not in known:
            yield ItemUnknown(where=clip.name or clip.id, item=item, at=at, key=("media", "item"))
        case TimelineRef(timeline=inner):
            yield from check(inner, at)
        case _:
            return


def _effects(timeline: Timeline) -> Iterator[Effect]:
    yield from timeline.effects
    for track in timeline.tracks:
        yield from track.effects
        for _, clip in track.clips():
            yield from clip.effects


def _operation(
    part: Effect | Transition | GeneratorRef,
    families: tuple[type[Operation], ...],
    at: Ids,
    key: Keys,
    where: str = "",
) -> Iterator[Fault]:
    where = where or at[-1]
    found = registry().get(part.op)
    family = next((each for each in families if found and issubclass(found, each)), families[0])
    try:
        bind(family, part.op, {}, where=where)
    except BadParameter:
        pass  # It has parameters that must be given; those given are looked at one by one below.
    except Fault as fault:
        fault.fields.update(at=at, key=(*key, "op"))
        yield fault
        return
    yield from _params(family, part.op, part.params, at, key, where)
    keyframes: Mapping[str, tuple[Keyframe, ...]] = getattr(part, "keyframes", {})
    for param, keys in keyframes.items():
        yield from _bound(family, part.op, part.params, {param: keys}, at, (*key, "keyframes", param), where)


def _params(
    family: type[Operation], op: str, params: Mapping[str, Any], at: Ids, key: Keys, where: str
) -> Iterator[Fault]:
    """Each impossible parameter: `bind` names the first, so those found are taken out in turn."""
    left = dict(params)
    while True:
        fault = next(_bound(family, op, left, {}, at, key, where), None)
        if fault is None:
            return
        param = str(fault.fields.get("param", "")).split(".")[0]
        fault.fields["key"] = (*key, "params", *([param] if param in left else []))
        yield fault
        if left.pop(param, None) is None:
            return


def _bound(
    family: type[Operation],
    op: str,
    params: Mapping[str, Any],
    keyframes: Mapping[str, tuple[Keyframe, ...]],
    at: Ids,
    key: Keys,
    where: str,
) -> Iterator[Fault]:
    try:
        bind(family, op, params, keyframes, where=where)
    except Fault as fault:
        fault.fields.update(at=at, key=key)
        yield fault
