"""Films of any size in graphs of a bounded size.

A graph with many files open takes memory by their number. One that would need more than a few is
rendered in steps: what a step gives is stored without loss and is one file to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workprint.base import SAMPLE_RATE
from workprint.graph import INPUT, Audio, Graph, Made, Node, Value, Video

from .optimize import optimize

INPUTS = 8
"""Files that one graph opens, about. A 1080p decoder holds some 30 MB, and a three-hour file's index
as much again."""
VOICES = 24
"""Stretches of sound that one graph joins: every sample of a decode is offered to all that share it."""


def inputs(video: Video) -> int:
    """How many files must be open to give this picture."""
    return sum(1 for node in Graph((video,)).walk() if node.name == INPUT)


def bounded(video: Video) -> Video:
    """The same picture; many layers are composed in steps, of which each opens a few files."""
    return stored_picture(video) if not video.alpha and inputs(video) >= INPUTS else video


def stored_picture(video: Video) -> Video:
    """The same opaque 8-bit frames, rendered by a graph of their own before this one."""
    plain = optimize(Graph((video.filter("format", pix_fmts="yuv420p"),)))
    made = Made.of("picture", None, *plain.outputs)
    args: tuple[tuple[str, Value], ...] = (("file", made), ("stream", "v"))
    read = replace(video, node=Node(INPUT, args, origin=video.node.origin), index=0)
    # A stored file counts milliseconds; on the frame grid again, frames meet those laid over them.
    read = read.filter("fps", fps=video.rate, round_="near").filter("setsar", sar="1")
    return read.filter("setparams", colorspace="bt709", range="tv")


def stored_sound(steps: Sequence[Audio]) -> Audio:
    """Sounds one after another, each rendered by a graph of its own before this one."""
    made = Made.of(
        "sound", {"samples": [step.samples for step in steps]}, *optimize(Graph(tuple(steps))).outputs
    )
    args: tuple[tuple[str, Value], ...] = (
        ("file", made), ("stream", "a"), ("f", "f32le"), ("ar", SAMPLE_RATE), ("ac", 2),
    )  # fmt: skip
    read = Audio(Node(INPUT, args, outputs=("audio",), origin=steps[0].node.origin))
    read = read.filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
    return read.lasting(sum(step.samples for step in steps))
