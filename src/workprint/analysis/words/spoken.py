"""A text that was spoken by an engine which does not tell when: its words, found in the sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from threading import Event

import numpy as np

from workprint.model import MediaFile

from ..decode import sound
from .recogniser import RATE, Heard
from .step import decoding
from .text import tokens
from .tight import tightened

BLOCK = RATE
APART = 0.02
"""Seconds between two words that are parts of one breath, at most."""
AROUND = 0.1
"""Seconds of sound around a breath that are listened to."""
FITS = 0.02
"""How sure the words of a breath must be, in the middle, for their times to be believed: hardly, as it is known
that they are spoken there."""


def found_in(
    path: Path, media: MediaFile, guessed: Sequence[Heard], cancel: Event | None = None
) -> list[Heard]:
    """The words of an English text, of which is known that they are spoken and in which breath (words whose
    guessed times touch are in one), each when it is heard.

    Those of a breath whose sound is too odd stay as guessed, with a `sure` of 0. Raises `NoDraftEngine`.
    """
    samples = np.concatenate(list(sound(path, media, RATE, BLOCK, cancel)))
    spoken = [[word for token in tokens(each.text) for word in token.spoken] for each in guessed]
    found: list[Heard] = []
    with decoding([word for words in spoken for word in words]) as sphinx:
        for first, last in _breaths(guessed):
            start = max(0.0, guessed[first].start - AROUND)
            here = samples[int(start * RATE) : int((guessed[last - 1].end + AROUND) * RATE)]
            words = [word for each in spoken[first:last] for word in each]
            heard = (
                [each.later(start) for each in tightened(sphinx.align(here, words, cancel), here)]
                if words
                else []
            )
            fits = len(heard) == len(words) > 0 and float(np.median([each.sure for each in heard])) >= FITS
            times = iter(heard)
            for each, own in zip(guessed[first:last], spoken[first:last], strict=True):
                said = [next(times) for _ in own] if fits else []
                found.append(_word(each.text, said) if said else Heard(each.text, each.start, each.end, 0.0))
    return found


def _breaths(words: Sequence[Heard]) -> Iterator[tuple[int, int]]:
    """The words without a pause between them: from, and to before."""
    parted = [at for at, (a, b) in enumerate(pairwise(words), 1) if b.start - a.end > APART]
    yield from pairwise([0, *parted, len(words)])


def _word(text: str, said: Sequence[Heard]) -> Heard:
    return Heard(text, said[0].start, said[-1].end, max(0.01, min(each.sure for each in said)))
