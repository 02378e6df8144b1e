"""Tracks counted at another frame rate."""

from __future__ import annotations

from fractions import Fraction

from workprint.base import Range, nearest
from workprint.model import Clip, Gap, GeneratorRef, Track, Transition

from .sources import scaled, scaled_keys


def rated(span: Range, ratio: Fraction) -> Range:
    return Range.between(nearest(span.start * ratio), nearest(span.end * ratio))


def rated_track(track: Track, ratio: Fraction) -> Track:
    """Every edge at the frame nearest to where it was; lengths follow from the edges."""
    items: list[Clip | Gap | Transition] = []
    for at, item in track.placed():
        length = rated(Range(start=at, duration=item.duration), ratio).duration
        if isinstance(item, Transition):
            into, out = (nearest(side * ratio) for side in (item.in_offset, item.out_offset))
            items.append(item.model_copy(update={"in_offset": into, "out_offset": out}))
        elif isinstance(item, Gap):
            items.append(item.model_copy(update={"duration": length}))
        else:
            items.append(rated_clip(item, max(1, length), ratio))
    effects = tuple(scaled(effect, ratio) for effect in track.effects)
    return track.model_copy(update={"items": tuple(items), "effects": effects})


def rated_clip(clip: Clip, length: int, ratio: Fraction) -> Clip:
    media = clip.media
    if isinstance(media, GeneratorRef) and media.keyframes:
        media = media.model_copy(update={"keyframes": scaled_keys(media.keyframes, ratio)})
    source = Range(start=nearest(clip.source.start * ratio), duration=length)
    effects = tuple(scaled(effect, ratio) for effect in clip.effects)
    return clip.model_copy(update={"source": source, "effects": effects, "media": media})
