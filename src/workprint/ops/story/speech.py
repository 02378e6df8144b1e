"""What is said in the film, as texts are made of it: in sentences, spelt as the user has corrected them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workprint.base import Range
from workprint.model import Facts, Timeline
from workprint.ops.edits.spoken import ends, stretches
from workprint.ops.words.correcting import respelt
from workprint.ops.words.said import Sentence, heard, pause, sentences

BREATH, SHORT = 0.6, 0.25
"""Seconds of a pause at which a sentence without punctuation ends, and of one at which a long one may."""
LONG, LEAST = 12, 3
"""Words from which on such a sentence is long, and words that stay together on each side."""


@dataclass(frozen=True)
class Speech:
    """`draft`: an engine that often errs wrote some of it; `heard`: there was something to listen to,
    though nothing may have been said."""

    sentences: tuple[Sentence, ...] = ()
    draft: bool = False
    heard: bool = False

    def within(self, span: Range) -> tuple[Sentence, ...]:
        """The sentences of which most lies in a range."""
        return tuple(
            sentence
            for sentence in self.sentences
            if 2 * sentence.span.intersect(span).duration > sentence.span.duration
        )


def speech(timeline: Timeline, facts: Facts, clips: Sequence[str] = ()) -> Speech:
    """What is said in the film, or in some clips. Raises `MissingFacts` where a file was not listened to."""
    said = heard(timeline, facts, clips)
    rate = float(timeline.rate)
    found = sentences(respelt(timeline, said.words), rate)
    return Speech(
        sentences=tuple(part for sentence in found for part in _parts(sentence, rate)),
        draft=any(word.media in said.draft for word in said.words),
        heard=any(each.heard for each in stretches(timeline)),
    )


def _parts(sentence: Sentence, rate: float) -> tuple[Sentence, ...]:
    """A sentence of an engine that writes no punctuation, parted at its longest pauses; others whole."""
    words = sentence.words
    if ends(words[-1].text):
        return (sentence,)
    found = [
        (pause(words[n - 1], words[n], rate), n)
        for n in range(1, len(words))
        if _may_end(len(words), n, pause(words[n - 1], words[n], rate))
    ]
    if not found:
        return (sentence,)
    at = max(found)[1]
    halves = Sentence(words[:at], sentence.first), Sentence(words[at:], sentence.first + at)
    return tuple(part for half in halves for part in _parts(half, rate))


def _may_end(count: int, at: int, length: float) -> bool:
    return length >= BREATH or (length >= SHORT and count > LONG and LEAST <= at <= count - LEAST)
