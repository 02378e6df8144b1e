"""How loud speech is, and making it as loud as it should be.

Loudness is that of ITU-R BS.1770-4: the K-weighted power of blocks of 400 ms that overlap by three
quarters, those below -70 LUFS and those 10 LU below the mean of the rest left out.
"""

from __future__ import annotations

import numpy as np
from scipy.signal import bilinear, lfilter

from workprint.base import SAMPLE_RATE

from .speaker import Samples

VOICE = -16.0
"""LUFS of a voice: under it a film meets -14 with all that sounds besides."""
PEAK = 10 ** (-1.5 / 20)
_KNEE = 0.6 * PEAK


def loudness(samples: Samples) -> float:
    """LUFS of mono sound at 48 kHz; -70 for silence. On two channels it is as loud."""
    weighted = _weighted(samples)
    block, step = SAMPLE_RATE * 2 // 5, SAMPLE_RATE // 10
    if len(weighted) < block:
        weighted = np.pad(weighted, (0, block - len(weighted)))
    sums = np.concatenate([[0.0], np.cumsum(np.square(weighted))])
    starts = np.arange(0, len(weighted) - block + 1, step)
    power = (sums[starts + block] - sums[starts]) / block
    power = power[_lufs(power) > -70]
    if not power.size:
        return -70.0
    kept = power[_lufs(power) > _lufs(power.mean()) - 10]
    return float(_lufs(kept.mean()))


def levelled(samples: Samples, target: float = VOICE) -> Samples:
    """The sound at a loudness, by one gain; peaks above the ceiling are rounded off, and what that takes
    is made up for once."""
    for _ in range(2):
        gain = np.float32(10 ** ((target - loudness(samples)) / 20))
        samples = _held(samples * gain)
    return samples


def _held(samples: Samples) -> Samples:
    size = np.abs(samples)
    room = PEAK - _KNEE
    bent = np.sign(samples) * (_KNEE + room * np.tanh((size - _KNEE) / room))
    return np.where(size > _KNEE, bent, samples).astype(np.float32)


def _lufs(power: np.ndarray | np.floating) -> np.ndarray:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))


def _weighted(samples: Samples) -> np.ndarray:
    """The two filters of the standard, from their analogue poles (a shelf at 1682 Hz, a cut at 38 Hz)."""
    high, low = 2 * np.pi * 1681.97, 2 * np.pi * 38.135
    gain, share = 10 ** (3.99984 / 20), 10 ** (3.99984 * 0.4996 / 20)
    quality = 0.70717
    shelf = bilinear(
        [gain, share * high / quality, high**2], [1, high / quality, high**2], fs=_warped(high, SAMPLE_RATE)
    )
    cut = bilinear([1, 0, 0], [1, low / 0.50033, low**2], fs=SAMPLE_RATE)
    return np.asarray(lfilter(*cut, lfilter(*shelf, samples.astype(np.float64))))


def _warped(pole: float, rate: int) -> float:
    """The rate at which the bilinear transform leaves a pole where it is."""
    return float(pole / 2 / np.tan(pole / 2 / rate))
