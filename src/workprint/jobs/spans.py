"""Where a film is cut into pieces that are rendered apart.

The cuts follow the content, not the position: at the film's own joins, at the edges of titles and
overlays, and inside long shots at even distances from their start. An edit in one place then leaves
the pieces elsewhere what they were, wherever they now lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from workprint.base import Range
from workprint.compile import shots
from workprint.model import Clip, Effect, Timeline
from workprint.ops import VideoEffect, registry

PIECE_SECONDS = 10
"""Shorter pieces cost start-up and rate control, longer ones memory and time to the first result."""
SHORT_SECONDS = 3
"""A piece shorter than this is joined to its neighbour."""


def spans(timeline: Timeline, whole: Sequence[Range] = ()) -> list[Range]:
    """The film in pieces of some seconds, cut where that disturbs nothing: never inside a
    transition, nor inside a clip with an effect that looks at more than the frame it shows. The
    stretches `whole` are pieces of their own."""
    total = timeline.duration
    if _whole(timeline.effects):
        return [Range(start=0, duration=total)]
    alone = sorted(whole, key=lambda span: span.start)
    together = sorted([*_together(timeline), *whole], key=lambda span: span.start)
    edges = {*_edges(timeline), *(edge for span in whole for edge in (span.start, span.end))}
    firm = {edge for edge in edges if 0 < edge < total and not _inside(edge, together)}
    cuts = sorted({0, total, *firm})
    wanted, short = (int(seconds * timeline.rate) or 1 for seconds in (PIECE_SECONDS, SHORT_SECONDS))
    gathered = [piece for some in _parted(cuts, alone) for piece in _gathered(some, wanted, short)]
    return [piece for span in gathered for piece in _divided(span, wanted, together)]


def _parted(cuts: Sequence[int], alone: Sequence[Range]) -> Iterator[list[int]]:
    """The cuts in runs: each stretch that stands alone, and what lies between these."""
    start = cuts[0]
    for span in alone:
        if start < span.start:
            yield [cut for cut in cuts if start <= cut <= span.start]
        yield [span.start, span.end]
        start = span.end
    if start < cuts[-1]:
        yield [cut for cut in cuts if cut >= start]


def _gathered(cuts: Sequence[int], wanted: int, short: int) -> Iterator[Range]:
    """Short stretches put together. A long one always stands alone, so that what comes after it is
    gathered the same way whatever comes before it."""
    start = cuts[0]
    for before, edge in pairwise(cuts):
        if edge - before >= short and before > start:
            yield Range.between(start, before)
            start = before
        if edge - start >= (wanted if edge - before < short else short):
            yield Range.between(start, edge)
            start = edge
    if start < cuts[-1]:
        yield Range.between(start, cuts[-1])


def _divided(span: Range, wanted: int, together: Sequence[Range]) -> Iterator[Range]:
    start = span.start
    while span.end - start > wanted * 3 // 2:
        end = start + wanted
        block = next((b for b in together if b.start < end < b.end), None)
        if block is not None:
            end = block.start if block.start - start >= wanted // 2 else block.end
        if end >= span.end:
            break
        yield Range.between(start, end)
        start = end
    yield Range.between(start, span.end)


def _edges(timeline: Timeline) -> Iterator[int]:
    for track in timeline.tracks:
        if not track.enabled or track.kind == "audio":
            continue
        if track.kind == "video":
            for shot in shots(track):
                yield from (shot.span.start, shot.span.end)
        else:
            for at, clip in track.clips():
                yield from (at, at + clip.duration)


def _inside(edge: int, together: Sequence[Range]) -> bool:
    return any(block.start < edge < block.end for block in together)


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


def _whole(effects: Sequence[Effect]) -> bool:
    """Whether any of them looks at more than the frame it shows."""
    ops = (registry().get(effect.op) for effect in effects if effect.enabled)
    return any(op is not None and issubclass(op, VideoEffect) and op.whole for op in ops)
