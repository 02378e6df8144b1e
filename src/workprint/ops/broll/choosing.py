"""Where b-roll fits: over the words it shows, over the joins of the film, or spread evenly.

Words are held against what each picture is about (`about`): the same word, a word of the same subject, or
one so much like it that it is a spelling of it. The best fit is placed first, then the next that leaves it room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from workprint.base import Text
from workprint.model import Clip, Facts, MediaFile, Timeline
from workprint.ops.edits.sources import goes_on
from workprint.ops.words.related import RELATED
from workprint.ops.words.said import Heard, heard, sentences
from workprint.ops.words.topics import KIN, terms

from .about import WHYS, Hint, about

Over = Literal["auto", "words", "joins", "spread", "range"]

SPELT = 90
"""Likeness (0 to 100) from which on a word is a spelling of another; only words of five letters or more."""
LEAD = 0.3
"""Seconds that a picture comes before the word it shows."""
SHORTEST = 1.0
"""Seconds of the shortest piece of b-roll."""
BETWEEN = 2.0
"""Seconds of the film that are seen between two pieces of b-roll, and before the first and after the last."""
DRAFT = 0.5
"""What a word counts that an engine wrote which is often wrong."""
JOIN = 0.3
"""The share of its length that a piece of b-roll over a join comes before it."""


@dataclass(frozen=True)
class Wishes:
    """How b-roll is chosen: files (empty: all of the library), over what, seconds of each piece and how many
    at most (0: as many as there are files), and the seconds of the film within which."""

    media: tuple[str, ...] = ()
    over: Over = "auto"
    length: float = 4.0
    most: int = 0
    start: float = 0.0
    end: float | None = None


@dataclass(frozen=True)
class Piece:
    """A file over the film from `start` for `length` seconds, how well it fits (0 to 1) and why."""

    media: str
    start: float
    length: float
    score: float
    why: Text

    @property
    def end(self) -> float:
        return self.start + self.length


def candidates(timeline: Timeline, wanted: Sequence[str]) -> list[MediaFile]:
    """The files to choose from: those named, else the pictures of the library that nothing uses."""
    if wanted:
        return [file for name in wanted if (file := timeline.file(name)) is not None]
    used = {getattr(clip.media, "media", "") for track in timeline.tracks for _, clip in track.clips()}
    return [file for file in timeline.media if file.video is not None and file.id not in used]


def chosen(timeline: Timeline, facts: Facts, wishes: Wishes, taken: Sequence[Piece] = ()) -> list[Piece]:
    """The pieces, in order of time; `taken` are there already. Raises `MissingFacts` where what is said in
    the film is not known yet."""
    files = candidates(timeline, wishes.media)
    most = wishes.most or len(files)
    found: list[Piece] = []
    for ways in _ways(timeline, facts, wishes, files):
        left = [file.id for file in files if file.id not in {piece.media for piece in found}]
        for piece in ways:
            if len(found) >= most:
                break
            fitted = _fitted(piece, [*taken, *found], timeline, wishes)
            if piece.media in left and fitted is not None:
                found.append(fitted)
                left.remove(piece.media)
    return sorted(found, key=lambda piece: piece.start)


def _ways(
    timeline: Timeline, facts: Facts, wishes: Wishes, files: Sequence[MediaFile]
) -> Iterator[Iterator[Piece]]:
    """The ways to place, the best first: each gives pieces, the best first."""
    if wishes.over == "range":
        yield _over_range(wishes, files)
        return
    if wishes.over == "joins":
        yield _over_joins(timeline, wishes, files)
        return
    said = heard(timeline, facts)
    if wishes.over in ("auto", "words"):
        yield _over_words(timeline, facts, said, wishes, files)
    if wishes.over == "auto":
        yield _over_joins(timeline, wishes, files)
    if wishes.over in ("auto", "spread"):
        yield _spread(timeline, said, wishes, files)


def _over_range(wishes: Wishes, files: Sequence[MediaFile]) -> Iterator[Piece]:
    """Exactly where it was asked for."""
    why: Text = {"en": "it was asked for there", "zh": "按要求放在这里"}
    for file in files:
        until = _length(file, wishes) if wishes.end is None else wishes.end - wishes.start
        longest = until if file.kind == "image" else min(until, float(file.duration))
        yield Piece(file.id, wishes.start, longest, 1.0, why)


def _over_words(
    timeline: Timeline, facts: Facts, said: Heard, wishes: Wishes, files: Sequence[MediaFile]
) -> Iterator[Piece]:
    rate = float(timeline.rate)
    found: list[Piece] = []
    for file in files:
        hints = about(file, facts)
        for word in said.words:
            part = fit(hints, word.text)
            if part is None:
                continue
            hint, score = part
            sure = score * hint.weight * (DRAFT if word.media in said.draft else 1.0)
            at = word.start / rate
            text = word.text.strip(' ,.!?;:，。！？；：“”"')
            reason = WHYS[hint.by]
            why: Text = {
                "en": f"“{text}” is said, and {reason['en'].format(said=hint.said)}",
                "zh": f"说到“{text}”，{reason['zh'].format(said=hint.said)}",
            }
            found.append(Piece(file.id, max(0.0, at - LEAD), _length(file, wishes), round(sure, 2), why))
    yield from sorted(found, key=lambda piece: (-piece.score, piece.start))


def fit(hints: Sequence[Hint], text: str) -> tuple[Hint, float] | None:
    """How well a word that is said fits what a picture is about, 0 to 1: the best hint; None if it does not."""
    best: tuple[Hint, float] | None = None
    heard_terms = terms(text) if text.isascii() else [text, *terms(text)]
    for hint in hints:
        for term in heard_terms:
            score = _likeness(hint.term, term)
            if score and (best is None or score * hint.weight > best[1] * best[0].weight):
                best = hint, score
    return best


def _likeness(one: str, two: str) -> float:
    if one == two or (not one.isascii() and one in two):
        return 1.0
    if two in RELATED.get(one, ()) or any(not kin.isascii() and kin in two for kin in RELATED.get(one, ())):
        return KIN
    if min(len(one), len(two)) >= 5 and one.isascii() and fuzz.ratio(one, two) >= SPELT:
        return 0.9
    return 0.0


def _over_joins(timeline: Timeline, wishes: Wishes, files: Sequence[MediaFile]) -> Iterator[Piece]:
    """Over the joins where the picture jumps, in order; the files in turn."""
    film = timeline.film
    clips = list(film.clips()) if film else []
    joins = [
        float(at / timeline.rate) for (_, before), (at, after) in pairwise(clips) if _jumps(before, after)
    ]
    why: Text = {"en": "it covers a cut", "zh": "盖住一处剪切"}
    for at in joins:
        for file in files:
            length = _length(file, wishes)
            yield Piece(file.id, max(0.0, at - JOIN * length), length, 0.3, why)


def _jumps(before: Clip, after: Clip) -> bool:
    """Whether the picture of one recording jumps: a cut to another recording is no jump."""
    return before.media == after.media and not goes_on(before, after)


def _spread(timeline: Timeline, said: Heard, wishes: Wishes, files: Sequence[MediaFile]) -> Iterator[Piece]:
    """Evenly over the film, each at the sentence that begins nearest to its place, or just there where that one
    has no room."""
    rate = float(timeline.rate)
    since, until = _within(timeline, wishes)
    begins = [sentence.start / rate for sentence in sentences(said.words, rate)]
    why: Text = {"en": "no word fits it: it is spread evenly", "zh": "没有相符的词：均匀分布"}
    many = max(1, len(files))
    apart = (until - since) / many
    evens = [since + apart * (number + 0.5) - wishes.length / 2 for number in range(many)]
    for number, file in enumerate(files):
        # Where its own place is taken, the next one may be free.
        for even in sorted(evens, key=lambda at: abs(at - evens[number])):
            near = min(begins, key=lambda at: abs(at - even), default=even)
            for at in dict.fromkeys((near, even) if abs(near - even) < apart / 2 else (even,)):
                yield Piece(file.id, max(0.0, at), _length(file, wishes), 0.1, why)


def _length(file: MediaFile, wishes: Wishes) -> float:
    return wishes.length if file.kind == "image" else min(wishes.length, float(file.duration))


def _within(timeline: Timeline, wishes: Wishes) -> tuple[float, float]:
    whole = float(timeline.duration / timeline.rate)
    edge = min(BETWEEN / 2, whole / 10) if wishes.end is None and not wishes.start else 0.0
    return wishes.start + edge, (whole if wishes.end is None else min(wishes.end, whole)) - edge


def _fitted(piece: Piece, others: Sequence[Piece], timeline: Timeline, wishes: Wishes) -> Piece | None:
    """The piece as long as there is room for it where it is; None where there is not."""
    since, until = _within(timeline, wishes)
    if piece.start + LEAD < since or piece.start >= until:
        return None
    start = max(piece.start, since)
    end = min(start + piece.length, until)
    for other in others:
        if other.start <= start < other.end + BETWEEN:
            return None
        if start < other.start:
            end = min(end, other.start - BETWEEN)
    if end - start < min(SHORTEST, piece.length):
        return None
    return Piece(piece.media, round(start, 3), round(end - start, 3), piece.score, piece.why)
