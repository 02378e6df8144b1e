"""Footage made by script: someone talks, every frame carries its number, every pause is known.

The picture is a room with grain and a head that moves, which costs a coder about what a recorded
interview costs. Its number is written as blocks along the lower edge, between a white and a black one,
so that it survives grading and coding. The sound is syllables of noise and tone that never repeat.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workprint.ffmpeg import binary

BITS = 14
BLOCKS = BITS + 2
"""A white block, the bits from the lowest on, a black block."""
STRIP = 24
"""The strip's height is the picture's through this."""
SAMPLE_RATE = 48_000
SENTENCE = Fraction(32, 10)
PAUSE = Fraction(8, 10)
"""Seconds: what is said, and the pause after it, over and over."""
COLOUR = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")

Pixels = NDArray[np.uint8]
Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Footage:
    """A kind of recording. `gap` is the most frames between keyframes; `still` a screen, on which
    little moves; `uneven` a phone's frames, which do not come evenly."""

    name: str
    seconds: int
    width: int = 1920
    height: int = 1080
    gap: int = 30
    still: bool = False
    uneven: bool = False
    seed: int = 1
    rate: int = 30

    @property
    def frames(self) -> int:
        return self.seconds * self.rate

    def made(self, folder: Path) -> Path:
        """The recording's file in `folder`; made where it is not there."""
        told = f"{self.name}-{self.width}x{self.height}-{self.seconds}s-g{self.gap}"
        path = folder / f"{told}.mp4"
        if not path.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            _make(self, path)
        return path


def strip(number: int, width: int, height: int) -> Pixels:
    """The blocks that say `number`, grey."""
    levels = [235, *(200 if number >> bit & 1 else 40 for bit in range(BITS)), 16]
    edges = np.linspace(0, width, BLOCKS + 1).round().astype(int)
    return np.repeat(np.repeat(np.array([levels], np.uint8), np.diff(edges), axis=1), height, axis=0)


def strip_height(height: int) -> int:
    """The height of the strip in a picture of that height, even."""
    return max(8, height // STRIP // 2 * 2)


def speech(seconds: float, seed: int) -> Sound:
    """Sentences and pauses: five syllables a second, each of its own tone, hiss and loudness."""
    rng = np.random.default_rng(seed)
    count = int(seconds * SAMPLE_RATE)
    time = np.arange(count) / SAMPLE_RATE
    syllable = (time * 5).astype(int)
    pitch = rng.uniform(95, 210, syllable[-1] + 1)[syllable]
    level = rng.uniform(0.3, 1.0, syllable[-1] + 1)[syllable]
    tone = sum(np.sin(2 * np.pi * part * np.cumsum(pitch) / SAMPLE_RATE) / part for part in (1, 2, 3, 5, 8))
    hiss = np.convolve(rng.standard_normal(count), np.ones(6) / 6, "same")
    envelope = np.sin(np.pi * (time * 5 % 1)) ** 0.5
    cycle = float(SENTENCE + PAUSE)
    talking = (time % cycle) < float(SENTENCE)
    said = (0.12 * tone + 0.35 * hiss) * level * envelope * talking
    return (said * 0.5 + 0.0006 * rng.standard_normal(count)).astype(np.float32)


def spoken(frames: int, rate: int) -> Iterator[tuple[int, int]]:
    """First and end frame of every sentence, with a little air around it."""
    cycle, said = int((SENTENCE + PAUSE) * rate), int((SENTENCE + Fraction(1, 5)) * rate)
    for start in range(0, frames, cycle):
        yield start, min(frames, start + said)


def _room(width: int, height: int, seed: int) -> Pixels:
    """A still background with shelves and shades, RGB."""
    rng = np.random.default_rng(seed)
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    shade = 70 + 60 * across + 30 * np.sin(3 * down + seed)
    books = np.repeat(np.repeat(rng.uniform(-25, 25, (12, 60)), -(-height // 12), 0), -(-width // 60), 1)
    grey = shade + books[:height, :width] + rng.normal(0, 3, (height, width))
    colour = np.stack([grey * 1.05, grey, grey * 0.9 + 10 * down], axis=2)
    return np.clip(colour, 0, 255).astype(np.uint8)


def _head(size: int) -> Pixels:
    """Who talks: an oval with shades, RGBA."""
    across, down = np.meshgrid(np.linspace(-1, 1, size), np.linspace(-1, 1, size))
    far = np.hypot(across * 1.3, down)
    texture = np.random.default_rng(5).normal(0, 5, (size, size))
    light = 200 - 60 * far + 20 * across + texture - 70 * (np.hypot(across * 3, (down - 0.4) * 8) < 0.6)
    picture = np.stack([light, light * 0.8, light * 0.7, np.where(far < 0.95, 255, 0)], axis=2)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _make(kind: Footage, path: Path) -> None:
    room, head, said = (path.with_suffix(f".{part}") for part in ("room", "head", "said"))
    size, tall = kind.height // 2 * 2 * 2 // 3, strip_height(kind.height)
    room.write_bytes(_room(kind.width, kind.height, kind.seed).tobytes())
    head.write_bytes(_head(size).tobytes())
    speech(kind.seconds, kind.seed).tofile(said)
    part = path.with_suffix(".part")
    rate = str(kind.rate)
    moves = "x='W/3+W/40*sin(2.1*t)+W/90*sin(7.3*t)':y='H/5+H/60*sin(3.7*t)'"
    alive = "null" if kind.still else "noise=c0s=3:c0f=t"
    if kind.still:
        moves = "x='W/3+W/8*floor(mod(t/3,4))':y='H/5'"
    graph = (
        f"[0]format=yuv420p,loop=-1:1[r];[1]format=yuva420p,loop=-1:1[h];[r][h]overlay={moves},{alive}[p];"
        f"[2]format=yuv420p[s];[p][s]overlay=0:H-h:shortest=1,format=yuv420p,setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    )
    if kind.uneven:
        # As a phone in poor light: each frame a little late, one in eleven left out.
        graph += r",select='mod(n\,11)-7',settb=1/90000,setpts='floor(PTS+900*sin(N*1.7))'"
    args = [
        binary(), "-v", "error", "-y",
        *_raw("rgb24", f"{kind.width}x{kind.height}", rate), "-i", str(room),
        *_raw("rgba", f"{size}x{size}", rate), "-i", str(head),
        *_raw("gray", f"{kind.width}x{tall}", rate), "-i", "-",
        "-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "1", "-i", str(said),
        "-filter_complex", f"{graph}[v]", "-map", "[v]", "-map", "3:a",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-g", str(kind.gap), "-profile:v", "high", *COLOUR,
        "-fps_mode", "passthrough", "-video_track_timescale", "90000",
        "-c:a", "aac", "-b:a", "192k", "-t", str(kind.seconds), "-f", "mp4", str(part),
    ]  # fmt: skip
    _fed(args, lambda number: strip(number, kind.width, tall).tobytes(), kind.frames)
    part.replace(path)
    for each in (room, head, said):
        each.unlink()


def _raw(pixels: str, size: str, rate: str) -> list[str]:
    return ["-f", "rawvideo", "-pix_fmt", pixels, "-s", size, "-r", rate]


def _fed(args: list[str], frame: Callable[[int], bytes], count: int) -> None:
    with subprocess.Popen(args, stdin=subprocess.PIPE) as child:
        assert child.stdin
        for number in range(count):
            child.stdin.write(frame(number))
        child.stdin.close()
    if child.returncode:
        raise SystemExit(f"The footage could not be made: FFmpeg ended with {child.returncode}.")
