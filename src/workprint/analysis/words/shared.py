"""Words whose times are not heard but shared out: over a cue's time, or between words that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from .recogniser import Heard
from .script import Cue
from .text import Token, is_han

ASTRAY = 1.5
"""Seconds by which subtitles may be off, in the middle, before their times count for nothing."""
SURE = 0.5
GAP = 4.0
"""Seconds between two known words in which others can have been said."""
FEW = 6
"""Words that are shared out between two known ones."""


def shared(words: Sequence[Token], start: float, end: float) -> list[Heard]:
    """Words one after another between two moments, each as long as it has letters."""
    weights = [1.0 if is_han(each.text) else 0.5 + 0.5 * len(each.text) for each in words]
    made, at = [], start
    for each, weight in zip(words, weights, strict=True):
        length = (end - start) * weight / sum(weights)
        made.append(Heard(each.text, at, at + length, SURE))
        at += length
    return made


def in_cues(script: Sequence[Token], cues: Sequence[Cue], known: Mapping[int, Heard]) -> dict[int, Heard]:
    """The words of subtitles that have no time yet, within their cues and between the words of those that
    have; none where the words that are known say that the subtitles' times are wrong."""
    if cues and known and abs(_offset(cues, known)) > ASTRAY:
        return {}
    found: dict[int, Heard] = {}
    for cue in cues:
        for first, last in _missing(cue.first, cue.last, known):
            before, after = known.get(first - 1), known.get(last)
            start = max(cue.start, before.end) if before else cue.start
            end = min(cue.end, after.start) if after else cue.end
            if end > start:
                found |= dict(enumerate(shared(script[first:last], start, end), first))
    return found


def between(script: Sequence[Token], known: Mapping[int, Heard]) -> dict[int, Heard]:
    """The few words that are missing between two known ones which leave room for them."""
    found: dict[int, Heard] = {}
    for first, last in _missing(0, len(script), known):
        before, after = known.get(first - 1), known.get(last)
        if before and after and last - first <= FEW and 0 < after.start - before.end <= GAP:
            found |= dict(enumerate(shared(script[first:last], before.end, after.start), first))
    return found


def _offset(cues: Sequence[Cue], known: Mapping[int, Heard]) -> float:
    """How much later than the subtitles the words are, in the middle."""
    late = [known[cue.first].start - cue.start for cue in cues if cue.first in known]
    return median(late) if late else 0.0


def _missing(first: int, last: int, known: Mapping[int, Heard]) -> list[tuple[int, int]]:
    """The runs of words that have no time, from and to before."""
    runs: list[tuple[int, int]] = []
    for number in range(first, last):
        if number in known:
            continue
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs
