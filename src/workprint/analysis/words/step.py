"""A script put in step with the sound.

What is said is first recognised with a language model of the script, in which little else is likely; where
that and the script agree, the two are tied together. Then each stretch of sound is aligned with exactly the
words that belong to it. What was not said stays without a time.
"""

from __future__ import annotations

import math
import tempfile
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Event

import numpy as np

from ..detector import Progress
from ..voice import RATE, WINDOW
from .match import matched
from .model import write_model
from .pronounce import dictionary
from .recogniser import Heard
from .spans import SPEAKS, Sound, Span
from .sphinx import Sphinx, opened
from .text import Token
from .tight import tightened

FIRST = 0.6
"""Share of the work that the first pass is."""
ENOUGH = 0.5
"""Share of a stretch's words that must have been recognised for all of them to be taken as said there."""
APART = 0.4
"""Seconds between the two passes from which the first one is believed."""
SAID = 0.45
"""How sure words must be, with those around them, to count as said: a script is also found where something
else is said, but it does not sound like that."""
QUICK = 0.03
"""Seconds for a letter of those who speak quickest."""
TRUSTED, ODD = 0.75, 0.5
"""Share of the words heard that must be the script's for a recording in which all sounds odd (a voice unlike
those the engine knows) to be believed; then that share of how sure its words are is enough."""
AROUND = 3
"""Words looked at on both sides of one."""

Timed = dict[int, Heard]
"""The words of a script by their number, with their times."""


def in_step(script: Sequence[Token], sound: Sound, tell: Progress | None) -> Timed:
    """When the words of an English script are spoken; those that are not, or are not found, are left out."""
    spoken = [word for token in script for word in token.spoken]
    with decoding(spoken) as sphinx:
        first = _recognised(sphinx, sound, lambda part: tell and tell(FIRST * part))
        tied = dict(matched([each.text for each in first.heard], spoken))
        share = _shared_out(first, tied, spoken)
        known = {number: first.heard[at] for at, number in tied.items()}
        trusted = len(tied) >= TRUSTED * len(first.heard)
        times: Timed = {}
        for number, span in enumerate(sound.spans(lambda part: tell and tell(FIRST + (1 - FIRST) * part))):
            here = {each: known[each] for each in share.get(number, ()) if each in known}
            times |= _aligned(sphinx, span, share.get(number, ()), spoken, here, sound.cancel)
    said = _said(times, set(tied.values()) if trusted else set())
    return _whole(script, not_alone(said, len(spoken)))


@contextmanager
def decoding(spoken: Sequence[str]) -> Iterator[Sphinx]:
    """A decoder that knows the words of a script and how likely they follow each other."""
    with tempfile.TemporaryDirectory(prefix="workprint-words-") as folder:
        model, words = Path(folder, "script.lm"), Path(folder, "script.dict")
        write_model(spoken, model)
        ways = dictionary(sorted(set(spoken)))
        words.write_text("\n".join(_entries(ways)) + "\n", encoding="utf-8")
        with opened({"lm": str(model), "dict": str(words)}) as sphinx:
            yield sphinx


def _entries(ways: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[str]:
    for word, said in ways.items():
        for number, phones in enumerate(said, 1):
            yield f"{word if number == 1 else f'{word}({number})'} {' '.join(phones)}"


@dataclass
class First:
    """What the first pass has: the words heard, the stretch of sound in which each is, and the moments at
    which somebody speaks."""

    heard: list[Heard] = field(default_factory=list)
    stretch: list[int] = field(default_factory=list)
    edges: list[tuple[float, float]] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)

    def voiced(self, start: float, end: float) -> float:
        """Seconds in which somebody speaks between two moments."""
        many = bisect_left(self.moments, end) - bisect_left(self.moments, start)
        return max(0, many) * WINDOW / RATE


def _recognised(sphinx: Sphinx, sound: Sound, tell: Progress) -> First:
    found = First()
    for number, span in enumerate(sound.spans(tell)):
        words = [each.later(span.start) for each in sphinx.hear(span.samples, sound.cancel)]
        found.heard += words
        found.stretch += [number] * len(words)
        found.edges.append((span.start, span.end))
        speaking = np.flatnonzero(span.voice >= SPEAKS)
        found.moments += [span.start + float(each) * WINDOW / RATE for each in speaking]
    return found


def _shared_out(first: First, tied: Mapping[int, int], spoken: Sequence[str]) -> dict[int, list[int]]:
    """Which words of the script, by their numbers, are said in each stretch of sound: those that were heard
    there, and those written between them for which there is time enough, however they were heard."""
    own: dict[int, list[int]] = defaultdict(list)
    heard, places = first.heard, [(-1, -1), *sorted(tied.items()), (len(first.heard), len(spoken))]
    for (at, number), (following, then) in pairwise(places):
        if at >= 0:
            own[first.stretch[at]].append(number)
        missing = range(number + 1, then)
        start = heard[at].end if at >= 0 else 0.0
        end = heard[following].start if following < len(heard) else math.inf
        letters = sum(len(spoken[each]) for each in missing)
        if not missing or not heard or first.voiced(start, end) < QUICK * letters:
            continue
        before = first.stretch[at] if at >= 0 else first.stretch[following]
        behind = first.stretch[following] if following < len(heard) else before
        early = first.voiced(start, min(end, first.edges[before][1]))
        late = first.voiced(max(start, first.edges[behind][0]), end) if behind != before else 0.0
        many = round(len(missing) * early / (early + late)) if early + late else len(missing)
        own[before] += missing[:many]
        own[behind] += missing[many:]
    return own


def _aligned(
    sphinx: Sphinx,
    span: Span,
    numbers: Sequence[int],
    spoken: Sequence[str],
    tied: Mapping[int, Heard],
    cancel: Event | None,
) -> Timed:
    """The times of the words that are said in a stretch, by their numbers."""
    if not tied or len(tied) < ENOUGH * len(numbers):
        return dict(tied)
    found = sphinx.align(span.samples, [spoken[number] for number in numbers], cancel)
    times: Timed = dict(tied)
    for number, each in zip(numbers, tightened(found, span.samples), strict=False):
        here, known = each.later(span.start), tied.get(number)
        astray = known is not None and abs(known.start - here.start) > APART
        times[number] = known if known is not None and astray else here
    return times


def _said(times: Mapping[int, Heard], trusted: Set[int]) -> Timed:
    """Those words that, with the ones around them, sound like what they are; of a voice unlike those the engine
    knows also those that were recognised in a row, by their numbers `trusted`."""
    numbers = sorted(times)
    usual = sum(each.sure for each in times.values()) / max(1, len(times))
    enough = min(SAID, ODD * usual) if trusted else SAID
    rows = {each for each in trusted if {each - 1, each + 1} & trusted} if usual < SAID else set()
    said: Timed = {}
    for at, number in enumerate(numbers):
        near = [times[each] for each in numbers[max(0, at - AROUND) : at + AROUND + 1]]
        length = sum(each.end - each.start for each in near)
        sure = sum(each.sure * (each.end - each.start) for each in near) / length
        if sure >= enough or number in rows:
            own = times[number]
            said[number] = Heard(own.text, own.start, own.end, round(max(sure, own.sure), 3))
    return said


def not_alone(said: Timed, many: int) -> Timed:
    """Those words, by their numbers among so `many` of a script, but for single ones far from every other: of a
    passage that is not said, an “and” is always found somewhere."""
    places = [-1, *sorted(said), many]
    near = zip(places, places[1:], places[2:], strict=False)
    return {at: said[at] for before, at, behind in near if min(at - before, behind - at) <= AROUND}


def _whole(script: Sequence[Token], times: Timed) -> Timed:
    """The times of whole written words, from those of what is spoken for them."""
    found: dict[int, list[Heard]] = defaultdict(list)
    number = 0
    for index, token in enumerate(script):
        found[index] = [times[at] for at in range(number, number + len(token.spoken)) if at in times]
        number += len(token.spoken)
    return {
        index: Heard(script[index].text, own[0].start, own[-1].end, min(each.sure for each in own))
        for index, own in found.items()
        if own
    }
