"""Where a film is cut into pieces that are rendered apart."""

from __future__ import annotations

from workprint.base import Range
from workprint.compile import shots
from workprint.model import Clip, Timeline
from workprint.ops import VideoEffect, registry

PIECE_SECONDS = 8
"""Shorter pieces cost start-up and rate control, longer ones memory and time to the first result."""


def spans(timeline: Timeline) -> list[Range]:
    """The film in pieces of some seconds, cut where that disturbs nothing: never inside a
    transition, nor inside a clip with an effect that looks at more than the frame it shows."""
    wanted = max(1, int(PIECE_SECONDS * timeline.rate))
    total = timeline.duration
    if _whole(timeline.effects):
        return [Range(start=0, duration=total)]
    forbidden = _together(timeline)
    found, start = [], 0
    while total - start > wanted * 3 // 2:
        end = start + wanted
        block = next((span for span in forbidden if span.start < end < span.end), None)
        if block is not None:
            end = block.start if block.start - start >= wanted // 2 else block.end
        if end >= total:
            break
        found.append(Range.between(start, end))
        start = end
    found.append(Range.between(start, total))
    return found


def _together(timeline: Timeline) -> list[Range]:
    """Stretches that must be rendered in one piece; those that overlap are merged."""
    apart = [
        shot.span
        for track in timeline.tracks
        if track.kind == "video" and track.enabled
        for shot in shots(track)
        if shot.transition is not None or (shot.clip is not None and _needs_all(shot.clip))
    ]
    merged: list[Range] = []
    for span in sorted(apart, key=lambda span: span.start):
        if merged and span.start < merged[-1].end:
            merged[-1] = Range.between(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _needs_all(clip: Clip) -> bool:
    return clip.reverse or _whole(clip.effects)


def _whole(effects: tuple[object, ...]) -> bool:
    for effect in effects:
        op = registry().get(getattr(effect, "op", ""))
        if getattr(effect, "enabled", True) and op is not None and issubclass(op, VideoEffect) and op.whole:
            return True
    return False
