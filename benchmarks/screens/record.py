"""A made recording: its looks drawn from a seed, its picture through FFmpeg, its truth beside it."""

from __future__ import annotations

import dataclasses
import itertools
import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from workprint.ffmpeg import binary

from .acting import Actor
from .desktop import Desktop, Manner, pointer_for
from .sprites import sprite

TUNED = ("light", "dark", "blue", "night")
HELD_OUT = (*TUNED, "paper", "contrast", "mauve")
"""Themes that are seen in recordings of each half: three are never tuned on."""
ARROWS = ("mac", "windows", "gnome")
ARROWS_HELD_OUT = (*ARROWS, "breeze", "slim")
SIZES = ((1280, 720), (1280, 720), (1440, 900), (1920, 1080), (1920, 1080), (2560, 1600))
IDLE = 2.0
"""Seconds for which nothing must happen to count as idle."""


@dataclass(frozen=True)
class Look:
    """All that a recording's looks are drawn from."""

    manner: Manner
    size: tuple[int, int] = (1280, 720)
    fps: int = 30
    crf: int = 23
    arrow: str = "mac"
    dark: bool = True
    pointer: float = 1.0
    """Size of the pointer, 1 for one of about 18 pixels."""
    border: float = 1.0
    shadow: bool = False


@dataclass
class Truth:
    """What happened: seconds and pixels."""

    width: int
    height: int
    duration: float
    clicks: list[tuple[float, float, float]] = field(default_factory=list)
    typing: list[tuple[float, ...]] = field(default_factory=list)
    scrolls: list[tuple[float, ...]] = field(default_factory=list)
    keys: list[tuple[float, str]] = field(default_factory=list)
    path: list[tuple[float, float, float]] = field(default_factory=list)
    idle: list[tuple[float, float]] = field(default_factory=list)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(dataclasses.asdict(self)), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Truth:
        return cls(**json.loads(path.read_text("utf-8")))


def look(seed: int, held_out: bool) -> Look:
    """The looks of a recording. Half of those held out have a theme or a pointer never tuned on."""
    rng = np.random.default_rng([seed, 77])
    size = SIZES[int(rng.integers(len(SIZES)))]
    unit = {1280: 1.0, 1440: 1.0, 1920: float(rng.choice([1.0, 1.25, 1.5])), 2560: 2.0}[size[0]]
    flag = rng.random(8) < (0.5, 0.6, 0.3, 0.6, 0.3, 0.35, 0.4, 0.2)
    manner = Manner(
        theme=str(rng.choice(HELD_OUT if held_out else TUNED)),
        unit=unit,
        hover=float(rng.choice([0.0, 0.06, 0.12, 0.25])),
        hover_time=float(rng.choice([0.0, 0.0, 0.15])),
        press=bool(flag[1]),
        ripple=bool(flag[2]),
        shapes=bool(flag[3]),
        tooltips=bool(flag[4]),
        spinner=bool(flag[5]),
        clock=bool(flag[6]),
        film=bool(flag[7]),
        caret=float(rng.choice([0.5, 0.53, 0.6])),
        delay=float(rng.uniform(0.0, 0.07)),
    )
    return Look(
        manner,
        size=size,
        fps=int(rng.choice([15, 30, 30, 60])),
        crf=int(rng.choice([18, 23, 28, 34])),
        arrow=str(rng.choice(ARROWS_HELD_OUT if held_out else ARROWS)),
        dark=bool(rng.random() < 0.5),
        pointer=unit * float(rng.choice([1.0, 1.0, 1.25, 1.6])),
        border=float(rng.choice([1.0, 1.3])),
        shadow=bool(flag[0]),
    )


def make(path: Path, seed: int, seconds: float, seen: Look) -> Truth:
    """Write a recording (`path`, with its truth beside it as .json) and say what happens in it."""
    rng = np.random.default_rng(seed)
    desk = Desktop(seen.manner, seen.size, rng)
    actor = Actor(desk, rng, seen.fps)
    filmed(path, desk, actor, seen, int(seconds * seen.fps))
    done = actor.done
    truth = Truth(
        seen.size[0],
        seen.size[1],
        seconds,
        clicks=[each for each in done.clicks if each[0] < seconds - 0.2],
        typing=ended(done.typing, seconds),
        scrolls=ended(done.scrolls, seconds),
        keys=done.keys,
        path=done.path,
        idle=idle(done.busy, seconds),
    )
    truth.save(path.with_suffix(".json"))
    return truth


def ended(stretches: list[tuple[float, ...]], seconds: float) -> list[tuple[float, ...]]:
    """What began at least a second before the end, no longer than that."""
    return [(each[0], min(each[1], seconds), *each[2:]) for each in stretches if each[0] < seconds - 1]


def idle(busy: list[float], seconds: float) -> list[tuple[float, float]]:
    """The stretches between what happens that are long enough."""
    times = sorted([0.0, *(t for t in busy if t < seconds), seconds])
    return [(a, b) for a, b in itertools.pairwise(times) if b - a >= IDLE]


def filmed(
    path: Path,
    desk: Desktop,
    actor: Actor,
    seen: Look,
    frames: int,
    note: Callable[[int], None] = lambda index: None,
) -> None:
    """Write what somebody does on a desktop; `note` is told the number of each frame once it is drawn."""
    pointers = {
        kind: sprite(kind or seen.arrow, seen.dark or kind == "beam", seen.pointer, seen.border, seen.shadow)
        for kind in ("", "hand", "beam")
    }
    width, height = seen.size
    line = [binary(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{width}x{height}"]
    line += ["-r", str(seen.fps), "-i", "-", "-c:v", "libx264", "-preset", "veryfast", "-crf", str(seen.crf)]
    line += ["-pix_fmt", "yuv420p", "-g", str(seen.fps * 5), str(path)]
    acting = actor.play(frames / seen.fps + 60)
    with subprocess.Popen(line, stdin=subprocess.PIPE) as process:
        assert process.stdin
        for index in range(frames):
            desk.now = index / seen.fps
            next(acting)
            picture = desk.draw()
            note(index)
            thing, _ = desk.under(actor.x, actor.y)
            pointers[pointer_for(thing, seen.manner)].onto(picture, actor.x, actor.y)
            process.stdin.write(picture.tobytes())
    if process.returncode:
        raise RuntimeError(f"FFmpeg could not write {path}")
