"""Where a talk turns to something else.

Text tiling after Hearst, "TextTiling: Segmenting Text into Multi-paragraph Subtopic Passages", 1997, over
sentences: at each gap the words before are held against the words after; where they share the least
between two stretches that share more, the talk turns. A long pause there makes a turn likelier.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from fractions import Fraction

from workprint.base import Range
from workprint.ops.words.said import Sentence
from workprint.ops.words.weights import inverse, likeness, vector

from .weights import terms

BLOCK = 60
"""Words on each side of a gap that are compared, in whole sentences."""
PAUSE = 0.25
"""How much a pause of `LONG` seconds or more adds to a gap's depth."""
LONG = 2.0
SHORTEST = 15.0
"""Seconds of the shortest topic."""


def turns(
    sentences: Sequence[Sentence], span: Range, rate: Fraction, shortest: float = SHORTEST
) -> list[int]:
    """The frames inside a range at which a new topic begins: in the pause before its first sentence."""
    if len(sentences) < 4:
        return []
    depths = _depths(sentences, rate)
    bar = statistics.fmean(depths) + statistics.pstdev(depths) / 2
    edges = [span.start, span.end]
    for gap in sorted(range(len(depths)), key=lambda g: (-depths[g], g)):
        before, after = sentences[gap].span, sentences[gap + 1].span
        frame = (before.end + after.start) // 2
        apart = min(abs(frame - edge) for edge in edges)
        if depths[gap] > max(bar, 0.1) and apart >= shortest * rate:
            edges.append(frame)
    return sorted(edges[2:])


def _depths(sentences: Sequence[Sentence], rate: Fraction) -> list[float]:
    """For each gap between two sentences, how much less its sides share than the gaps around it."""
    each = [terms(sentence.text) for sentence in sentences]
    idf = inverse(each)
    shared: list[float] = []
    for gap in range(len(each) - 1):
        left = vector(_block(sentences, each, gap, -1), idf)
        right = vector(_block(sentences, each, gap + 1, 1), idf)
        shared.append(likeness(left, right))
    found = []
    for gap, here in enumerate(shared):
        pause = float((sentences[gap + 1].span.start - sentences[gap].span.end) / rate)
        rise = _climb(shared, gap, -1) + _climb(shared, gap, 1) - 2 * here
        found.append(rise + PAUSE * min(1.0, max(0.0, pause) / LONG))
    return found


def _block(sentences: Sequence[Sentence], each: Sequence[Sequence[str]], first: int, step: int) -> list[str]:
    """The terms of the sentences from `first` on in one direction, about `BLOCK` words of them."""
    block: list[str] = []
    count, at = 0, first
    while 0 <= at < len(each) and count < BLOCK:
        block += each[at]
        count += len(sentences[at].words)
        at += step
    return block


def _climb(shared: Sequence[float], gap: int, step: int) -> float:
    """The top of the hill next to a gap."""
    top, at = shared[gap], gap + step
    while 0 <= at < len(shared) and shared[at] >= top:
        top, at = shared[at], at + step
    return top
