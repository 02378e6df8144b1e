"""Sound cut where nobody speaks, into stretches that an engine takes at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import numpy as np

from workprint.model import MediaFile

from ..decode import Samples, sound
from ..detector import Progress, Watch
from ..pauses import Series
from ..voice import RATE, WINDOW, Silero, Voice

BLOCK = 25
"""Windows of 32 ms decoded at a time."""
SPEAKS = 0.4
"""Likelihood of a voice from which somebody speaks."""
PAUSE = 10
"""Windows of a pause at which a stretch ends once it is long enough: 0.32 s."""
LONG = 62
"""Windows of a pause at which every stretch ends: 2 s."""
AROUND = 6
"""Windows kept on both sides of speech: 0.19 s."""
LEAST = 3
"""Windows with a voice below which a stretch has none."""
ENOUGH = 0.5
"""Share of the longest stretch from which one ends at any pause."""


@dataclass(frozen=True)
class Span:
    """A stretch of sound in which somebody speaks: where it begins, in seconds, its samples, and how
    likely there is a voice in each window of 32 ms."""

    start: float
    samples: Samples
    voice: Series

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / RATE

    def voiced(self, start: float, end: float) -> float:
        """How likely somebody speaks between two moments: of the likeliest window there."""
        first, last = (int((moment - self.start) * RATE / WINDOW) for moment in (start, end))
        part = self.voice[max(0, first) : max(0, last) + 1]
        return float(part.max()) if len(part) else 0.0


@dataclass
class Sound:
    """A recording to go through, more than once, in the same stretches in which somebody speaks, none longer
    than `longest` seconds. Where that is, is judged the first time; then the sound is only read again."""

    path: Path
    media: MediaFile
    longest: float
    cancel: Event | None
    voice: Callable[[], Voice] = Silero
    _known: list[tuple[int, Series]] | None = None

    def spans(self, tell: Progress | None) -> Iterator[Span]:
        """The stretches, in order."""
        if self._known is not None:
            yield from self._again(self._known, tell)
            return
        known: list[tuple[int, Series]] = []
        for span in self._judged(tell):
            known.append((round(span.start * RATE / WINDOW), span.voice))
            yield span
        self._known = known

    def _judged(self, tell: Progress | None) -> Iterator[Span]:
        judge, most = self.voice(), int(self.longest * RATE / WINDOW)
        held: list[Samples] = []
        likely: list[float] = []
        first = 0
        for block in self._blocks(tell):
            for window in block.reshape(BLOCK, WINDOW):
                held.append(window)
                likely.append(judge.likelihood(window))
                cut = _cut(likely, held, most)
                if cut:
                    yield from _span(first, held[:cut], likely[:cut])
                    first += cut
                    del held[:cut], likely[:cut]
        yield from _span(first, held, likely)

    def _again(self, known: list[tuple[int, Series]], tell: Progress | None) -> Iterator[Span]:
        held, at = np.zeros((0, WINDOW), np.float32), 0
        left = deque(known)
        for block in self._blocks(tell) if known else ():
            held = np.concatenate([held, block.reshape(BLOCK, WINDOW)])
            while left and left[0][0] + len(left[0][1]) <= at + len(held):
                first, voice = left.popleft()
                yield Span(
                    first * WINDOW / RATE, held[first - at : first - at + len(voice)].reshape(-1), voice
                )
            passed = min(len(held), max(0, left[0][0] - at) if left else len(held))
            held, at = held[passed:], at + passed

    def _blocks(self, tell: Progress | None) -> Iterator[Samples]:
        watch = Watch(self.media, tell)
        for count, block in enumerate(sound(self.path, self.media, RATE, BLOCK * WINDOW, self.cancel), 1):
            yield block
            watch.at(count * BLOCK * WINDOW / RATE)


def _cut(likely: list[float], held: list[Samples], most: int) -> int:
    """How many windows make a stretch now; 0 for none yet."""
    quiet = 0
    while quiet < min(LONG, len(likely)) and likely[-1 - quiet] < SPEAKS:
        quiet += 1
    if quiet == len(likely):
        # Nobody has spoken yet: a little before speech is enough.
        return 1 if quiet > AROUND else 0
    if quiet >= LONG or (quiet >= PAUSE and len(likely) >= most * ENOUGH):
        return len(likely) - quiet + min(quiet // 2, AROUND)
    if len(likely) < most:
        return 0
    # Nobody pauses: between two words, where it is least loud.
    tail = range(most * 2 // 3, most)
    return min(tail, key=lambda index: float(np.mean(held[index] ** 2)))


def _span(first: int, held: list[Samples], likely: list[float]) -> Iterator[Span]:
    judged = np.array(likely, np.float32)
    speaking = np.flatnonzero(judged >= SPEAKS)
    if len(speaking) < LEAST:
        return
    a, b = max(0, int(speaking[0]) - AROUND), min(len(held), int(speaking[-1]) + 1 + AROUND)
    yield Span((first + a) * WINDOW / RATE, np.concatenate(held[a:b]), judged[a:b])
