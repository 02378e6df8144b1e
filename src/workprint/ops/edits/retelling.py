"""Captions after an edit: each where its words play now.

The film was cut, moved or made faster; captions were carried along as pictures are, in whole frames. Here
they get the exact places of their words again, lose the words that were cut away, and grow together where
a cut parted them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import accumulate

from workprint.base import Range
from workprint.model import Clip, GeneratorRef, Timeline
from workprint.ops.text.breaking import atoms

from .captions import (
    DELAY,
    SPLIT,
    Word,
    broken,
    caption,
    captions,
    delayed,
    film_end,
    is_captions,
    laid_out,
    setting_of,
    text_of,
    tied,
)
from .cues import letters, spans
from .spoken import Spoken, Stretch, stretches

NEAR = 3
"""Frames by which what was carried along may lie beside what plays."""


@dataclass(frozen=True)
class _Piece:
    """A caption that is tied to words, or a part of one, where it lies."""

    clip: Clip
    at: int
    words: tuple[Word, ...]
    spoken: tuple[Spoken, ...] = ()

    @property
    def end(self) -> int:
        return self.at + self.clip.duration

    def distance(self, each: Spoken) -> float:
        middle = (each.start + each.end) / 2
        return max(0.0, self.at - middle, middle - self.end)


def retold(before: Timeline, after: Timeline) -> Timeline:
    """The timeline with its captions where their words play."""
    rows = [track for track in after.tracks if is_captions(track)]
    if not any(tied(clip) for track in rows for _, clip in track.clips()):
        return after
    playing = stretches(after)
    same = rows == [track for track in before.tracks if is_captions(track)]
    if same and (after.rate, after.canvas, playing) == (before.rate, before.canvas, stretches(before)):
        return after
    split = rows[0].metadata.get(SPLIT, {})
    delay = float(split.get(DELAY, 0.0))
    later = round(delay * float(after.rate))
    loose = [(at, clip) for _, at, clip in captions(after) if not tied(clip)]
    pieces = [
        _reworded(_Piece(clip, at - later, tied(clip))) for _, at, clip in captions(after) if tied(clip)
    ]
    kept = list(_merged(_found(pieces, Playing(playing), _used(after))))
    heard = [piece for piece in kept if piece.spoken]
    loose += [(piece.at + later, piece.clip) for piece in kept if not piece.spoken]
    new = delayed(_laid(heard, after, split), delay, after.rate, film_end(after))
    return laid_out(after, [*loose, *new])


def _used(timeline: Timeline) -> set[str]:
    """The files that clips use, however they play."""
    found: set[str] = set()
    for track in timeline.tracks:
        for _, clip in track.clips():
            if clip.media.kind == "file":
                found.add(clip.media.media)
            elif clip.media.kind == "timeline":
                found |= _used(clip.media.timeline)
    return found


def _reworded(piece: _Piece) -> _Piece:
    """A piece whose text somebody changed, with the new words in the times of the old ones."""
    text = text_of(piece.clip)
    if letters(text) == letters("".join(word.text for word in piece.words)):
        return piece
    new = _tokens(text)
    old = [word.text for word in piece.words]
    if not new:
        return piece
    words: list[Word] = []
    for _, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        words += _shared(piece.words, first, last, new[start:end])
    return replace(piece, words=tuple(words))


def _shared(old: Sequence[Word], first: int, last: int, new: Sequence[str]) -> Iterator[Word]:
    """New words in the time of old ones; where there were none, beside the one before or after."""
    if not new:
        return
    if first == last:
        near = old[min(first, len(old) - 1)] if first == 0 else old[first - 1]
        at = near.since if first == 0 else near.until
        yield from (Word(text, near.media, at, at + 0.001) for text in new)
        return
    if last - first == len(new):
        yield from (replace(word, text=text) for word, text in zip(old[first:last], new, strict=True))
        return
    total = sum(map(len, new))
    since, until, done = old[first].since, old[last - 1].until, 0
    if old[first].media != old[last - 1].media or until < since:
        until = old[first].until
    for text in new:
        start, done = since + (until - since) * done / total, done + len(text)
        yield Word(text, old[first].media, start, since + (until - since) * done / total)


def _tokens(text: str) -> list[str]:
    return [atom.text for row in text.splitlines() for atom in atoms(row, lambda part: 0.0, 1.0)]


class Playing:
    """Stretches, to be found by where they lie."""

    def __init__(self, playing: Sequence[Stretch]) -> None:
        self.all = playing
        self.media = {each.media for each in playing}
        self.rows: dict[str, list[Stretch]] = {}
        for each in playing:
            self.rows.setdefault(each.track, []).append(each)
        self.ends = {name: list(accumulate((s.end for s in row), max)) for name, row in self.rows.items()}

    def under(self, piece: _Piece) -> list[Stretch]:
        """Those that play where a piece lies, or right beside it."""
        found: list[Stretch] = []
        for name, row in self.rows.items():
            for each in row[bisect_right(self.ends[name], piece.at - NEAR) :]:
                if each.at >= piece.end + NEAR:
                    break
                if each.end > piece.at - NEAR:
                    found.append(each)
        return found


def heard_as(clip: Clip, at: int, playing: Playing) -> list[Spoken]:
    """The words of a caption that lies at a frame, as they play."""
    found = _near(_reworded(_Piece(clip, at, tied(clip))), playing)
    return sorted((word.on(each) for word, each in found), key=lambda word: (word.start, word.end))


def _found(pieces: Sequence[_Piece], playing: Playing, used: set[str]) -> Iterator[_Piece]:
    """Each piece with its words that play, and where. What plays no more is not there."""
    taken: dict[tuple[Word, Stretch], tuple[float, int]] = {}
    chosen = [_near(piece, playing) for piece in pieces]
    for index, (piece, places) in enumerate(zip(pieces, chosen, strict=True)):
        for word, each in places:
            bid = (piece.distance(word.on(each)), index)
            taken[word, each] = min(taken.get((word, each), bid), bid)
    for index, (piece, places) in enumerate(zip(pieces, chosen, strict=True)):
        mine = [word.on(each) for word, each in places if taken[word, each][1] == index]
        if mine:
            yield replace(piece, spoken=tuple(sorted(mine, key=lambda word: (word.start, word.end))))
        elif not places and {word.media for word in piece.words} & (used - playing.media):
            # Its file plays backwards now, or stands still: nobody says these words elsewhere.
            yield piece


def _near(piece: _Piece, playing: Playing) -> list[tuple[Word, Stretch]]:
    """Which stretch plays each word of a piece: those under it, else the nearest that plays the first."""
    under = playing.under(piece)
    media = {word.media for word in piece.words}
    if any(each.media in media for each in under):
        return _plays(piece, under)
    elsewhere = [each for each in playing.all if piece.words[0].plays(each)]
    elsewhere.sort(key=lambda each: piece.distance(piece.words[0].on(each)))
    return _plays(piece, elsewhere[:1])


def _plays(piece: _Piece, under: Sequence[Stretch]) -> list[tuple[Word, Stretch]]:
    found: list[tuple[Word, Stretch]] = []
    for word in piece.words:
        places = [each for each in under if word.plays(each)]
        if places:
            found.append((word, min(places, key=lambda each: piece.distance(word.on(each)))))
    return found


def _merged(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Pieces of one caption that lie against each other, as one again."""
    last: _Piece | None = None
    for piece in sorted(pieces, key=lambda piece: (piece.at, piece.end)):
        if last is not None and _one(last, piece):
            last = replace(
                last,
                clip=last.clip.model_copy(update={"source": Range(start=0, duration=piece.end - last.at)}),
                spoken=(*last.spoken, *piece.spoken),
            )
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _one(before: _Piece, after: _Piece) -> bool:
    if not before.spoken or not after.spoken or before.words != after.words:
        return False
    goes_on = (
        after.spoken[0].since >= before.spoken[-1].since or after.spoken[0].media != before.spoken[-1].media
    )
    return goes_on and abs(after.at - before.end) <= NEAR and text_of(before.clip) == text_of(after.clip)


def _laid(
    pieces: Sequence[_Piece], timeline: Timeline, split: Mapping[str, object]
) -> list[tuple[int, Clip]]:
    """The pieces as captions again, each from its first word on."""
    ordered = sorted(pieces, key=lambda piece: (piece.spoken[0].start, piece.at))
    placed = spans([piece.spoken for piece in ordered], timeline.rate, film_end(timeline))
    return [
        (span.start, _renewed(piece, span, timeline, split))
        for piece, span in zip(ordered, placed, strict=True)
    ]


def _renewed(piece: _Piece, span: Range, timeline: Timeline, split: Mapping[str, object]) -> Clip:
    clip = piece.clip
    assert isinstance(clip.media, GeneratorRef)
    text = text_of(clip)
    anew = "\n" not in text and piece.words != tied(clip)
    if anew or len(piece.spoken) != len(piece.words):
        text = broken(piece.spoken, setting_of(clip.media.params, timeline.canvas, split))
    new = caption(clip.id, piece.spoken, span, text, {}, timeline.rate)
    assert isinstance(new.media, GeneratorRef)
    params = {**clip.media.params, **new.media.params}
    return clip.model_copy(
        update={
            "name": new.name,
            "media": clip.media.model_copy(update={"params": params}),
            "source": new.source,
            "metadata": {**clip.metadata, **new.metadata},
        }
    )
