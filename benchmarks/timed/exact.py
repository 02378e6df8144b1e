"""Is a file what was asked for? Strictly decoded, every frame's number read from its picture, the
sound laid against that of the source at every cut."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workprint.ffmpeg import binary

from .footage import BITS, BLOCKS, SAMPLE_RATE, STRIP, Sound

WIDE = 8
"""Columns that a block has when it is read."""
LEVELS = NDArray[np.float32]
REACH = SAMPLE_RATE // 2
"""Samples: how far away a piece of sound is looked for."""
Frame = tuple[int, ...]
"""What a frame should show: the number of one frame of the footage, or of two that are blended."""


@dataclass(frozen=True)
class Heard:
    """From sample `at` of the film on, for `count` samples, one hears the footage's from `source` on."""

    at: int
    source: int
    count: int
    footage: int = 0


@dataclass(frozen=True)
class Expected:
    """What a film must be: its frames, and where which sound is heard."""

    frames: tuple[Frame, ...]
    heard: tuple[Heard, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What was found: frames missing (or too many, negative), frames that show another number than they
    should, the largest lag of the sound in samples, and what a strict decoder says."""

    missing: int
    wrong: int
    lag: int
    error: str = ""

    @property
    def exact(self) -> bool:
        """Nothing missing, nothing wrong; the sound right to the sample, coders' rounding aside."""
        return not (self.error or self.missing or self.wrong) and self.lag <= 1

    def told(self) -> str:
        """In words, for the table."""
        if self.exact:
            return "exact"
        if self.error:
            return f"does not decode: {self.error}"
        parts = []
        if self.missing:
            parts.append(
                f"{self.missing} frames missing" if self.missing > 0 else f"{-self.missing} frames too many"
            )
        if self.wrong:
            parts.append(f"{self.wrong} frames wrong")
        if self.lag > 1:
            parts.append(f"sound up to {self.lag * 1000 / SAMPLE_RATE:.1f} ms off")
        return ", ".join(parts)


def sound_of(path: Path) -> Sound:
    """A file's sound, mono."""
    raw = subprocess.run(
        [binary(), "-v", "error", "-i", str(path), "-map", "0:a:0", *_mono(), "-"], capture_output=True, check=True
    ).stdout  # fmt: skip
    return np.frombuffer(raw, np.float32)


def _mono() -> list[str]:
    return ["-ac", "1", "-ar", str(SAMPLE_RATE), "-f", "f32le"]


def look(path: Path, listening: bool = False) -> tuple[LEVELS, Sound, str]:
    """The levels of every frame's blocks (0 black to 1 white), the sound, and what was wrong with the
    file for a decoder that forgives nothing. Sound is looked for only where one is `listening`."""
    read = f"crop=iw:floor(ih/{STRIP}/2)*2:0:ih-oh,scale={BLOCKS * WIDE}:4:flags=area,format=gray"
    with tempfile.TemporaryDirectory(prefix="workprint-bench-") as folder:
        wav = Path(folder, "sound")
        done = subprocess.run(
            [
                binary(), "-v", "error", "-xerror", "-err_detect", "explode", "-i", str(path),
                "-map", "0:v:0", "-vf", read, "-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1",
                *(["-map", "0:a:0", *_mono(), str(wav)] if listening else []),
            ],
            capture_output=True, check=False,
        )  # fmt: skip
        sound = np.fromfile(wav, np.float32) if wav.is_file() else np.zeros(0, np.float32)
    error = done.stderr.decode("utf-8", "replace").strip().splitlines()
    rows = np.frombuffer(done.stdout, np.uint8).reshape(-1, 4, BLOCKS, WIDE)
    levels = rows[:, 1:3, :, 2:-2].mean(axis=(1, 3), dtype=np.float32)
    white, black = levels[:, :1], levels[:, -1:]
    levels = (levels[:, 1:-1] - black) / np.maximum(white - black, 1)
    return levels, sound, (error[0] if error else "") if done.returncode or error else ""


def bits(number: int) -> NDArray[np.bool_]:
    return (number >> np.arange(BITS) & 1).astype(bool)


def shows(levels: LEVELS, frame: Frame) -> bool:
    """Whether a picture's blocks say what they should: the bits of its number; of two that are blended
    the bits that they share, and all others at one level between."""
    if len(frame) == 1:
        return bool(((levels > 0.5) == bits(frame[0])).all())
    before, after = bits(frame[0]), bits(frame[1])
    same = before == after
    if not ((levels > 0.5) == before)[same].all():
        return False
    weights = np.where(after, levels, 1 - levels)[~same]
    return weights.size == 0 or float(weights.max() - weights.min()) < 0.35


def lag(piece: Sound, whole: Sound, at: int) -> int:
    """By how many samples `piece` lies elsewhere in `whole` than at `at`."""
    low = max(0, at - REACH)
    window = whole[low : at + REACH + len(piece)]
    if len(window) < len(piece) or not piece.any():
        return REACH
    size = 1 << (len(window) + len(piece)).bit_length()
    found = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(piece, size)), size)
    return low + int(np.argmax(found[: len(window) - len(piece) + 1])) - at


def judge(path: Path, expected: Expected, sources: Sequence[Sound]) -> Verdict:
    """Hold a file against what it must be."""
    levels, sound, error = look(path, bool(expected.heard))
    wrong = sum(not shows(seen, frame) for seen, frame in zip(levels, expected.frames, strict=False) if frame)
    lags = [
        abs(lag(sound[each.at : each.at + each.count], sources[each.footage], each.source))
        for each in expected.heard
    ]
    return Verdict(len(expected.frames) - len(levels), wrong, max(lags, default=0), error)
