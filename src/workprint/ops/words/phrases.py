"""Where words are said, exactly: "every time I say basically"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workprint.ops.edits.spoken import Spoken

from .said import units

TOGETHER = 1.5
"""Seconds of a file between two words of one phrase, at most."""


@dataclass(frozen=True)
class Place:
    """Words `first` to `last` of all that is said, and the frames (not whole ones) from `start` to `end`
    of what was looked for in them."""

    first: int
    last: int
    start: float
    end: float


@dataclass(frozen=True)
class _Unit:
    text: str
    word: int
    start: float
    end: float


def _stream(words: Sequence[Spoken]) -> Iterator[_Unit]:
    """All that is said, unit by unit; the units of one word share its time."""
    for index, word in enumerate(words):
        held = units(word.text)
        step = (word.end - word.start) / max(1, len(held))
        for n, unit in enumerate(held):
            yield _Unit(unit, index, word.start + n * step, word.start + (n + 1) * step)


def places(words: Sequence[Spoken], phrase: str) -> list[Place]:
    """Every place where a phrase is said, without regard to case and punctuation, none in another."""
    return all_places(words, [phrase])


def all_places(words: Sequence[Spoken], phrases: Sequence[str]) -> list[Place]:
    """Every place where one of several phrases is said, in order; the longest where several begin."""
    wanted = sorted({tuple(units(phrase)) for phrase in phrases} - {()}, key=len, reverse=True)
    stream = list(_stream(words))
    found: list[Place] = []
    at = 0
    while at < len(stream):
        here = next((p for p in wanted if _matches(stream, at, p, words)), None)
        if here is None:
            at += 1
            continue
        first, last = stream[at], stream[at + len(here) - 1]
        found.append(Place(first.word, last.word, first.start, last.end))
        at += len(here)
    return found


def _matches(stream: Sequence[_Unit], at: int, phrase: Sequence[str], words: Sequence[Spoken]) -> bool:
    here = stream[at : at + len(phrase)]
    if len(here) < len(phrase) or any(unit.text != text for unit, text in zip(here, phrase, strict=True)):
        return False
    row = words[here[0].word : here[-1].word + 1]
    return all(
        one.media == two.media and -0.05 <= two.since - one.until <= TOGETHER for one, two in pairwise(row)
    )
