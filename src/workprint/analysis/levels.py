"""How loud a recording is from moment to moment: what two recordings of one event have in common."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

import numpy as np

from workprint.model import Fact, MediaFile

from .decode import sound
from .detector import Progress, Watch

RATE = 8_000
STEPS = 100
"""Steps a second."""
VOICES = "highpass=f=200,lowpass=f=3400"
"""What microphones that stand apart hear alike."""
FLOOR = -96.0
"""dBFS of the lowest level that is told."""


@dataclass(frozen=True)
class Levels:
    """One fact over the file: {"rate": steps a second, "levels": base64 of one byte for each step, the level
    between 200 and 3400 Hz in half decibels above -96 dBFS}.
    """

    name: str = "levels"
    version: int = 1
    kinds: tuple[str, ...] = ("levels",)
    needs: Literal["sound"] = "sound"

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        watch, levels = Watch(media, on_progress), bytearray()
        for number, block in enumerate(sound(path, media, RATE, RATE, cancel, VOICES), 1):
            power = np.square(block.astype(np.float64)).reshape(-1, RATE // STEPS).mean(axis=1)
            above = 10 * np.log10(power + 10 ** (FLOOR / 10)) - FLOOR
            levels += np.clip(np.round(2 * above), 0, 255).astype(np.uint8).tobytes()
            watch.at(number)
        told = bytes(levels[: round(float(media.duration) * STEPS)])
        value = {"rate": STEPS, "levels": base64.b64encode(told).decode("ascii")}
        return [Fact(kind="levels", start=0, end=float(media.duration), value=value, source=self.name)]
