"""Films drawn with known cuts, dissolves and fades, and with what is often mistaken for them: flashes, whip
pans, titles, lamps that are switched, things that pass close by. One seed makes one film, always the same.

The families of shots in `HELD_OUT` are in no film that the detector was tuned on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from footage import ffmpeg

WIDTH, HEIGHT = 160, 90
Frames = NDArray[np.float32]
Rng = np.random.Generator
Shot = Callable[[Rng, int], Frames]


@dataclass(frozen=True)
class Boundary:
    """Where a new shot begins: by a "cut" at `start`, or by a "dissolve" or "fade" from `start` to `end` (s)."""

    start: float
    end: float
    kind: str


@dataclass(frozen=True)
class Made:
    """A film and what is true of it; `traps` says what else is in it, with its second."""

    path: Path
    rate: int
    length: float
    boundaries: tuple[Boundary, ...]
    traps: tuple[tuple[str, float], ...]


def texture(rng: Rng, width: int, height: int, grain: int = 8) -> Frames:
    """A coloured pattern of soft blobs, 0 to 1."""
    picture = np.zeros((height, width, 3), np.float32)
    palette = rng.uniform(0.05, 0.95, (3, 3)).astype(np.float32)
    for colour in palette:
        small = rng.uniform(0, 1, (max(2, height // grain), max(2, width // grain))).astype(np.float32)
        rows = np.linspace(0, small.shape[0] - 1, height)
        columns = np.linspace(0, small.shape[1] - 1, width)
        r, c = rows.astype(int), columns.astype(int)
        fr, fc = (rows - r)[:, None], (columns - c)[None, :]
        r1, c1 = np.minimum(r + 1, small.shape[0] - 1), np.minimum(c + 1, small.shape[1] - 1)
        soft = (small[r][:, c] * (1 - fr) + small[r1][:, c] * fr) * (1 - fc)
        soft += (small[r][:, c1] * (1 - fr) + small[r1][:, c1] * fr) * fc
        picture += soft[..., None] * colour
    return np.clip(picture / picture.max(), 0, 1)


def _still(rng: Rng, count: int) -> Frames:
    return np.repeat(texture(rng, WIDTH, HEIGHT, int(rng.integers(6, 20)))[None], count, axis=0)


def _pan(rng: Rng, count: int, speed: float | None = None) -> Frames:
    pace = speed or rng.uniform(0.3, 1.5)
    wide = texture(rng, WIDTH + int(pace * count) + 2, HEIGHT + 8, int(rng.integers(8, 24)))
    up = rng.integers(0, 8)
    return np.stack([wide[up : up + HEIGHT, int(n * pace) : int(n * pace) + WIDTH] for n in range(count)])


def _handheld(rng: Rng, count: int) -> Frames:
    wide = texture(rng, WIDTH + 16, HEIGHT + 16, int(rng.integers(8, 20)))
    way = np.clip(np.cumsum(rng.normal(0, 0.7, (count, 2)), axis=0) + 8, 0, 15).astype(int)
    return np.stack([wide[y : y + HEIGHT, x : x + WIDTH] for y, x in way])


def _zoom(rng: Rng, count: int) -> Frames:
    wide = texture(rng, WIDTH * 2, HEIGHT * 2, 16)
    found = []
    for n in range(count):
        share = 1 - 0.45 * n / max(1, count - 1)
        h, w = int(HEIGHT * 2 * share), int(WIDTH * 2 * share)
        top, left = (HEIGHT * 2 - h) // 2, (WIDTH * 2 - w) // 2
        rows = top + np.arange(HEIGHT) * h // HEIGHT
        columns = left + np.arange(WIDTH) * w // WIDTH
        found.append(wide[rows][:, columns])
    return np.stack(found)


def _mover(rng: Rng, count: int) -> Frames:
    """Something of a colour crosses the picture."""
    frames = _still(rng, count).copy()
    colour, radius = rng.uniform(0, 1, 3), rng.uniform(8, 22)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    start, way = rng.uniform(0, [HEIGHT, WIDTH]), rng.uniform(-1.4, 1.4, 2)
    for n in range(count):
        cy, cx = (start + way * n) % [HEIGHT, WIDTH]
        frames[n][(y - cy) ** 2 + (x - cx) ** 2 < radius**2] = colour
    return frames


def _speaker(rng: Rng, count: int) -> Frames:
    """A head that sways before a plain wall."""
    frames = np.empty((count, HEIGHT, WIDTH, 3), np.float32)
    frames[:] = rng.uniform(0.2, 0.9, 3)
    frames += (texture(rng, WIDTH, HEIGHT, 30) - 0.5) * 0.15
    skin, shirt = rng.uniform(0.4, 0.9, 3), rng.uniform(0, 1, 3)
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    place, phase = rng.uniform(0.3, 0.7) * WIDTH, rng.uniform(0, 6)
    for n in range(count):
        cx = place + 3 * np.sin(n / 14 + phase)
        frames[n][(y > HEIGHT * 0.68) & (np.abs(x - cx) < 40)] = shirt
        frames[n][((y - HEIGHT * 0.45) / 22) ** 2 + ((x - cx) / 15) ** 2 < 1] = skin
    return np.clip(frames, 0, 1)


def _slide(rng: Rng, count: int) -> Frames:
    """A page of lines: two of them differ by little."""
    page = np.full((HEIGHT, WIDTH, 3), rng.uniform(0.85, 1.0), np.float32)
    ink = rng.uniform(0, 0.4, 3)
    for row in range(int(rng.integers(3, 9))):
        top = 10 + row * 9
        page[top : top + 3, 12 : 12 + int(rng.integers(30, 130))] = ink
    if rng.random() < 0.5:
        left, top = rng.integers(60, 100), rng.integers(8, 40)
        page[top : top + 36, left : left + 50] = rng.uniform(0, 1, 3)
    return np.repeat(page[None], count, axis=0)


def _night(rng: Rng, count: int) -> Frames:
    return _handheld(rng, count) * rng.uniform(0.12, 0.3)


def _water(rng: Rng, count: int) -> Frames:
    """Waves of light everywhere, always moving."""
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    base = rng.uniform(0.1, 0.7, 3)
    waves = rng.uniform([0.02, 0.05, 0.05], [0.12, 0.25, 0.4], (6, 3))
    frames = np.empty((count, HEIGHT, WIDTH, 3), np.float32)
    for n in range(count):
        light = sum(np.sin(a * x + b * y + c * n) for a, b, c in waves) / 12
        frames[n] = base + light[..., None]
    return np.clip(frames, 0, 1)


def _crowd(rng: Rng, count: int) -> Frames:
    """Many small things, each going its way."""
    frames = _still(rng, count).copy() * 0.6
    places, ways = rng.uniform(0, [HEIGHT, WIDTH], (40, 2)), rng.uniform(-2.5, 2.5, (40, 2))
    colours, size = rng.uniform(0, 1, (40, 3)), rng.integers(3, 8, 40)
    for n in range(count):
        for (y, x), colour, s in zip((places + ways * n) % [HEIGHT, WIDTH], colours, size, strict=True):
            frames[n, int(y) : int(y) + s * 2, int(x) : int(x) + s] = colour
    return frames


TUNED: dict[str, Shot] = {"still": _still, "pan": _pan, "handheld": _handheld, "zoom": _zoom, "mover": _mover, "speaker": _speaker, "slide": _slide}  # fmt: skip
HELD_OUT: dict[str, Shot] = {**TUNED, "night": _night, "water": _water, "crowd": _crowd}


def _whip(rng: Rng, shot: Frames, rate: int) -> Frames:
    """The camera is torn aside within a third of a second, from the shot into more of the same place."""
    count = max(6, rate // 3)
    place = np.concatenate([shot[-1], texture(rng, WIDTH * 2, HEIGHT, 12)], axis=1)
    steps = (np.sin(np.linspace(-np.pi / 2, np.pi / 2, count)) + 1) / 2 * (WIDTH * 2 - 1)
    turned = np.stack(
        [_streaked(place, int(step), 24 if 2 < n < count - 3 else 1) for n, step in enumerate(steps)]
    )
    rest = np.repeat(place[None, :, WIDTH * 2 - 1 : WIDTH * 3 - 1], rate, axis=0)
    return np.concatenate([shot, turned, rest])


def _streaked(place: Frames, left: int, blur: int) -> Frames:
    parts = [place[:, max(0, left - n) : max(0, left - n) + WIDTH] for n in range(0, blur, 4)] or [
        place[:, left : left + WIDTH]
    ]
    return np.mean(parts, axis=0)


def _trap(rng: Rng, shot: Frames, rate: int) -> tuple[Frames, str, int]:
    """A shot with something in it that is no cut; its name and frame."""
    kind = str(rng.choice(["flash", "flashes", "lamp", "title", "passer", "whip"]))
    shot = shot.copy()
    at = int(rng.integers(rate // 2, max(rate // 2 + 1, len(shot) - rate)))
    if kind == "whip":
        return _whip(rng, shot, rate), kind, len(shot)
    if kind in ("flash", "flashes"):
        for first in range(at, at + (1 if kind == "flash" else 5 * 6), 6):
            shot[first : first + int(rng.integers(1, 4))] = rng.uniform(0.9, 1.0)
    elif kind == "lamp":
        ramp = np.clip((np.arange(len(shot)) - at) / (rate * 1.2), 0, 1)[:, None, None, None]
        shot = shot * (1 - 0.55 * ramp)
    elif kind == "title":
        ramp = np.clip((np.arange(len(shot)) - at) / (rate * 0.5), 0, 1)[:, None, None, None]
        band = (slice(None), slice(30, 52), slice(24, 136))
        shot[band] = shot[band] * (1 - ramp) + ramp
    else:
        for n in range(at, min(at + rate // 2, len(shot))):
            left = int((n - at) / (rate / 2) * (WIDTH + 90)) - 90
            shot[n][:, max(0, left) : max(0, left + 90)] = 0.15
    return np.clip(shot, 0, 1), kind, at


def _joined(rng: Rng, film: list[Frames], shot: Frames, rate: int) -> tuple[list[Frames], int, int, str]:
    """The film with the next shot: where the change begins and ends, and its kind."""
    before = sum(map(len, film))
    kind = str(rng.choice(["cut", "cut", "cut", "dissolve", "fade"]))
    if kind == "cut":
        return [*film, shot], before, before, kind
    length = int(rng.uniform(0.4, 1.4) * rate)
    last = film[-1]
    length = min(length, len(last) // 3, len(shot) // 3)
    ramp = (np.arange(1, length + 1) / (length + 1))[:, None, None, None].astype(np.float32)
    if kind == "dissolve":
        mixed = last[-length:] * (1 - ramp) + shot[:length] * ramp
        return [*film[:-1], last[:-length], mixed, shot[length:]], before - length, before, kind
    ground = np.float32(rng.choice([0.0, 0.0, 1.0]))
    out, into = last[-length:] * (1 - ramp) + ground * ramp, ground * (1 - ramp) + shot[:length] * ramp
    empty = np.full((int(rng.integers(2, rate // 2)), HEIGHT, WIDTH, 3), ground, np.float32)
    end = before + len(empty) + length
    return [*film[:-1], last[:-length], out, empty, into, shot[length:]], before - length, end, kind


def make(path: Path, seed: int, families: dict[str, Shot], shots: int = 9) -> Made:
    """Draw a film and write it, compressed as films are."""
    rng = np.random.default_rng(seed)
    rate = int(rng.choice([24, 25, 30]))
    film: list[Frames] = []
    boundaries: list[Boundary] = []
    traps: list[tuple[str, float]] = []
    for number in range(shots):
        shot = families[str(rng.choice(list(families)))](rng, int(rng.uniform(1.6, 4.5) * rate))
        trap = ""
        if rng.random() < 0.5:
            shot, trap, at = _trap(rng, shot, rate)
        if not number:
            film, start = [shot], 0
        else:
            film, first, last, kind = _joined(rng, film, shot, rate)
            boundaries.append(Boundary(first / rate, last / rate, kind))
            start = sum(map(len, film)) - len(shot)
        if trap:
            traps.append((trap, (start + at) / rate))
    frames = np.concatenate(film)
    frames = np.clip(frames + rng.normal(0, rng.uniform(0, 0.02), frames.shape), 0, 1)
    raw = (frames * 255).astype(np.uint8).tobytes()
    ffmpeg("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(rate), "-i", "-",
           "-c:v", "libx264", "-preset", "veryfast", "-crf", str(int(rng.integers(20, 32))), "-pix_fmt", "yuv420p", str(path), data=raw)  # fmt: skip
    return Made(path, rate, len(frames) / rate, tuple(boundaries), tuple(traps))
