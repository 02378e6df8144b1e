"""Cuts between words: where exactly, so that no word is clipped and no breath is left that should go.

words   so      [um]      the plan
sound   ~~~_____~~~_____~~~~~
cut         |__________|           a little of the pause stays beside the words that stay
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workprint.base import Range
from workprint.model import Clip, Facts, Timeline, of_kind
from workprint.ops.edits.film import film_of
from workprint.ops.edits.spoken import Spoken, ends, stretches

from .finding import Found

PAD = 0.05
"""Seconds kept beside a word that stays."""
BREATH = 0.2
"""Seconds kept where a sentence ends or begins."""
REACH = 0.5
"""Seconds of a pause that go along with what is cut, at most: longer pauses are meant."""
SNAP = 0.06
"""Seconds within which a cut moves to where it is silent."""
SCRAP = 0.12
"""Seconds without a word that are not left alone between two cuts, or beside a cut at a clip's edge."""
GRACE = 0.34
"""The share of a frame by which a word that stays may lose its end, so that less is left of one that goes."""
RAMP = 0.01
"""Seconds by which a word that is muted is muted earlier and later, where there is room."""


@dataclass(frozen=True)
class Ground:
    """What cuts are laid in: the words, the edges of the film's pieces and the quiet stretches, in frames."""

    words: tuple[Spoken, ...]
    pieces: tuple[Range, ...]
    quiet: tuple[tuple[float, float], ...]
    rate: float
    pad: float = PAD

    def piece(self, at: float) -> Range:
        """The piece of the film that shows a moment."""
        return next((p for p in self.pieces if p.start <= at < p.end), self.pieces[-1])


def ground(timeline: Timeline, facts: Facts, words: Sequence[Spoken], pad: float = PAD) -> Ground:
    """What is known of the film that decides where to cut."""
    film = film_of(timeline)
    pieces = tuple(
        Range(start=at, duration=item.duration) for at, item in film.placed() if isinstance(item, Clip)
    )
    quiet = [
        (stretch.frame(max(fact.start, stretch.since)), stretch.frame(min(fact.end, stretch.until)))
        for stretch in stretches(timeline)
        for fact in of_kind(facts, stretch.media, "silence")
        if stretch.track == film.id and fact.end > stretch.since and fact.start < stretch.until
    ]
    return Ground(tuple(words), pieces, tuple(quiet), float(timeline.rate), pad)


def away(found: Sequence[Found], on: Ground) -> list[Range]:
    """The frames of the film that go with what is taken out, closed up over scraps."""
    rows = [_out(each, on) for each in found]
    ranges = [Range.between(a, b) for a, b in sorted(rows) if b > a]
    return _tidied(ranges, on)


def held(found: Sequence[Found], on: Ground, margin: float) -> list[Range]:
    """The frames of what is kept, with up to `margin` seconds of the pauses about it."""
    ranges = []
    for each in found:
        low, high = _limits(each, on)
        start = max(math.floor(each.start - margin * on.rate), math.ceil(low - 1e-6))
        end = min(math.ceil(each.end + margin * on.rate), math.floor(high + 1e-6))
        ranges.append(Range.between(max(0, start), max(start + 1, end)))
    return list(_merged(sorted(ranges, key=lambda r: r.start)))


def _limits(each: Found, on: Ground) -> tuple[float, float]:
    """As far as nothing else is said, within the pieces in which it begins and ends."""
    before = on.words[each.first - 1] if each.first > 0 else None
    after = on.words[each.last + 1] if each.last + 1 < len(on.words) else None
    low = float(on.piece(each.start).start)
    high = float(on.piece(max(each.start, each.end - 1e-6)).end)
    if before is not None and before.end > low:
        low = min(before.end, each.start)
    if after is not None and after.start < high:
        high = max(after.start, each.end)
    if each.last >= each.first:
        # Of a word of which only a part is meant, the rest stays.
        low = each.start if each.start > on.words[each.first].start + 1e-6 else low
        high = each.end if each.end < on.words[each.last].end - 1e-6 else high
    return low, high


def _out(each: Found, on: Ground) -> tuple[int, int]:
    low, high = _limits(each, on)
    piece_low = on.piece(each.start).start
    piece_high = on.piece(max(each.start, each.end - 1e-6)).end
    reach = REACH * on.rate
    left = low + (0.0 if low == piece_low else _kept(on, each.first - 1))
    start = max(min(left, each.start), each.start - reach)
    right = high - (0.0 if high == piece_high else on.pad * on.rate)
    end = min(max(right, each.end), each.end + reach)
    start, end = _snapped(start, low, each.start, on), _snapped(end, each.end, high, on)
    return math.ceil(start - GRACE), math.floor(end + GRACE)


def _kept(on: Ground, before: int) -> float:
    """Frames that stay behind the word before a cut."""
    return (BREATH if ends(on.words[before].text) else on.pad) * on.rate


def _snapped(at: float, low: float, high: float, on: Ground) -> float:
    """The quiet moment nearest to a cut between two words, where one is near."""
    spots = [min(max(at, max(a, low)), min(b, high)) for a, b in on.quiet if min(b, high) - max(a, low) > 0]
    best = min(spots, key=lambda spot: abs(spot - at), default=at)
    return best if abs(best - at) <= SNAP * on.rate else at


def _tidied(ranges: Sequence[Range], on: Ground) -> list[Range]:
    """Ranges without scraps beside them in which nothing is said."""
    scrap = SCRAP * on.rate
    grown: list[Range] = []
    for each in ranges:
        first, last = on.piece(each.start), on.piece(each.end - 1)
        start = (
            first.start
            if each.start - first.start < scrap and _bare(first.start, each.start, on)
            else each.start
        )
        end = last.end if last.end - each.end < scrap and _bare(each.end, last.end, on) else each.end
        if grown and start - grown[-1].end < scrap and _bare(grown[-1].end, start, on):
            start = min(grown.pop().start, start)
        grown.append(Range.between(start, end))
    return list(_merged(grown))


def _bare(start: float, end: float, on: Ground) -> bool:
    """Whether no word is said between two frames."""
    return not any(word.start < end - 0.5 and word.end > start + 0.5 for word in on.words)


def _merged(ranges: Sequence[Range]) -> Iterator[Range]:
    last: Range | None = None
    for each in ranges:
        if last is not None and each.start <= last.end:
            last = Range.between(last.start, max(last.end, each.end))
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def hushed(found: Sequence[Found], on: Ground) -> list[Range]:
    """The frames in which something is muted: whole ones, none of a word beside it where there is room."""
    ranges = []
    for each in found:
        low, high = _limits(each, on)
        start = math.floor(each.start - RAMP * on.rate)
        end = math.ceil(each.end + RAMP * on.rate)
        start = start if start >= low - 1e-6 else math.ceil(each.start - 1e-6)
        end = end if end <= high + 1e-6 else math.floor(each.end + 1e-6)
        if end > start:
            ranges.append(Range.between(max(0, start), end))
    return list(_merged(sorted(ranges, key=lambda r: r.start)))
