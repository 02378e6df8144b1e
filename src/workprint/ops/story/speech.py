"""What is said in the film, as texts are made of it: in sentences, spelt as the user has corrected them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workprint.base import Range
from workprint.model import Facts, Timeline
from workprint.ops.edits.spoken import stretches
from workprint.ops.words.correcting import respelt
from workprint.ops.words.said import Sentence, heard, sentences


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
    found = sentences(respelt(timeline, said.words), float(timeline.rate))
    return Speech(
        sentences=found,
        draft=any(word.media in said.draft for word in said.words),
        heard=any(each.heard for each in stretches(timeline)),
    )
