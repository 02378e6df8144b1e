"""The instruments: one sound for each pitch, made from sines and filtered noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from workprint.base import SAMPLE_RATE

Wave = NDArray[np.float32]
_TURN = np.float32(2 * np.pi)
_ENSEMBLE = 1 << 18
"""Samples of a sustained sound before it repeats, seamlessly: 5.5 s."""


@dataclass(frozen=True)
class Voice:
    """How an instrument sounds: `sound(pitch)` gives (1 or 2 channels, samples), about full scale.

    It sets in over `attack` seconds and dies away over `release` seconds after its note ends;
    `sustained` sounds go round for as long as a note lasts.
    """

    sound: Callable[[int], Wave]
    attack: float = 0.002
    release: float = 0.15
    sustained: bool = False


def _frequency(pitch: int) -> float:
    return float(440.0 * 2.0 ** ((pitch - 69) / 12))


def _time(seconds: float) -> Wave:
    return np.arange(int(seconds * SAMPLE_RATE), dtype=np.float32) / np.float32(SAMPLE_RATE)


def _sine(frequency: float, samples: int) -> Wave:
    # Turns in double precision: in single, high partials would go out of tune after a second.
    turns = np.arange(samples, dtype=np.float64) * (frequency / SAMPLE_RATE)
    wave: Wave = np.sin(_TURN * (turns % 1.0).astype(np.float32))
    return wave


def _level(wave: Wave) -> Wave:
    return (wave / np.float32(np.abs(wave).max() + 1e-9)).astype(np.float32)


def _partials(pitch: int, seconds: float, rows: Sequence[tuple[float, float, float]]) -> Wave:
    """Dying sines: rows of (times the pitch's frequency, amplitude, decay per second)."""
    base = _frequency(pitch)
    t = _time(seconds)
    out = np.zeros_like(t)
    for ratio, amplitude, decay in rows:
        if base * ratio < 11_000:
            # What has died away is not computed.
            n = min(len(t), int(SAMPLE_RATE * 9 / decay)) if decay else len(t)
            out[:n] += np.float32(amplitude) * np.exp(np.float32(-decay) * t[:n]) * _sine(base * ratio, n)
    return _level(out)[None]


def _noise(seconds: float, low: float, high: float, seed: int) -> Wave:
    """Noise between two frequencies."""
    n = int(seconds * SAMPLE_RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(n))
    f = np.fft.rfftfreq(n, 1 / SAMPLE_RATE)
    spectrum *= 1 / (1 + (f / high) ** 6) * (f / low) ** 3 / np.sqrt(1 + (f / low) ** 6)
    return _level(np.fft.irfft(spectrum, n).astype(np.float32))


def _ensemble(pitch: int, amplitudes: Sequence[float], width: float, seed: int) -> Wave:
    """Many players in unison: each harmonic is a narrow band of random phases, `width` cents wide."""
    base = _frequency(pitch)
    random = np.random.default_rng([seed, pitch])
    f = np.fft.rfftfreq(_ENSEMBLE, 1 / SAMPLE_RATE)
    size = np.zeros(len(f), np.float64)
    for n, amplitude in enumerate(amplitudes, 1):
        centre = base * n
        if centre > 12_000:
            break
        spread = centre * (2 ** (width / 1200) - 1)
        near = slice(*np.searchsorted(f, (centre - 4 * spread, centre + 4 * spread)))
        band = amplitude / np.sqrt(spread) * np.exp(-0.5 * ((f[near] - centre) / spread) ** 2)
        size[near] += band
        # One player holds the note, or a narrow band would sink away now and then.
        size[np.searchsorted(f, centre)] += np.sqrt(np.sum(band**2))
    turns = random.random((2, len(f)), dtype=np.float32) * _TURN
    spectrum = size.astype(np.float32) * np.exp(1j * turns).astype(np.complex64)
    out = np.fft.irfft(spectrum, _ENSEMBLE).astype(np.float32)
    return (out / np.float32(4 * out.std())).astype(np.float32)


def _saw(count: int, slope: float, knee: float) -> list[float]:
    return [1 / n**slope / (1 + (n / knee) ** 2) for n in range(1, count + 1)]


def _piano(pitch: int) -> Wave:
    stiff = 0.0004
    slow = (_frequency(pitch) / 262) ** 0.5
    rows = [
        (n * (1 + stiff * n * n) ** 0.5, (0.9 if n > 1 else 1.0) / n**1.35, (0.75 + 0.4 * n) * slow)
        for n in range(1, 10)
    ]
    wave = _partials(pitch, 4.0, rows)[0]
    beat = np.float32(1) + np.float32(0.12) * _sine(0.7, len(wave))
    hammer = (
        _noise(0.03, 300, 2500, pitch) * np.linspace(1, 0, int(0.03 * SAMPLE_RATE), dtype=np.float32) ** 2
    )
    wave = wave * beat
    wave[: len(hammer)] += np.float32(0.08) * hammer
    return _level(wave)[None]


def _electric_piano(pitch: int) -> Wave:
    t = _time(3.2)
    f = _frequency(pitch)
    turns = (t.astype(np.float64) * f % 1.0).astype(np.float32)
    index = np.float32(1.1) * np.exp(-t * 3.5) + np.float32(0.25)
    body = np.sin(_TURN * turns + index * np.sin(_TURN * turns)) * np.exp(-t * 1.25)
    tine = np.float32(0.12) * np.exp(-t * 14) * _sine(f * 7, len(t)) if f * 7 < 9000 else 0
    wave = _level((body + tine).astype(np.float32))
    # The two sides take turns, slowly, like the tremolo of the real thing.
    sway = np.float32(0.16) * _sine(4.6, len(t))
    return np.stack([wave * (1 + sway), wave * (1 - sway)])


def _soft_bell(pitch: int) -> Wave:
    wave = _partials(pitch, 2.8, [(1, 1, 1.6), (2, 0.12, 2.5), (3.99, 0.22, 6), (9.1, 0.04, 14)])[0]
    swaying: Wave = wave * (1 + np.float32(0.14) * _sine(5.2, len(wave)))
    return swaying[None]


def _mallet(pitch: int) -> Wave:
    return _partials(pitch, 1.2, [(1, 1, 5), (3.93, 0.35, 14), (9.2, 0.1, 30)])


def _bright_pluck(pitch: int) -> Wave:
    return _partials(pitch, 1.4, [(n, 1 / n, 2.6 + 1.3 * n) for n in range(1, 15)])


def _muted_string(pitch: int) -> Wave:
    rows = [(n, abs(np.sin(n * np.pi * 0.22)) / n, 5 + 2.4 * n) for n in range(1, 10)]
    return _partials(pitch, 1.0, rows)


def _round_bass(pitch: int) -> Wave:
    wave = _partials(pitch, 3.0, [(1, 1, 0.9), (2, 0.42, 1.8), (3, 0.16, 3.5), (4, 0.06, 6)])
    return _level(np.tanh(1.6 * wave))


def _synth_bass(pitch: int) -> Wave:
    return _partials(pitch, 2.0, [(n, 1 / n / (1 + (n / 5) ** 2), 0.8 + 0.5 * n) for n in range(1, 13)])


def _held_note(amplitudes: Sequence[float], vibrato: float) -> Callable[[int], Wave]:
    """One player's long note: harmonics in step, a vibrato (in cents) that comes in after a while."""

    def sound(pitch: int) -> Wave:
        base = _frequency(pitch)
        t = _time(4.0)
        # The phase is the sum of the frequency: a swing of so many cents at 5.3 times a second.
        swing = base * (2 ** (vibrato / 1200) - 1) / 5.3
        sway = -swing * np.minimum(1, t / np.float32(0.6)) * np.cos(_TURN * np.float32(5.3) * t)
        turns = t.astype(np.float64) * base + sway / (2 * np.pi)
        out = np.zeros_like(t)
        for n, amplitude in enumerate(amplitudes, 1):
            if base * n < 11_000:
                out += np.float32(amplitude) * np.sin(_TURN * (turns * n % 1.0).astype(np.float32))
        return _level(out)[None]

    return sound


def _kick(start: float, end: float, drop: float, decay: float, click: float) -> Callable[[int], Wave]:
    def sound(_: int) -> Wave:
        t = _time(min(2.0, 7 / decay))
        turns = end * t + (start - end) / drop * (1 - np.exp(-drop * t))
        wave = np.sin(_TURN * turns) * np.exp(-decay * t)
        snap = click * _noise(0.02, 800, 6000, 3) * np.linspace(1, 0, int(0.02 * SAMPLE_RATE)) ** 2
        wave[: len(snap)] += snap
        return _level(wave.astype(np.float32))[None]

    return sound


def _rim_snare(_: int) -> Wave:
    t = _time(0.35)
    noise = _noise(0.35, 900, 5200, 5) * np.exp(-t * 20)
    tone = 0.6 * np.sin(_TURN * 196 * t) * np.exp(-t * 26)
    return _level((noise + tone).astype(np.float32))[None]


def _clap(_: int) -> Wave:
    t = _time(0.4)
    shape = 0.7 * np.exp(-t * 16)
    for late in (0.0, 0.011, 0.021):
        shape = np.maximum(shape, np.where(t >= late, np.exp(-(t - late) * 130), 0))
    sides = [(_noise(0.4, 900, 7000, seed) * shape).astype(np.float32) for seed in (7, 8)]
    return np.stack([_level(side) for side in sides])


def _cymbal(seconds: float, low: float, high: float, decay: float, seed: int) -> Callable[[int], Wave]:
    def sound(_: int) -> Wave:
        t = _time(seconds)
        shape = np.exp(-t * np.float32(decay))
        return np.stack([_level(_noise(seconds, low, high, seed + side) * shape) for side in (0, 1)])

    return sound


def _players(amplitudes: Sequence[float], width: float, seed: int) -> Callable[[int], Wave]:
    return lambda pitch: _ensemble(pitch, amplitudes, width, seed)


def _short_strings(pitch: int) -> Wave:
    wave = _ensemble(pitch, _saw(20, 1.0, 9), 14, 21)[:, : int(0.7 * SAMPLE_RATE)]
    return wave * np.exp(-8 * _time(0.7))


_VOICES = {
    "piano": Voice(_piano, 0.001, 0.35),
    "electric_piano": Voice(_electric_piano, 0.003, 0.3),
    "soft_bell": Voice(_soft_bell, 0.002, 0.8),
    "mallet": Voice(_mallet, 0.001, 0.4),
    "bright_pluck": Voice(_bright_pluck, 0.001, 0.2),
    "muted_string": Voice(_muted_string, 0.001, 0.15),
    "round_bass": Voice(_round_bass, 0.006, 0.08),
    "synth_bass": Voice(_synth_bass, 0.004, 0.05),
    "lead": Voice(_held_note(_saw(12, 1.1, 4), 14), 0.015, 0.2),
    "warm_pad": Voice(_players(_saw(16, 1.5, 4), 22, 1), 0.35, 0.9, True),
    "strings": Voice(_players(_saw(24, 1.15, 8), 20, 2), 0.22, 0.7, True),
    "low_strings": Voice(_players(_saw(24, 1.1, 10), 16, 3), 0.05, 0.35, True),
    "brass": Voice(_players(_saw(20, 0.8, 6), 9, 4), 0.08, 0.3, True),
    "horn": Voice(_held_note([0.8, 1.0, 0.6, 0.35, 0.2, 0.1, 0.06], 8), 0.07, 0.35),
    "spiccato": Voice(_short_strings, 0.006, 0.12),
    "soft_kick": Voice(_kick(120, 46, 30, 9, 0.05)),
    "punch_kick": Voice(_kick(230, 50, 42, 8, 0.2)),
    "taiko": Voice(_kick(110, 58, 14, 3.4, 0.15)),
    "low_tom": Voice(_kick(150, 88, 16, 5.5, 0.12)),
    "rim_snare": Voice(_rim_snare),
    "clap": Voice(_clap),
    "soft_hat": Voice(_cymbal(0.15, 6500, 11000, 60, 31)),
    "bright_hat": Voice(_cymbal(0.2, 7500, 15000, 42, 33)),
    "crash": Voice(_cymbal(2.5, 2800, 13000, 1.9, 35)),
}


def voice(name: str) -> Voice:
    return _VOICES[name]


@lru_cache(maxsize=96)
def sound(name: str, pitch: int) -> Wave:
    """What an instrument gives at a pitch."""
    return np.ascontiguousarray(_VOICES[name].sound(pitch), dtype=np.float32)
