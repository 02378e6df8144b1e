"""Effects that act between their keyframes only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workprint.base import Range
from workprint.model import Effect
from workprint.ops import VideoEffect, registry

from .shots import Shot


def acts(effect: Effect, span: Range) -> bool:
    """Whether an effect does anything to frames `span` of its item: a keyed one only within its
    keyframes."""
    op = registry().get(effect.op)
    if op is None or not issubclass(op, VideoEffect) or not op.keyed:
        return True
    moments = _moments(effect)
    return not moments or (min(moments) < span.end and span.start < max(moments))


def stages(shot: Shot, part: Range) -> Iterator[Range]:
    """Frames of a stretch, parted where effects that are built in stages go from one to the next."""
    edges: set[int] = set()
    if shot.clip is not None and shot.transition is None:
        for effect in shot.clip.effects:
            op = registry().get(effect.op)
            if effect.enabled and op is not None and issubclass(op, VideoEffect) and op.staged:
                edges |= {shot.at + moment for moment in _moments(effect)}
    inside = sorted(edge for edge in edges if part.start < edge < part.end)
    yield from (Range.between(*ends) for ends in pairwise([part.start, *inside, part.end]))


def _moments(effect: Effect) -> list[int]:
    return [key.at for keys in effect.keyframes.values() for key in keys]
