"""Where a film is cut into pieces that are rendered apart.

The cuts follow the content, not the position: at the film's own joins, at the edges of titles and
overlays, and inside long shots at even distances from their start. An edit in one place then leaves
the pieces elsewhere what they were, wherever they now lie.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workprint.base import Range, digest
from workprint.compile import INPUTS, Decodes, shots
from workprint.model import Clip, Effect, FileRef, Timeline, Track
from workprint.ops import VideoEffect, registry

PIECE_SECONDS = 10
"""Shorter pieces cost start-up and rate control, longer ones memory and time to the first result."""
LONG_SECONDS = 6
"""A stretch of the film that is this long is a piece of its own."""
SHORT_SECONDS = 3
"""A piece shorter than this is joined to its neighbour; one under a title or an overlay, which is
likely to be changed by itself, stands alone if it is no shorter."""
REVERSED = 256 << 20
"""Bytes of picture that a piece may hold at once to show it backwards."""


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
    firm = {edge for edge in _outside(edges, together) if 0 < edge < total}
    cuts = sorted({0, total, *firm})
    lengths = _Lengths(
        *(int(seconds * timeline.rate) or 1 for seconds in (PIECE_SECONDS, LONG_SECONDS, SHORT_SECONDS))
    )
    over, ends = set(_edges_over(timeline)), _ends(timeline)
    gathered = [piece for some in _parted(cuts, alone) for piece in _gathered(some, lengths, over, ends)]
    pieces = [piece for span in gathered for piece in _divided(span, lengths.wanted, together)]
    apart = sorted(firm)
    return [part for piece in pieces for part in _bounded(timeline, piece, apart, together)]


def _bounded(
    timeline: Timeline, piece: Range, cuts: Sequence[int], together: Sequence[Range]
) -> Iterator[Range]:
    """The piece, halved until each part opens few files and turns few frames round."""
    cut: int | None = None
    if _opened(timeline, piece) > INPUTS:
        inside = [edge for edge in cuts if piece.start < edge < piece.end]
        cut = min(inside, key=lambda edge: abs(2 * edge - piece.start - piece.end), default=None)
    elif _turned(timeline, piece) > REVERSED:
        middle = (piece.start + piece.end) // 2
        cut = None if _inside(middle, together) or piece.duration < 2 else middle
    if cut is None:
        yield piece
        return
    yield from _bounded(timeline, Range.between(piece.start, cut), cuts, together)
    yield from _bounded(timeline, Range.between(cut, piece.end), cuts, together)


def _clips(track: Track, piece: Range) -> Iterator[tuple[Clip, Range]]:
    """Clips of a track that a piece shows, each with which of its frames."""
    for shot in shots(track):
        part = shot.span if shot.transition is not None else shot.span.intersect(piece)
        if not shot.span.meets(piece):
            continue
        for clip, at in ((shot.clip, shot.at), (shot.following, shot.follows_at)):
            if clip is not None:
                yield clip, part.shift(-at)


def _opened(timeline: Timeline, piece: Range) -> int:
    """How many times a piece's graph opens a file for the film itself; what lies over it is composed
    in steps."""
    decodes = Decodes()
    film = timeline.film
    for clip, part in _clips(film, piece) if film is not None else ():
        media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
        if media is not None and not clip.loop:
            span = part.shift(clip.source.start)
            start, end = (max(0, at) / timeline.rate * clip.speed for at in (span.start, span.end))
            decodes.place(f"v{clip.speed}", media, start, end)
    return decodes.opened


def _turned(timeline: Timeline, piece: Range) -> int:
    """Bytes of picture that a piece holds to show it backwards."""
    held = 0
    for track in timeline.tracks:
        for clip, part in _clips(track, piece) if track.kind == "video" and track.enabled else ():
            media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
            if clip.reverse and media is not None and media.video is not None:
                held += part.duration * media.video.width * media.video.height * 3 // 2
    return held


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


@dataclass(frozen=True)
class _Lengths:
    """How long pieces are, in frames."""

    wanted: int
    long: int
    short: int


def _gathered(cuts: Sequence[int], lengths: _Lengths, over: set[int], ends: set[int]) -> Iterator[Range]:
    """Short stretches put together. A long one always stands alone, and among short ones what is shown
    says where a piece `ends`: so what comes later is gathered the same way whatever comes before it."""
    start = cuts[0]
    for before, edge in pairwise(cuts):
        alone = edge - before >= (lengths.short if before in over or edge in over else lengths.long)
        if alone and before > start:
            yield Range.between(start, before)
            start = before
        length = edge - start
        if alone or length >= lengths.wanted or (length >= lengths.short and edge in ends):
            yield Range.between(start, edge)
            start = edge
    if start < cuts[-1]:
        yield Range.between(start, cuts[-1])


def _ends(timeline: Timeline) -> set[int]:
    """The cuts of the film at which a piece of short stretches ends: every other one, by chance, but the
    same before the same clip wherever it lies."""
    film = timeline.film
    return {
        at
        for at, clip in (film.clips() if film is not None else ())
        if int(digest([clip.media.model_dump(exclude={"metadata"}), clip.source, clip.speed])[-1], 16) % 2
    }


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
    film = timeline.film
    if film is not None and film.enabled:
        for shot in shots(film):
            yield from (shot.span.start, shot.span.end)
    yield from _edges_over(timeline)


def _edges_over(timeline: Timeline) -> Iterator[int]:
    """Where something that lies over the film begins and ends."""
    for track in timeline.tracks:
        if not track.enabled or track.kind == "audio" or track is timeline.film:
            continue
        if track.kind == "video":
            for shot in shots(track):
                yield from (shot.span.start, shot.span.end)
        else:
            for at, clip in track.clips():
                yield from (at, at + clip.duration)


def _outside(edges: Iterable[int], together: Sequence[Range]) -> Iterator[int]:
    """The edges that lie inside none of the stretches, which are sorted by their start."""
    reached = next_block = 0
    for edge in sorted(edges):
        while next_block < len(together) and together[next_block].start < edge:
            reached = max(reached, together[next_block].end)
            next_block += 1
        if reached <= edge:
            yield edge


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
    return _whole(clip.effects)


def _whole(effects: Sequence[Effect]) -> bool:
    """Whether any of them looks at more than the frame it shows."""
    ops = (registry().get(effect.op) for effect in effects if effect.enabled)
    return any(op is not None and issubclass(op, VideoEffect) and op.whole for op in ops)
