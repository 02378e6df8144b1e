"""One run of clips cut anew: which pauses go, the pieces that come of it, and where all of it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workprint.base import Range, nearest
from workprint.model import Clip, FileRef, Timeline

from .film import Part, recast
from .silences import MARK, Run, Span, kept_and_cut, source_of, span_of_media, whole
from .sources import retimed
from .timemap import Move
from .track_surgery import AnyItem

EDGE = 0.02
"""Seconds within which a pause counts as touching the edge of a clip."""


@dataclass(frozen=True)
class Wishes:
    """The numbers of a pass, in seconds."""

    min_silence: float
    pad: float
    min_cut: float
    min_clip: float
    where: str
    mode: str
    factor: float


def chosen(span: Span, quiet: Sequence[Span], wish: Wishes, sides: tuple[bool, bool]) -> list[Span]:
    """The parts of a range that go: pauses long enough, without what is kept beside words."""
    found = []
    for start, end in quiet:
        a, b = max(start, span[0]), min(end, span[1])
        if b - a < wish.min_silence - 1e-6:
            continue
        head, tail = a <= span[0] + EDGE, b >= span[1] - EDGE
        if wish.where != "all" and not (head and sides[0]) and not (tail and sides[1]):
            continue
        a, b = span[0] if head else a + wish.pad, span[1] if tail else b - wish.pad
        if b - a >= max(wish.min_cut, 1e-3):
            found.append((a, b))
    return found


def recut(
    timeline: Timeline, run: Run, quiet: dict[str, list[Span]], wish: Wishes, sides: tuple[bool, bool]
) -> Iterator[Part]:
    """The parts of the new film that this run becomes."""
    first = run.pieces[0][1]
    assert isinstance(first.media, FileRef)
    mine = quiet[first.media.media]
    clip = whole(run, mine, timeline.rate)
    span = span_of_media(clip, timeline.rate)
    cuts = chosen(span, mine, wish, sides)
    many = len(run.pieces) > 1
    # Transitions beside clips that got other ids are new ones; so are those between new pieces.
    before = tuple(_renewed(item) if many else item for item in run.before)
    length = sum(item.duration for item in before)
    yield recast(before, Range(start=run.pieces[0][0] - length, duration=length))
    speeding = wish.mode == "speed"
    divided = kept_and_cut(span, cuts, 0 if speeding else wish.min_clip)
    began = False
    for part, stays in divided:
        source = source_of(part, clip, timeline.rate)
        if not source.duration or not (stays or speeding):
            continue
        new = clip.sub(source.start - clip.source.start, source.duration)
        if not stays:
            new = retimed(new, clip.speed * Fraction(wish.factor).limit_denominator(1000))
        new = _marked(new, span, clip.speed, fast=not stays) if cuts else _unmarked(new)
        joint = [_renewed(run.joints[0])] if began and run.joints else []
        yield Part((*joint, new), tuple(_moves(run, source, new.duration)))
        began = True


def _renewed(item: AnyItem) -> AnyItem:
    return item.model_copy(update={"id": ""}) if item.id else item


def _marked(clip: Clip, span: Span, speed: Fraction, fast: bool) -> Clip:
    mark = {"start": f"{span[0]:.6f}", "end": f"{span[1]:.6f}", "speed": str(speed)}
    if fast:
        mark["fast"] = "yes"
    return clip.model_copy(update={"metadata": {**clip.metadata, MARK: mark}})


def _unmarked(clip: Clip) -> Clip:
    metadata = {key: value for key, value in clip.metadata.items() if key != MARK}
    return clip.model_copy(update={"metadata": metadata})


def _moves(run: Run, source: Range, length: int) -> Iterator[Move]:
    """Where the parts of the old pieces went that show the same source as a new piece.

    `source` counts frames at the run's own speed; the new piece lasts `length` frames.
    """
    for at, piece in run.pieces:
        ratio = piece.speed / run.speed
        old = Range.between(nearest(piece.source.start * ratio), nearest(piece.source.end * ratio))
        common = old.intersect(source)
        if not common.duration or not old.duration:
            continue
        begin, end = (
            at + nearest(Fraction((edge - old.start) * piece.duration, old.duration))
            for edge in (common.start, common.end)
        )
        new_begin, new_end = (
            nearest(Fraction((edge - source.start) * length, source.duration))
            for edge in (common.start, common.end)
        )
        yield Move(Range.between(begin, end), Range.between(new_begin, new_end))
