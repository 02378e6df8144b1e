"""From the sounds of single stretches to one recording with the times of its words."""

from __future__ import annotations

import re
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy.signal import resample_poly

from workprint.base import SAMPLE_RATE

from .level import levelled
from .script import CJK, Run
from .speaker import Samples, Uttered, Word

LEAD, TAIL = 0.05, 0.15
"""Seconds of silence before the first word and behind the last."""
_QUIET = 0.012
"""Of a stretch's peak: what is softer is silence, -38 dB."""
_GRAIN = 0.005
"""Seconds of the pieces whose level is looked at."""
_FADE = 0.004


@dataclass(frozen=True)
class _Stretch:
    """A run's sound without the silence around it, at 48 kHz, and its words in seconds of it."""

    samples: Samples
    words: tuple[Word, ...]


def composed(runs: Sequence[Run], uttered: Sequence[Uttered]) -> tuple[Samples, tuple[Word, ...]]:
    """All runs one after another with their pauses, levelled, and the words where they are heard."""
    pieces: list[Samples] = [_silence(LEAD)]
    words: list[Word] = []
    at = len(pieces[0])
    for index, (run, sound) in enumerate(zip(runs, uttered, strict=True)):
        stretch = _stretch(run, sound)
        begin = at / SAMPLE_RATE
        words += [Word(w.text, begin + w.start, begin + w.end, w.timed) for w in stretch.words]
        behind = _silence(run.pause if index < len(runs) - 1 else TAIL)
        pieces += [stretch.samples, behind]
        at += len(stretch.samples) + len(behind)
    return levelled(np.concatenate(pieces)), tuple(words)


def written(samples: Samples, out: Path) -> None:
    """Write mono sound as a WAV file of 16 bits."""
    with wave.open(str(out), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def _stretch(run: Run, uttered: Uttered) -> _Stretch:
    loud = _loud(uttered.samples, uttered.rate)
    grain = round(_GRAIN * uttered.rate)
    if not loud.any():
        return _Stretch(_silence(0.1), ())
    first, last = int(loud.argmax()) * grain, (len(loud) - int(loud[::-1].argmax())) * grain
    kept = uttered.samples[first:last]
    ratio = Fraction(SAMPLE_RATE, uttered.rate)
    raised = resample_poly(kept, ratio.numerator, ratio.denominator).astype(np.float32)
    spans = _spans(run, uttered) if uttered.marks else None
    length = len(kept) / uttered.rate
    if spans is None:
        return _Stretch(_soft(raised), tuple(_shared(run, length)))
    words = []
    for text, start, end in spans:
        begin, close = _heard(loud, grain, start, end)
        heard = [max(0, min(len(kept), x - first)) / uttered.rate for x in (begin, close)]
        words.append(Word(text, heard[0], max(heard[0] + _GRAIN, heard[1])))
    return _Stretch(_soft(raised), tuple(words))


def _spans(run: Run, uttered: Uttered) -> Iterator[tuple[str, int, int]]:
    """Each word with the samples from its mark to the next word's. Words that the engine takes as one
    (欢迎) are one."""
    marks = dict(reversed(uttered.marks or ()))
    begun: list[tuple[str, int]] = []
    at = 0
    for token in run.tokens:
        here = [sample for place, sample in marks.items() if at <= place < at + len(token.spoken)]
        if here or not begun:
            begun.append((token.written, min(here, default=0)))
        else:
            begun[-1] = (begun[-1][0] + run.glue + token.written, begun[-1][1])
        at += len(token.spoken) + len(run.glue)
    ends = [sample for _, sample in begun[1:]] + [len(uttered.samples)]
    return ((text, start, end) for (text, start), end in zip(begun, ends, strict=True))


def _loud(samples: Samples, rate: int) -> np.ndarray:
    """For every grain of a sound whether it is more than silence."""
    grain = round(_GRAIN * rate)
    count = len(samples) // grain
    level = np.abs(samples[: count * grain]).reshape(count, grain).max(axis=1)
    return np.asarray(level > _QUIET * (level.max() if count else 1))


def _heard(loud: np.ndarray, grain: int, start: int, end: int) -> tuple[int, int]:
    """What of a stretch of samples is not the silence before and behind the word."""
    first, last = start // grain, -(-end // grain)
    part = loud[first:last]
    if not part.any():
        return start, end
    begin = start if part[0] else (first + int(part.argmax())) * grain
    close = end if part[-1] else (last - int(part[::-1].argmax())) * grain
    return begin, min(end, close)


def _soft(samples: Samples) -> Samples:
    """Without a click at either end."""
    n = min(round(_FADE * SAMPLE_RATE), len(samples) // 2)
    if n:
        ramp = np.linspace(0, 1, n, dtype=np.float32)
        samples[:n] *= ramp
        samples[-n:] *= ramp[::-1]
    return samples


def _shared(run: Run, length: float) -> Iterator[Word]:
    """The words over the length of a sound of which only the ends are known, by how long they are."""
    weights = [_weight(token.spoken) for token in run.tokens]
    whole, at = sum(weights), 0.0
    for token, weight in zip(run.tokens, weights, strict=True):
        share = length * weight / whole
        yield Word(token.written, at, at + share, timed=False)
        at += share


def _weight(spoken: str) -> float:
    """About how long a word takes: by its vowels or characters, and longer before a comma."""
    vowels = len(re.findall(r"[aeiouyAEIOUY]+", spoken))
    characters = len(CJK.findall(spoken))
    return max(1.0, vowels + characters) + (0.8 if spoken[-1:] in ",，;；:：、" else 0)
