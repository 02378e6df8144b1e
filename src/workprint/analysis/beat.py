"""The beat of music."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workprint.ffmpeg import Cancelled
from workprint.model import Fact, MediaFile

from .decode import sound
from .detector import Progress, Watch

RATE = 22_050
HOP = 220
FRAME = 1024
HOPS = 100
"""Steps of the spectrum computed at a time."""
STEPS = RATE / HOP
"""Steps a second."""
SLOWEST, FASTEST = 60.0, 200.0
USUAL = 120.0
"""Beats a minute that people tap most readily: decides between a tempo and its double."""
STEADY = 400.0
"""How dearly a beat off the tempo is paid for."""
OFTEN = 1000
"""Steps after which it is looked whether somebody cancelled."""
SLICE = 1 << 16
"""Steps whose repetition is computed at a time."""
AHEAD = FRAME / 2 / RATE + 0.007
"""Seconds from the start of a spectrum's samples to the onset that it shows (measured on drums)."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Beat:
    """One fact per beat (start = end), value {"tempo": beats a minute, "index"}.

    The confidence is the same for all: how strongly the sound repeats at the tempo. Speech and
    ambient sound give beats, too, with low confidence; there are none below 0.05 or under 2 s.

    Always one fact of kind "beats" over the file: {"tempo", "count"}.
    """

    name: str = "beat"
    version: int = 2
    kinds: tuple[str, ...] = ("beat", "beats")
    needs: Literal["sound"] = "sound"

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        watch, flux = Watch(media, on_progress), Flux()
        for block in sound(path, media, RATE, HOP * HOPS, cancel):
            flux.add(block.astype(np.float64))
            watch.at(len(flux.values) / STEPS)
        onsets = normal(np.asarray(flux.values))
        tempo, confidence = tempo_of(onsets)
        length, value = float(media.duration), round(tempo, 1)
        steps = beats(onsets, tempo, cancel) if confidence >= 0.05 else []
        times = [at for step in steps if (at := step / STEPS + AHEAD) <= length]
        sure = round(confidence, 3)
        told = {"tempo": value, "count": len(times)}
        return [
            Fact(kind="beats", start=0.0, end=length, value=told, confidence=sure, source=self.name),
            *_facts(times, value, sure, self.name),
        ]


def _facts(times: list[float], tempo: float, sure: float, source: str) -> list[Fact]:
    return [
        Fact(
            kind="beat",
            start=round(at, 3),
            end=round(at, 3),
            value={"tempo": tempo, "index": index},
            confidence=sure,
            source=source,
        )
        for index, at in enumerate(times)
    ]


class Flux:
    """How much louder each band becomes from step to step, summed: high where notes begin."""

    def __init__(self) -> None:
        # Bare numbers: there are 100 a second.
        self.values = array("d")
        self._tail = np.zeros(0)
        self._last: Numbers | None = None
        self._window = np.hanning(FRAME)
        self._bands = _bands()

    def add(self, block: Numbers) -> None:
        signal = np.concatenate([self._tail, block])
        count = max(0, (len(signal) - FRAME) // HOP + 1)
        if count:
            rows = np.lib.stride_tricks.sliding_window_view(signal, FRAME)[: count * HOP : HOP]
            power = np.abs(np.fft.rfft(rows * self._window, axis=1))
            loud = np.log1p(60 * power @ self._bands / FRAME)
            before = np.vstack([loud[:1] if self._last is None else self._last, loud[:-1]])
            self.values.frombytes(np.maximum(0, loud - before).sum(axis=1).tobytes())
            self._last = loud[-1:]
        self._tail = signal[count * HOP :]


def _bands() -> Numbers:
    """Which of 24 bands, evenly spaced to the ear from 40 Hz to 10 kHz, each line of a spectrum is in."""
    lines = np.fft.rfftfreq(FRAME, 1 / RATE)
    edges = np.geomspace(40, 10_000, 25)
    place = np.clip(np.searchsorted(edges, lines) - 1, -1, 23)
    table: Numbers = (place[:, None] == np.arange(24)[None, :]).astype(np.float64)
    return table


def normal(flux: Numbers) -> Numbers:
    """Onset strength: what stands out of the surrounding half second, in units of its own spread."""
    if len(flux) < 3:
        return np.zeros(len(flux))
    width = int(STEPS / 2) | 1
    around = np.convolve(np.pad(flux, width // 2, mode="edge"), np.ones(width) / width, mode="valid")
    out: Numbers = np.maximum(0, flux[: len(around)] - around)
    spread = float(out.std())
    return out / spread if spread > 1e-9 else np.zeros(len(out))


def tempo_of(onsets: Numbers) -> tuple[float, float]:
    """Beats a minute, and from 0 to 1 how strongly the onsets repeat at it."""
    slowest = int(60 * STEPS / SLOWEST)
    if len(onsets) < 2 * STEPS or not onsets.any():
        return USUAL, 0.0
    centred = onsets - onsets.mean()
    same = repeated(centred, 4 * slowest + 2)
    same = same / max(same[0], 1e-9)
    lags = np.arange(int(60 * STEPS / FASTEST), slowest + 1)
    preferred = np.exp(-0.5 * (np.log2(60 * STEPS / lags / USUAL) / 0.9) ** 2)
    once, twice, four = (np.maximum.reduce([same[k * lags + d] for d in (-1, 0, 1)]) for k in (1, 2, 4))
    comb = np.minimum(once, (once + twice + four) / 3)
    best = int(lags[np.argmax(comb * preferred)])
    return 60 * STEPS / _between(same, best), float(np.clip(same[best], 0, 1))


def repeated(series: Numbers, lags: int) -> Numbers:
    """How much a series is like itself so many steps later, for each number of steps below `lags`."""
    same = np.zeros(lags)
    for first in range(0, len(series), SLICE):
        part = series[first : first + SLICE]
        after = series[first : first + SLICE + lags - 1]
        size = 1 << (len(part) + len(after) - 1).bit_length()
        both = np.fft.irfft(np.conj(np.fft.rfft(part, size)) * np.fft.rfft(after, size), size)
        same += both[:lags]
    return same


def _between(same: Numbers, lag: int) -> float:
    """The lag to a fraction of a step, from the repetition four beats on."""
    far = np.arange(max(1, 4 * lag - 4), min(len(same) - 1, 4 * lag + 5))
    return float(far[np.argmax(same[far])]) / 4 if len(far) else float(lag)


def beats(onsets: Numbers, tempo: float, cancel: Event | None = None) -> list[int]:
    """The steps on which the beats fall: on strong onsets, and evenly. By dynamic programming. Raises `Cancelled`."""
    period = 60 * STEPS / tempo
    back = np.arange(-round(2 * period), -round(period / 2) + 1)
    price = -STEADY * np.log(-back / period) ** 2 / 4
    score, came = onsets.copy(), np.full(len(onsets), -1)
    for step in range(-int(back[-1]), len(onsets)):
        if step % OFTEN == 0 and cancel is not None and cancel.is_set():
            raise Cancelled()
        first = max(0, -int(back[0]) - step)
        options = score[step + back[first:]] + price[first:]
        best = int(np.argmax(options))
        if options[best] > 0:
            score[step] += options[best]
            came[step] = step + back[first + best]
    return _trail(score, came, period)


def _trail(score: Numbers, came: NDArray[np.int64], period: float) -> list[int]:
    if not len(score):
        return []
    last = max(0, len(score) - round(period))
    step = last + int(np.argmax(score[last:]))
    out = []
    while step >= 0:
        out.append(step)
        step = int(came[step])
    return out[::-1]
