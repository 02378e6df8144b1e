"""The words of the film: those of its footage that are left in it, at the times at which they are heard."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workprint.base import Range, nearest
from workprint.model import Clip, Fact, Facts, FileRef, MediaFile, Timeline, of_kind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.edits.film import main_track

BREATH = 0.7
"""Seconds between words from which on a new sentence begins, whatever the punctuation."""
LONGEST = 28
"""Words after which a sentence without any punctuation is ended at its next pause of `SHORT_BREATH`."""
SHORT_BREATH = 0.25
ENDS = (".", "?", "!", "。", "？", "！", "…")


@dataclass(frozen=True)
class Word:
    """A word as it is heard in the film, in frames of the film."""

    text: str
    span: Range
    clip: str
    media: str


@dataclass(frozen=True)
class Sentence:
    """Words that belong together. `index` counts the sentences of the film from 0."""

    words: tuple[Word, ...]
    index: int

    @property
    def span(self) -> Range:
        """From its first word to its last, in frames of the film."""
        return Range.between(self.words[0].span.start, self.words[-1].span.end)

    @property
    def text(self) -> str:
        return written([word.text for word in self.words])


@dataclass(frozen=True)
class Spoken:
    """What is said in the film. `draft`: an engine that often errs wrote it; `heard`: there was
    something to listen to, though nothing may have been said."""

    sentences: tuple[Sentence, ...]
    draft: bool
    heard: bool
    languages: tuple[str, ...] = ()

    def within(self, span: Range) -> tuple[Sentence, ...]:
        """The sentences of which most lies in a range."""
        return tuple(
            sentence
            for sentence in self.sentences
            if 2 * sentence.span.intersect(span).duration > sentence.span.duration
        )


def is_wide(character: str) -> bool:
    """Whether a character is written without spaces: Chinese and Japanese, and their punctuation."""
    return "\u2e80" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef" or character in "“”‘’…—"


def written(words: Sequence[str]) -> str:
    """Words as a text: with spaces between them, but none beside Chinese."""
    text = ""
    for word in words:
        glued = not text or not word or is_wide(text[-1]) or is_wide(word[0])
        text += word if glued else f" {word}"
    return text


def audible(timeline: Timeline, clip: Clip) -> MediaFile | None:
    """The file whose words are heard with a clip; None where none are. Sound that was taken to a track
    of its own still belongs to its picture."""
    if clip.reverse or clip.freeze or (clip.muted and clip.link is None):
        return None
    file = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    return file if file is not None and file.audio is not None else None


def on_film(clip: Clip, at: int, second: float, rate: Fraction) -> int:
    """The frame of the film at which a moment of a clip's media is seen; the clip starts at `at`."""
    exact = Fraction(round(second * 1_000_000), 1_000_000) * rate / clip.speed
    return at + nearest(exact) - clip.source.start


def known(facts: Facts, media: str) -> bool:
    """Whether a file has been listened to."""
    return bool(of_kind(facts, media, "transcript") or of_kind(facts, media, "word"))


def spoken(timeline: Timeline, facts: Facts, only: Collection[str] = ()) -> Spoken:
    """What is said in the film, or in the files `only` of it. Raises `MissingFacts` where a file was not
    listened to yet."""
    found: list[Word] = []
    files: dict[str, tuple[Fact, ...]] = {}
    film = main_track(timeline)
    for at, clip in film.clips() if film is not None else ():
        file = audible(timeline, clip)
        if file is None or (only and file.id not in only):
            continue
        if file.id not in files:
            if not known(facts, file.id):
                raise MissingFacts(kind="word", media=file.name or file.id)
            files[file.id] = of_kind(facts, file.id, "word")
        found += _words(clip, at, file.id, files[file.id], timeline.rate)
    notes = [fact.value for file_id in files for fact in of_kind(facts, file_id, "transcript")]
    told = [note for note in notes if isinstance(note, dict)]
    return Spoken(
        sentences=tuple(sentences(found, timeline.rate)),
        draft=any(bool(note.get("draft")) for note in told),
        heard=bool(files),
        languages=tuple(dict.fromkeys(str(note["language"]) for note in told if note.get("language"))),
    )


def _words(clip: Clip, at: int, media: str, words: Sequence[Fact], rate: Fraction) -> Iterator[Word]:
    """The words of a clip of which the middle is in it."""
    whole = Range(start=at, duration=clip.duration)
    first, last = (float(frame * clip.speed / rate) for frame in (clip.source.start, clip.source.end))
    # No word lasts a minute: those that can be in the clip lie together.
    begin = bisect_left(words, first - 60, key=lambda fact: fact.start)
    for fact in words[begin : bisect_left(words, last, key=lambda fact: fact.start)]:
        text = str(fact.value.get("text", "")) if isinstance(fact.value, dict) else str(fact.value or "")
        if not whole.holds(on_film(clip, at, (fact.start + fact.end) / 2, rate)) or not text.strip():
            continue
        start, end = (on_film(clip, at, second, rate) for second in (fact.start, fact.end))
        span = Range.between(start, max(start + 1, end)).intersect(whole)
        yield Word(text.strip(), span, clip.id, media)


def sentences(words: Sequence[Word], rate: Fraction) -> Iterator[Sentence]:
    """Words in sentences: by their punctuation, by pauses, and at the joins of different files."""
    row: list[Word] = []
    count = 0
    for word in words:
        if row and _ends(row, word, rate):
            yield Sentence(tuple(row), count)
            count, row = count + 1, []
        row.append(word)
    if row:
        yield Sentence(tuple(row), count)


def _ends(row: Sequence[Word], after: Word, rate: Fraction) -> bool:
    last = row[-1]
    pause = float((after.span.start - last.span.end) / rate)
    if last.media != after.media or after.span.start < last.span.start:
        return True
    if last.text.rstrip("\"'”’)）").endswith(ENDS):
        return True
    return pause >= BREATH or (len(row) >= LONGEST and pause >= SHORT_BREATH) or len(row) >= 2 * LONGEST
