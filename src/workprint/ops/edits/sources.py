"""Media as clips use it: how long it is, making clips of it, and playing it at another speed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from workprint.base import Range, frames, nearest, seconds
from workprint.model import (
    Clip,
    Effect,
    FileRef,
    GeneratorRef,
    Keyframe,
    MediaFile,
    Timeline,
    TimelineRef,
)
from workprint.ops.operation import AudioGenerator, Operation, VideoGenerator
from workprint.ops.registry import bind, registry

from .faults import NoSuchItem, OutOfMedia

STILL = 4
"""Seconds that a photo or a generated picture lasts unless something else is asked."""


def file_frames(media: MediaFile, rate: Fraction, speed: Fraction = Fraction(1)) -> int | None:
    """How many frames a file gives at a rate and a speed; None for a photo, which has no end."""
    if media.kind == "image":
        return None
    return nearest(media.duration * rate / speed)


def longest(timeline: Timeline, clip: Clip) -> int | None:
    """The most frames that a clip can last from where it starts; None where there is no limit."""
    after = room(timeline, clip)[1]
    return None if after is None else clip.duration + after


def room(timeline: Timeline, clip: Clip) -> tuple[int | None, int | None]:
    """Frames of media that are left before a clip's head and after its tail; None without limit."""
    if clip.freeze or clip.loop:
        return None, None
    total: int | None = None
    if isinstance(clip.media, FileRef):
        media = timeline.file(clip.media.media)
        total = file_frames(media, timeline.rate, clip.speed) if media else clip.source.end
    elif isinstance(clip.media, TimelineRef):
        inner = clip.media.timeline
        total = nearest(seconds(inner.duration, inner.rate) * timeline.rate / clip.speed)
    if total is None:
        return None, None
    before, after = max(0, clip.source.start), max(0, total - clip.source.end)
    return (after, before) if clip.reverse else (before, after)


def frame_of(second: float, rate: Fraction, speed: Fraction) -> int:
    """The frame of a clip at a speed that is nearest to a moment of its media, to the microsecond."""
    return nearest(Fraction(round(second * 1_000_000), 1_000_000) * rate / speed)


def frame_in(clip: Clip, second: float, rate: Fraction) -> int:
    """The frame of a clip that shows a moment of its media; it may lie outside the clip."""
    frame = frame_of(second, rate, clip.speed)
    return clip.source.end - 1 - frame if clip.reverse else frame - clip.source.start


def media_in(clip: Clip) -> str:
    """The id of the file that a clip plays, "" for what is made."""
    return clip.media.media if isinstance(clip.media, FileRef) else ""


def media_of(timeline: Timeline, media_id: str) -> MediaFile:
    media = timeline.file(media_id)
    if media is None:
        raise NoSuchItem(id=media_id, have=[file.id for file in timeline.media])
    return media


def made(
    timeline: Timeline,
    media_id: str,
    start: float = 0,
    duration: float | None = None,
    params: Mapping[str, Any] | None = None,
) -> Clip:
    """A clip of a file, or of a generator by its name ("color", "title_card"), with a new id."""
    rate = timeline.rate
    generator = registry().get(media_id)
    makes = generator is not None and issubclass(generator, (VideoGenerator, AudioGenerator))
    if timeline.file(media_id) is None and generator is not None and makes:
        bind(Operation, media_id, params or {}, where=media_id)
        return Clip(
            id=timeline.new_id("c"),
            name=generator.title["en"],
            media=GeneratorRef(op=media_id, params=dict(params or {})),
            source=Range(start=0, duration=max(1, frames(STILL if duration is None else duration, rate))),
        )
    media = media_of(timeline, media_id)
    clip = Clip(
        id=timeline.new_id("c"),
        name=media.name,
        media=FileRef(media=media_id),
        source=Range(start=0, duration=1),
    )
    total = file_frames(media, rate)
    if total is None:
        length = max(1, frames(STILL if duration is None else duration, rate))
        return clip.model_copy(update={"source": Range(start=0, duration=length)})
    span = _span(media, total, rate, start, duration)
    return clip.model_copy(update={"source": span})


def is_sound(timeline: Timeline, clip: Clip) -> bool:
    """Whether a clip has sound only."""
    if isinstance(clip.media, FileRef):
        media = timeline.file(clip.media.media)
        return media is not None and media.kind == "audio"
    if isinstance(clip.media, GeneratorRef):
        known = registry().get(clip.media.op)
        return known is not None and issubclass(known, AudioGenerator)
    return False


def has_sound(timeline: Timeline, clip: Clip) -> bool:
    """Whether a clip has sound of its own, heard or muted."""
    if isinstance(clip.media, FileRef):
        media = timeline.file(clip.media.media)
        return media is not None and media.audio is not None
    return isinstance(clip.media, TimelineRef) or is_sound(timeline, clip)


def is_still(timeline: Timeline, clip: Clip) -> bool:
    """Whether a clip has no time of its own: a photo, a frozen frame, something generated."""
    if isinstance(clip.media, FileRef):
        media = timeline.file(clip.media.media)
        return clip.freeze or (media is not None and media.kind == "image")
    return clip.freeze or isinstance(clip.media, GeneratorRef)


def goes_on(before: Clip, after: Clip) -> bool:
    """Whether the second clip simply is the continuation of the first: there is no cut to see."""
    same = (before.media, before.speed, before.reverse, before.freeze) == (
        after.media,
        after.speed,
        after.reverse,
        after.freeze,
    )
    if not same or before.freeze or not isinstance(before.media, FileRef):
        return False
    first, second = (after, before) if before.reverse else (before, after)
    return first.source.end == second.source.start


def _span(media: MediaFile, total: int, rate: Fraction, start: float, duration: float | None) -> Range:
    first = frames(start, rate)
    end = total if duration is None else max(first + 1, frames(start + duration, rate))
    # One frame of grace: "all 10.02 s of it" at 25 fps is 250 frames or 251, by the rounding.
    end = total if end == total + 1 else end
    if first >= total or end > total:
        asked = start if first >= total else start + (duration or 0)
        raise OutOfMedia(media=media.name or media.id, asked=asked, duration=float(media.duration))
    return Range.between(first, end)


def retimed(clip: Clip, speed: Fraction) -> Clip:
    """The same media at another speed: `source` counts frames at the new one.

    [A        ] at 1x  ->  [A   ] at 2x
    """
    ratio = clip.speed / speed
    start = nearest(clip.source.start * ratio)
    end = max(start + 1, nearest(clip.source.end * ratio))
    effects = tuple(scaled(effect, ratio) for effect in clip.effects)
    return clip.model_copy(update={"source": Range.between(start, end), "speed": speed, "effects": effects})


def scaled(effect: Effect, ratio: Fraction) -> Effect:
    """An effect whose keyframes come `ratio` times as late."""
    if not effect.keyframes:
        return effect
    return effect.model_copy(update={"keyframes": scaled_keys(effect.keyframes, ratio)})


def scaled_keys(
    keyframes: Mapping[str, tuple[Keyframe, ...]], ratio: Fraction
) -> dict[str, tuple[Keyframe, ...]]:
    return {
        name: tuple(key.model_copy(update={"at": nearest(key.at * ratio)}) for key in keys)
        for name, keys in keyframes.items()
    }
