"""Tiny made pictures, sent through picture effects and read back as numbers."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workprint.ffmpeg import MadeValues, command, stream
from workprint.graph import Graph, Node, Video
from workprint.model import Canvas, Keyframe
from workprint.ops import Context, VideoEffect, bind

Frames = NDArray[np.float64]
"""Pictures as numbers 0 to 255: frame, row, column, and red, green, blue, alpha."""

WIDTH, HEIGHT, COUNT, RATE = 128, 72, 12, Fraction(12)
CANVAS = Canvas(width=WIDTH, height=HEIGHT)


def source(
    kind: str = "testsrc2", *, width: int = WIDTH, height: int = HEIGHT, count: int = COUNT, **args: Any
) -> Video:
    """`count` frames of a test picture in BT.709, as a fitted clip would give them.

    `alpha` (0 to 255) gives it a transparent plane.
    """
    alpha = args.pop("alpha", None)
    options = {"size": f"{width}x{height}", "rate": RATE, **args}
    made = Video(Node(kind, tuple(options.items())), 0, width, height, RATE, count, alpha is not None)
    video = made.filter("trim", end_frame=count).filter("format", pix_fmts="rgb24")
    video = video.filter("scale", out_color_matrix="bt709", out_range="tv").filter(
        "format", pix_fmts="yuv420p"
    )
    if alpha is not None:
        video = video.filter("format", pix_fmts="yuva420p").filter("lutyuv", a=alpha)
    return video.filter("setsar", sar="1")


def scene(**args: Any) -> Video:
    """A picture that stands still and has detail, edges and every colour."""
    still = source(**args).filter("trim", end_frame=1)
    return still.filter("loop", loop=COUNT - 1, size=1).filter("setpts", expr=f"N/({RATE}*TB)")


def plain(color: str, **args: Any) -> Video:
    return source("color", color=color, **args)


def bound(
    op: str,
    params: dict[str, Any] | None = None,
    keyframes: dict[str, Any] | None = None,
    zero: Fraction = Fraction(0),
) -> VideoEffect:
    keys = {
        name: tuple(Keyframe(at=at, value=value, ease="linear") for at, value in points)
        for name, points in (keyframes or {}).items()
    }
    return bind(VideoEffect, op, params or {}, keys, RATE, zero=zero)


def built(
    video: Video,
    op: str,
    params: dict[str, Any] | None = None,
    keyframes: dict[str, Any] | None = None,
    canvas: Canvas = CANVAS,
) -> Video:
    """`video` through one effect."""
    return bound(op, params, keyframes).build(video, Context(RATE, canvas, video.frames))


def shown(video: Video, made: MadeValues | None = None) -> Frames:
    """What comes out, decoded. Fails where the size is not what the pad says."""
    pad = video.filter("format", pix_fmts="rgba")
    with tempfile.TemporaryDirectory() as folder:
        job = command(Graph((pad,)), [["-f", "rawvideo", "pipe:1"]], Path(folder), made)
        raw = b"".join(stream(job.args, 1 << 20, timeout=60))
    size = video.width * video.height * 4
    assert raw, "no frame came out"
    assert len(raw) % size == 0, f"{len(raw)} bytes are not frames of {video.width}x{video.height}"
    return np.frombuffer(raw, np.uint8).astype(np.float64).reshape(-1, video.height, video.width, 4)


def through(
    video: Video, op: str, params: dict[str, Any] | None = None, keyframes: dict[str, Any] | None = None
) -> Frames:
    """The frames of `video` after one effect, their number unchanged."""
    after = shown(built(video, op, params, keyframes))
    assert len(after) == video.frames
    return after


def luma(pictures: Frames) -> Frames:
    return pictures[..., 0] * 0.2126 + pictures[..., 1] * 0.7152 + pictures[..., 2] * 0.0722


def energy(pictures: Frames) -> float:
    """How much neighbouring pixels differ: less in a blurred picture."""
    light = luma(pictures)
    return float(np.abs(np.diff(light, axis=-1)).mean() + np.abs(np.diff(light, axis=-2)).mean())


def colourfulness(pictures: Frames) -> float:
    """The mean distance between a pixel's strongest and weakest colour."""
    return float((pictures[..., :3].max(-1) - pictures[..., :3].min(-1)).mean())
