"""What the film is about, in sentences that are said in it."""

from __future__ import annotations

from dataclasses import dataclass

from workprint.model import Facts, Timeline
from workprint.ops.words.said import Sentence
from workprint.ops.words.weights import inverse, vector

from .phrase import GREETING
from .speech import speech
from .weights import diverse, stem_words, terms, textrank

SHORTEST, LONGEST = 4, 40
"""Words of a sentence that can be quoted."""


@dataclass(frozen=True)
class Summary:
    """Sentences that say the most, in the order in which they are said, and the words most spoken of.
    `heard`: there is sound to listen to; `draft`: an engine that often errs wrote the words."""

    sentences: tuple[Sentence, ...]
    subjects: tuple[str, ...]
    of: int
    draft: bool
    heard: bool


def summary_of(timeline: Timeline, facts: Facts, count: int | None = None) -> Summary:
    """Two to four sentences (or `count`) that tell what the film is about. Raises `MissingFacts`."""
    said = speech(timeline, facts)
    seconds = float(timeline.duration / timeline.rate)
    wanted = count or (2 if seconds < 60 else 3 if seconds < 300 else 4)
    each = [terms(sentence.text) for sentence in said.sentences]
    idf = inverse(each)
    vectors = [vector(document, idf) for document in each]
    ranks = textrank(vectors)
    scores = [rank * quotable(s) for rank, s in zip(ranks, said.sentences, strict=True)]
    best = [i for i in diverse(scores, vectors, wanted) if scores[i] > 0]
    return Summary(
        sentences=tuple(said.sentences[i] for i in sorted(best)),
        subjects=stem_words([sentence.text for sentence in said.sentences]),
        of=len(said.sentences),
        draft=said.draft,
        heard=said.heard,
    )


def quotable(sentence: Sentence) -> float:
    """How well a sentence can stand alone, 0 to 1: not a greeting, neither a scrap nor endless."""
    text, count = sentence.text, len(sentence.words)
    size = count if any("a" <= c.lower() <= "z" for c in text) else len(text) / 2
    if size < SHORTEST or not terms(text):
        return 0.0
    fit = 0.3 if GREETING.match(text.lower()) else 1.0
    return fit * (0.5 if size > LONGEST else 1.0) * (0.7 if text.rstrip().endswith(("?", "？")) else 1.0)
