"""A script put in step with the sound.

What is said is first recognised with a language model of the script, in which little else is likely; where
that and the script agree, the two are tied together. Then each stretch of sound is aligned with exactly the
words that belong to it. What was not said stays without a time.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Event

from workprint.model import MediaFile

from ..detector import Progress, Watch
from ..voice import Voice
from .match import matched
from .model import write_model
from .pronounce import dictionary
from .recogniser import Heard
from .spans import Span, spans
from .sphinx import LONGEST, Sphinx, opened
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
AROUND = 3
"""Words looked at on both sides of one."""

Timed = dict[int, Heard]
"""The words of a script by their number, with their times."""


@dataclass(frozen=True)
class Sound:
    """A recording to go through: more than once, in the same stretches."""

    path: Path
    media: MediaFile
    voice: Callable[[], Voice]
    cancel: Event | None

    def spans(self, tell: Progress | None) -> Iterator[Span]:
        return spans(self.path, self.media, LONGEST, Watch(self.media, tell), self.cancel, self.voice)


def in_step(script: Sequence[Token], sound: Sound, tell: Progress | None) -> Timed:
    """When the words of an English script are spoken; those that are not, or are not found, are left out."""
    spoken = [word for token in script for word in token.spoken]
    with _decoder(spoken) as sphinx:
        heard, borders = _recognised(sphinx, sound, lambda part: tell and tell(FIRST * part))
        tied = dict(matched([each.text for each in heard], spoken))
        share = _shared_out(heard, borders, tied, len(spoken))
        times: Timed = {}
        for number, span in enumerate(sound.spans(lambda part: tell and tell(FIRST + (1 - FIRST) * part))):
            here = {tied[at]: heard[at] for at in range(*borders[number]) if at in tied}
            times |= _aligned(sphinx, span, share.get(number, ()), spoken, here, sound.cancel)
    return _whole(script, times)


@contextmanager
def _decoder(spoken: Sequence[str]) -> Iterator[Sphinx]:
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


def _recognised(sphinx: Sphinx, sound: Sound, tell: Progress) -> tuple[list[Heard], list[tuple[int, int]]]:
    """The words heard, and of each stretch which of them are its own: from, and to before."""
    heard: list[Heard] = []
    borders: list[tuple[int, int]] = []
    for span in sound.spans(tell):
        before = len(heard)
        heard += [each.later(span.start) for each in sphinx.hear(span.samples, sound.cancel)]
        borders.append((before, len(heard)))
    return heard, borders


def _shared_out(
    heard: Sequence[Heard], borders: Sequence[tuple[int, int]], tied: Mapping[int, int], many: int
) -> dict[int, list[int]]:
    """Which words of the script, by their numbers, are said in each stretch of sound: those that were heard
    there, and those written between them that may have been heard as something else."""
    own: dict[int, list[int]] = defaultdict(list)
    places = [(-1, -1), *sorted(tied.items()), (len(heard), many)]
    stretch = [number for number, (first, last) in enumerate(borders) for _ in range(first, last)]
    for (at, number), (following, then) in pairwise(places):
        strange, missing = following - at - 1, then - number - 1
        if at >= 0:
            own[stretch[at]].append(number)
        if strange and missing <= strange + 1:
            # As many words as were heard for them, or one more: in the stretch in which they were heard.
            for step in range(missing):
                own[stretch[at + 1 + min(step, strange - 1)]].append(number + 1 + step)
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
    found = None
    if tied and len(tied) >= ENOUGH * len(numbers):
        found = sphinx.align(span.samples, [spoken[number] for number in numbers], cancel)
    if found is None:
        return _said(tied)
    times: Timed = {}
    for number, each in zip(numbers, tightened(found, span.samples), strict=True):
        here, known = each.later(span.start), tied.get(number)
        astray = known is not None and abs(known.start - here.start) > APART
        times[number] = known if known is not None and astray else here
    return _said(times)


def _said(times: Mapping[int, Heard]) -> Timed:
    """Those words that, with the ones around them, sound like what they are."""
    numbers = sorted(times)
    said: Timed = {}
    for at, number in enumerate(numbers):
        near = [times[each] for each in numbers[max(0, at - AROUND) : at + AROUND + 1]]
        length = sum(each.end - each.start for each in near)
        sure = sum(each.sure * (each.end - each.start) for each in near) / length
        if sure >= SAID:
            own = times[number]
            said[number] = Heard(own.text, own.start, own.end, round(max(sure, own.sure), 3))
    return said


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
