"""Building single operations on small made pictures and sounds, and decoding what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from workprint.base import SAMPLE_RATE
from workprint.ffmpeg import MadeValues, command, stream
from workprint.graph import Audio, Graph, Pad, Video, source_filter
from workprint.model import Canvas
from workprint.ops import Context

RATE = Fraction(25)
SIZE = (128, 72)
Array = NDArray[np.float32]


def context(frames: int, rate: Fraction = RATE, inputs: Mapping[str, Pad] | None = None) -> Context:
    return Context(rate, Canvas(width=SIZE[0], height=SIZE[1]), frames, inputs or {}, "item")


def picture(source: str, frames: int, rate: Fraction = RATE, **args: str | int) -> Video:
    """`frames` frames of an FFmpeg test source."""
    node = source_filter(source, "video", size=f"{SIZE[0]}x{SIZE[1]}", rate=rate, **args)
    video = Video(node, width=SIZE[0], height=SIZE[1], rate=rate, frames=frames)
    return (
        video.filter("trim", end_frame=frames).filter("format", pix_fmts="yuv420p").filter("setsar", sar="1")
    )


def sound(left: str, right: str, samples: int) -> Audio:
    """Stereo sound given by two expressions in `t` (seconds)."""
    node = source_filter("aevalsrc", "audio", exprs=f"{left}|{right}", s=SAMPLE_RATE, c="stereo")
    return (
        Audio(node, samples=samples)
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
        .filter("atrim", end_sample=samples)
    )


def _decoded(pad: Pad, options: tuple[str, ...], made: MadeValues | None) -> bytes:
    with TemporaryDirectory() as folder:
        todo = command(Graph((pad,)), [(*options, "pipe:1")], Path(folder), made)
        return b"".join(stream(todo.args, 1 << 20, timeout=60, origins=todo.origins))


def seen(video: Video, made: MadeValues | None = None) -> NDArray[np.uint8]:
    """The frames as RGB: (frames, height, width, 3). No frame is dropped or repeated on the way."""
    # Said here, or FFmpeg may convert in front of the filter that is under test.
    plain = video.filter("format", pix_fmts="yuv420p")
    raw = _decoded(plain, ("-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-f", "rawvideo"), made)
    return np.frombuffer(raw, np.uint8).reshape(-1, video.height, video.width, 3)


def heard(audio: Audio, made: MadeValues | None = None) -> Array:
    """The samples: (2, samples)."""
    raw = _decoded(audio, ("-f", "f32le", "-c:a", "pcm_f32le"), made)
    return np.frombuffer(raw, np.float32).reshape(-1, 2).T


def rms(x: Array) -> float:
    """Level in dB of full scale."""
    return float(10 * np.log10(np.mean(np.square(x, dtype=np.float64)) + 1e-20))
