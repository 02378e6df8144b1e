"""What moves in a shot, and what the eye would go to where nothing does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from workprint.model import Fact, MediaFile

from .decode import pictures
from .detector import Progress, Watch
from .scene import BLOCK, FASTEST, HEIGHT, VERSION, WIDTH, Differences, changes, shots

APART = 0.2
"""Seconds between two pictures that are compared."""
NOISE = 0.05
"""Difference in brightness (0 to 1) that grain and compression make without anything moving."""
FULL = 0.2
"""Share of the picture that moves where the amount is 1."""
LONGEST = 300
"""Places told of a shot at most."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Place:
    """Of one moment: how much moves and where, and what stands out and how clearly."""

    amount: float
    x: float
    y: float
    eye: tuple[float, float, float] = (0.5, 0.5, 0.0)


@dataclass(frozen=True)
class Motion:
    """One fact per shot; value {"amount": 0 still to 1, "x", "y": the centre of what moves, "path":
    [[seconds, x, y], …] its course where it moves, "eye": [x, y, clearness 0 to 1] what stands out}.

    Moves of the camera as a whole are taken off. The shots are those of `scene`, and so is the version.
    """

    name: str = "motion"
    version: int = VERSION
    kinds: tuple[str, ...] = ("motion",)
    needs: Literal["moving"] = "moving"

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        assert media.video is not None
        rate = min(FASTEST, media.video.rate)
        every = max(1, round(APART * rate))
        watch, seen = Watch(media, on_progress), Differences(rate)
        places: list[Place] = []
        before: Numbers | None = None
        for block in pictures(path, media, WIDTH, HEIGHT, rate, BLOCK, cancel):
            for picture in block:
                if seen.count % every == 0:
                    grey = brightness(picture)
                    moved = place(grey, grey if before is None else before)
                    places.append(replace(moved, eye=centre(salience(picture))))
                    before = grey
                seen.add(picture)
            watch.at(float(seen.count / rate))
        seen.finish()
        found = shots(changes(seen), rate, float(media.duration), self.name)
        return [_fact(shot, places, float(every / rate), self.name) for shot in found]


def brightness(picture: NDArray[np.uint8]) -> Numbers:
    """Brightness, 0 to 1."""
    grey: Numbers = (picture @ np.array([0.299, 0.587, 0.114], np.float32) / 255).astype(np.float32)
    return grey


def place(now: Numbers, before: Numbers) -> Place:
    """What moved between two pictures beyond the camera."""
    moved = np.maximum(0, np.abs(now - shifted(before, *drift(before, now))) - NOISE)
    # What the shift of the camera brings in at the edges is nothing that moves.
    moved[:2], moved[-2:], moved[:, :2], moved[:, -2:] = 0, 0, 0, 0
    amount = min(1.0, float(np.mean(moved > 0)) / FULL)
    x, y, _ = centre(moved)
    return Place(amount, x, y)


def drift(before: Numbers, now: Numbers) -> tuple[int, int]:
    """How far the picture as a whole moved, in pixels down and right, by phase correlation (Kuglin and
    Hines 1975); nothing where that is not clear or is further than a quarter of the picture."""
    window = np.outer(np.hanning(now.shape[0]), np.hanning(now.shape[1]))
    a, b = (np.fft.rfft2((each - each.mean()) * window) for each in (before, now))
    cross = b * np.conj(a)
    same = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-9), now.shape)
    peak = int(np.argmax(same))
    down, right = divmod(peak, now.shape[1])
    down, right = (n - size if n > size // 2 else n for n, size in zip((down, right), now.shape, strict=True))
    clear = float(same.max()) > 0.25
    near = abs(down) <= now.shape[0] // 4 and abs(right) <= now.shape[1] // 4
    return (down, right) if clear and near else (0, 0)


def shifted(picture: Numbers, down: int, right: int) -> Numbers:
    return np.roll(picture, (down, right), axis=(0, 1))


def salience(picture: NDArray[np.uint8]) -> Numbers:
    """What stands out: how far each place's colour is from the picture's mean, where that is more than
    twice the usual (frequency-tuned salience: Achanta, Hemami, Estrada and Susstrunk 2009)."""
    soft = picture.astype(np.float32)
    for axis in (0, 1):
        soft = ((np.roll(soft, 1, axis) + 2 * soft + np.roll(soft, -1, axis)) / 4).astype(np.float32)
    far = np.linalg.norm(soft - soft.mean(axis=(0, 1)), axis=2)
    out: Numbers = np.where(far > 2 * far.mean(), far, 0).astype(np.float32)
    return out


def centre(weights: Numbers) -> tuple[float, float, float]:
    """The centre of some weights as shares of the picture, and how close around it they lie (0 to 1)."""
    total = float(weights.sum())
    if total <= 1e-6:
        return 0.5, 0.5, 0.0
    rows = (np.arange(weights.shape[0]) + 0.5) / weights.shape[0]
    columns = (np.arange(weights.shape[1]) + 0.5) / weights.shape[1]
    down, across = weights.sum(axis=1) / total, weights.sum(axis=0) / total
    x, y = float(columns @ across), float(rows @ down)
    # Evenly spread weights have a spread of 0.29.
    spread = float(np.sqrt(((columns - x) ** 2) @ across))
    return x, y, max(0.0, 1 - spread / 0.29)


def _fact(shot: Fact, places: list[Place], step: float, source: str) -> Fact:
    # A picture is compared with the one before: the first of a shot shows the cut.
    first, last = int(np.ceil(shot.start / step)), int(np.ceil(shot.end / step))
    mine = list(enumerate(places))[first:last]
    moves = [(n, p) for n, p in mine[1:] if p.amount > 0]
    value: dict[str, Any] = {"amount": 0.0, "x": 0.5, "y": 0.5, "path": [], "eye": [0.5, 0.5, 0.0]}
    eyes = [p.eye for _, p in mine]
    if eyes:
        value["eye"] = [round(float(np.median(numbers)), 3) for numbers in zip(*eyes, strict=True)]
    if moves:
        weights = np.array([p.amount for _, p in moves])
        value["amount"] = round(float(weights.sum()) / max(1, len(mine) - 1), 3)
        for key in ("x", "y"):
            value[key] = round(float(np.average([getattr(p, key) for _, p in moves], weights=weights)), 3)
        told = moves[:: -(-len(moves) // LONGEST)]
        value["path"] = [[round(n * step, 2), round(p.x, 3), round(p.y, 3)] for n, p in told]
    return Fact(kind="motion", start=shot.start, end=shot.end, value=value, source=source)
