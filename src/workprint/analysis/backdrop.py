"""How light the picture is, and where: what letters over it have to stand out from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workprint.base import LINEAR, WEIGHTS
from workprint.model import Fact, MediaFile

from .decode import pictures
from .detector import Progress, Watch

COLUMNS, ROWS = 4, 12
"""Parts of the picture that are told."""
CELL = 12
"""Pixels of a part, each way, that are looked at."""
RATE = Fraction(1)
"""Pictures a second."""
KEYS_FROM = 30
"""Seconds of a file from which on only its key frames are decoded."""
DARK, LIGHT = 5, 95
"""Percentiles of a part's light: what fewer pixels have is no background."""
ALIKE = 0.03
"""Light by which every part may change before a new fact begins."""
BLOCK = 16
STILL = 0.04
"""Seconds that a photo is taken to last."""

Cells = NDArray[np.float64]


@dataclass(frozen=True)
class Backdrop:
    """One fact per stretch in which the light hardly changes, value {"cells": rows from the top of
    parts from the left of [dark, light]}: relative luminance, 0 (black) to 1, that 5 % and 95 % of the
    part's pixels do not reach. Always at least one fact: a second is told by the picture it begins with.
    """

    name: str = "backdrop"
    version: int = 1
    kinds: tuple[str, ...] = ("backdrop",)
    needs: Literal["picture"] = "picture"

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        length = float(media.duration) or STILL
        watch = Watch(media, on_progress)
        found: list[tuple[float, Cells]] = []
        # Of what is shorter than two seconds two pictures are seen all the same.
        rate = max(RATE, Fraction(2 / length).limit_denominator(1000))
        for index, cells in enumerate(_seen(path, media, rate, cancel)):
            at = float(index / rate)
            if at < length and (not found or np.abs(found[-1][1] - cells).max() > ALIKE):
                found.append((at, cells))
            watch.at(at)
        ends = [at for at, _ in found[1:]] + [length]
        return [
            Fact(kind="backdrop", start=at, end=round(end, 3), value=_told(cells), source=self.name)
            for (at, cells), end in zip(found, ends, strict=True)
        ]


def _seen(path: Path, media: MediaFile, rate: Fraction, cancel: Event | None) -> Iterator[Cells]:
    """The light of the parts of each picture."""
    light, weights = np.array(LINEAR), np.array(WEIGHTS)
    keys = media.duration > KEYS_FROM
    for block in pictures(path, media, COLUMNS * CELL, ROWS * CELL, rate, BLOCK, cancel, key_only=keys):
        for picture in block:
            parts = (light[picture] @ weights).reshape(ROWS, CELL, COLUMNS, CELL).swapaxes(1, 2)
            dark, bright = np.percentile(parts.reshape(ROWS, COLUMNS, -1), (DARK, LIGHT), axis=2)
            yield np.stack([dark, bright], axis=2)


def _told(cells: Cells) -> dict[str, object]:
    return {"cells": np.round(cells, 3).tolist()}
