"""Speech and the silences between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Literal

import numpy as np

from workprint.model import Fact, MediaFile

from .decode import Samples, sound
from .detector import Progress, Watch
from .pauses import CELL, FLOOR_DB, Levels, Reach, Series, Stretch, audible, level, rest, speech_in
from .voice import RATE, WINDOW, Silero, Voice

BLOCK = 25
"""Voice windows decoded at a time: 0.8 s, which is also 80 cells of level."""
CELL_SAMPLES = 160
SHORTEST = 10
"""Cells of the shortest silence told."""
LEAST_VOICE = 10
"""Cells of voice below which a recording counts as one without speech."""


@dataclass(frozen=True)
class Speech:
    """Where someone speaks (`speech`) and where nobody does (`silence`, from 0.1 s on).

    A silence's value is {"level_db", "quiet", "by"}: how loud it is (dB of full scale), whether that
    is quiet beside the speech, and whether voice or, in a recording without speech, level decided.
    Head and tail are included; a sound that ends before the picture is followed by silence.
    """

    name: str = "speech"
    version: int = 1
    kinds: tuple[str, ...] = ("speech", "silence")
    needs: Literal["sound"] = "sound"
    voice: Callable[[], Voice] = Silero
    reach: Reach = field(default_factory=Reach)

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        likely, db = self._measured(path, media, on_progress, cancel)
        length = max(1, round(float(media.duration) / CELL))
        likely, db = _as_long(likely, length, 0.0), _as_long(db, length, FLOOR_DB)
        speech, found = speech_in(likely, db, self.reach)
        if sum(b - a for a, b in speech) >= LEAST_VOICE:
            heard = [self._speech(stretch, likely, db) for stretch in speech]
            return sorted(heard + self._silences(speech, db, found, "voice"), key=lambda fact: fact.start)
        sounding, found = audible(db, self.reach)
        return self._silences(sounding, db, found, "level")

    def _measured(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> tuple[Series, Series]:
        """Likelihood of a voice and level in dB, one of each per cell."""
        voice, watch = self.voice(), Watch(media, on_progress)
        likely: list[Series] = []
        db: list[Series] = []
        for block in sound(path, media, RATE, BLOCK * WINDOW, cancel, "highpass=f=70"):
            windows = block.reshape(BLOCK, WINDOW)
            judged = np.array([voice.likelihood(window) for window in windows], np.float32)
            centres = (np.arange(BLOCK * WINDOW // CELL_SAMPLES) + 0.5) * CELL_SAMPLES
            likely.append(judged[(centres // WINDOW).astype(int)])
            db.append(_levels(block))
            watch.at(len(db) * BLOCK * WINDOW / RATE)
        empty = np.zeros(0, np.float32)
        return np.concatenate([empty, *likely]), np.concatenate([empty, *db])

    def _speech(self, stretch: Stretch, likely: Series, db: Series) -> Fact:
        a, b = stretch
        sure = float(np.clip(np.percentile(likely[a:b], 75), 0.3, 1))
        value = {"level_db": round(level(db[a:b]), 1)}
        return Fact(
            kind="speech",
            start=_time(a),
            end=_time(b),
            value=value,
            confidence=round(sure, 3),
            source=self.name,
        )

    def _silences(self, loud: list[Stretch], db: Series, found: Levels, by: str) -> list[Fact]:
        facts = []
        for a, b in rest(loud, len(db)):
            if b - a < SHORTEST:
                continue
            here = level(db[a:b])
            quiet = here <= max(found.quiet, found.noise + 6)
            value = {"level_db": round(here, 1), "quiet": quiet, "by": by}
            sure = 0.95 if quiet else 0.7
            facts.append(
                Fact(
                    kind="silence",
                    start=_time(a),
                    end=_time(b),
                    value=value,
                    confidence=sure,
                    source=self.name,
                )
            )
        return facts


def _levels(block: Samples) -> Series:
    cells = block.reshape(-1, CELL_SAMPLES).astype(np.float64)
    power = np.mean(cells * cells, axis=1)
    db: Series = np.maximum(FLOOR_DB, 10 * np.log10(power + 1e-12)).astype(np.float32)
    return db


def _as_long(series: Series, length: int, filler: float) -> Series:
    """The series cut or continued to `length` cells."""
    missing = max(0, length - len(series))
    return np.concatenate([series[:length], np.full(missing, filler, np.float32)])


def _time(cell: int) -> float:
    return round(cell * CELL, 2)
