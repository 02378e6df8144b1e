"""Words drawn on a plain picture, and where they are in it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workprint.ffmpeg import command, stream
from workprint.graph import Graph, Video, source_filter
from workprint.model import Canvas
from workprint.ops import TextGenerator, bind
from workprint.ops.text import draw, script

CANVAS = Canvas(width=320, height=180)
RATE = Fraction(25)
BACK = (64, 96, 128)
Frames = NDArray[np.int16]


def drawn(events: Sequence[str], frames: int, canvas: Canvas = CANVAS, rate: Fraction = RATE) -> Frames:
    """The frames as RGB: (frames, height, width, 3)."""
    size = f"{canvas.width}x{canvas.height}"
    node = source_filter("color", "video", color="#{:02x}{:02x}{:02x}".format(*BACK), size=size, rate=rate)
    back = Video(node, width=canvas.width, height=canvas.height, rate=rate, frames=frames)
    back = back.filter("trim", end_frame=frames).filter("format", pix_fmts="yuv444p")
    found = decoded(draw(back, script(events, canvas)), "rgb24", 3)
    assert len(found) == frames
    return found


def decoded(video: Video, pixels: str, planes: int) -> Frames:
    with TemporaryDirectory() as folder:
        output = ("-fps_mode", "passthrough", "-pix_fmt", pixels, "-f", "rawvideo", "pipe:1")
        todo = command(Graph((video,)), [output], Path(folder))
        raw = b"".join(stream(todo.args, 1 << 20, timeout=60))
    return np.frombuffer(raw, np.uint8).reshape(-1, video.height, video.width, planes).astype(np.int16)


def events(
    op: str, params: dict[str, Any], start: Fraction, end: Fraction, canvas: Canvas = CANVAS
) -> tuple[str, ...]:
    return bind(TextGenerator, op, params).events(start, end, canvas)


def still(op: str, canvas: Canvas = CANVAS, **params: Any) -> NDArray[np.int16]:
    """A frame of an item in the middle of its time, without its animation unless one is given."""
    params = {"animation": "none", **params}
    found: NDArray[np.int16] = drawn(events(op, params, Fraction(-1), Fraction(1), canvas), 1, canvas)[0]
    return found


def changed(frame: NDArray[np.int16], by: int = 24) -> NDArray[np.bool_]:
    """Where a frame is not the plain picture."""
    found: NDArray[np.bool_] = np.abs(frame - np.array(BACK)).max(axis=-1) > by
    return found


def bounds(frame: NDArray[np.int16]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what is drawn, as fractions of the frame."""
    rows, columns = np.nonzero(changed(frame))
    height, width = frame.shape[:2]
    return (
        columns.min() / width,
        rows.min() / height,
        (columns.max() + 1) / width,
        (rows.max() + 1) / height,
    )
