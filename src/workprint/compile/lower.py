"""Timeline to graph: the two halves of a film, picture by range and sound as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from workprint.base import Range, samples
from workprint.graph import Graph
from workprint.model import Timeline

from .optimize import optimize
from .picture import PictureLowering
from .sound import SoundLowering
from .sources import Decodes, StandIns


@dataclass(frozen=True)
class Lowered:
    """A graph with one output, and how long that is: frames of picture or samples of sound."""

    graph: Graph
    length: int


def lower_picture(
    timeline: Timeline,
    span: Range | None = None,
    pixels: str = "yuv420p",
    stand_ins: StandIns | None = None,
) -> Lowered:
    """The picture of frames `span` (all of them by default), in a pixel format that encoders take;
    with `stand_ins`, what they give is decoded in place of sources."""
    span = span or Range(start=0, duration=timeline.duration)
    video = (
        PictureLowering(timeline, Decodes(stand_ins=stand_ins)).frames(span).filter("format", pix_fmts=pixels)
    )
    # Joins count time in finer units; rounded back, two frames could fall on one time.
    rate = timeline.rate
    video = video.filter("setpts", expr=f"N/({rate.numerator}/{rate.denominator}*TB)").filter("fps", fps=rate)
    if pixels.startswith("yuv420"):
        # Encoders take the tags from the frames; as options they do not all arrive in the stream.
        video = video.filter(
            "setparams", range="tv", color_primaries="bt709", color_trc="bt709", colorspace="bt709"
        )
    return Lowered(optimize(Graph((video,))), span.duration)


def lower_sound(timeline: Timeline) -> Lowered | None:
    """The whole sound of a timeline, or None where nothing sounds."""
    length = samples(timeline.duration, timeline.rate)
    audio = SoundLowering(timeline).mix(length)
    return Lowered(optimize(Graph((audio,))), length) if audio is not None else None
