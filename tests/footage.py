"""Footage made for tests: every frame carries its number, every sample is known.

A frame's number is written as 14 bits in a row of blocks, so that it survives scaling and coding;
the sound is seeded noise, so that the lag of any piece of it can be found to the sample.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workprint.ffmpeg import binary
from workprint.model import AudioStream, MediaFile, VideoStream

BITS = 14
WIDTH, HEIGHT = 224, 128
BLOCK = WIDTH // BITS
Pixels = NDArray[np.uint8]
Sound = NDArray[np.float32]


def ffmpeg(*args: str, data: bytes | None = None) -> bytes:
    """Run FFmpeg plainly, for making and reading test material."""
    done = subprocess.run(
        [binary(), "-v", "error", "-y", *args], input=data, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def frame(number: int, width: int = WIDTH, height: int = HEIGHT) -> Pixels:
    """The picture of frame `number`, grey."""
    bits = [(number >> bit) & 1 for bit in range(BITS)]
    row = np.repeat(np.array(bits, np.uint8) * 160 + 40, width // BITS)
    picture = np.full((height, width), 110, np.uint8)
    picture[height // 4 : height * 3 // 4, : row.size] = row
    return picture


def noise(seconds: float, seed: int = 1, rate: int = 48_000) -> Sound:
    """Mono noise in a band that survives AAC."""
    rng = np.random.default_rng(seed)
    white = rng.standard_normal(int(seconds * rate)).astype(np.float32)
    smooth = np.convolve(white, np.ones(12, np.float32) / 12, "same")
    return (smooth * 0.25).astype(np.float32)


def numbered(
    path: Path, frames: int, rate: Fraction | int = 30, *, first: int = 0, sound: bool = True, seed: int = 1,
    gop: int = 30, extra: Sequence[str] = (),
) -> MediaFile:  # fmt: skip
    """A clip of `frames` numbered frames with noise, and its description."""
    rate = Fraction(rate)
    data = b"".join(frame(first + index).tobytes() for index in range(frames))
    wav = path.with_suffix(".f32")
    noise(float(frames / rate), seed).tofile(wav)
    sound_args = ["-f", "f32le", "-ar", "48000", "-ac", "1", "-i", str(wav)] if sound else []
    ffmpeg(
        "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(rate), "-i", "-", *sound_args,
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", "-g", str(gop), "-pix_fmt", "yuv420p",
        "-c:a", "pcm_s16le", *extra, str(path), data=data,
    )  # fmt: skip
    wav.unlink()
    length = frames / rate
    return MediaFile(
        id=path.stem, name=path.stem, uri=str(path), hash=path.stem, size=path.stat().st_size, kind="video",
        duration=length,
        video=VideoStream(width=WIDTH, height=HEIGHT, rate=rate, duration=length, pixel_format="yuv420p"),
        audio=AudioStream(duration=length) if sound else None,
    )  # fmt: skip


def pictures(path: Path, width: int = WIDTH, height: int = HEIGHT, decoder: str = "") -> Pixels:
    """Every frame of a file, grey, scaled."""
    chosen = ["-c:v", decoder] if decoder else []
    raw = ffmpeg(*chosen, "-i", str(path), "-map", "0:v:0", "-vf", f"scale={width}:{height}:flags=area,format=gray",
                 "-fps_mode", "passthrough", "-f", "rawvideo", "-")  # fmt: skip
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width)


def numbers(path: Path) -> list[int]:
    """The frame numbers that a file shows, read from its pictures."""
    return [read(picture) for picture in pictures(path)]


def read(picture: Pixels) -> int:
    """The number in a picture of the size that `frame` makes."""
    middle = picture[HEIGHT * 3 // 8 : HEIGHT * 5 // 8]
    blocks = [middle[:, b * BLOCK + 3 : (b + 1) * BLOCK - 3].mean() for b in range(BITS)]
    return sum(1 << bit for bit, value in enumerate(blocks) if value > 120)


def heard(path: Path) -> Sound:
    """The sound of a file, mono at 48 kHz."""
    raw = ffmpeg("-i", str(path), "-map", "0:a:0", "-ac", "1", "-ar", "48000", "-f", "f32le", "-")
    return np.frombuffer(raw, np.float32)


def lag(piece: Sound, whole: Sound, expected: int, reach: int = 4800) -> int:
    """By how many samples `piece` lies elsewhere in `whole` than at `expected`."""
    low = max(0, expected - reach)
    window = whole[low : expected + reach + len(piece)]
    size = 1 << (len(window) + len(piece)).bit_length()
    found = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(piece, size)), size)[: len(window)]
    return low + int(np.argmax(found)) - expected
