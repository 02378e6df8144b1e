"""What a decoded first frame and its stream say about the picture and the sound."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

SPACES = {
    0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco",
    9: "bt2020nc", 10: "bt2020c", 14: "ictcp",
}  # fmt: skip
TRANSFERS = {
    1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100",
    10: "log316", 11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10",
    15: "bt2020-12", 16: "smpte2084", 17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020",
    10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
RANGES = {1: "tv", 2: "pc"}
HDR = {"smpte2084": "pq", "arib-std-b67": "hlg"}

_INTERLACED = (2, 3, 4, 5)
"""Numbers of field order in which two fields make a frame."""


@dataclass(frozen=True)
class Look:
    """The picture as coded: what must be undone to see it upright, with square pixels."""

    width: int
    height: int
    pixel_aspect: Fraction
    rotation: int
    pixel_format: str
    alpha: bool
    interlaced: bool
    color_space: str
    color_transfer: str
    color_primaries: str
    color_range: str

    @property
    def hdr(self) -> str:
        return HDR.get(self.color_transfer, "")

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as shown: square pixels (the longer side of a pixel is kept), turned."""
        width, height = self.width, self.height
        if self.pixel_aspect > 1:
            width = round(width * self.pixel_aspect)
        elif self.pixel_aspect < 1:
            height = round(height / self.pixel_aspect)
        return (height, width) if self.rotation % 180 else (width, height)


def look(stream: Any, frame: Any | None, alpha_tag: bool) -> Look:
    """The look of a PyAV stream, from its first frame where there is one, else from the header."""
    context = stream.codec_context
    source = frame if frame is not None else context
    pixel_format = (frame.format.name if frame is not None else context.pix_fmt) or ""
    components = frame.format.components if frame is not None else ()
    aspect = stream.sample_aspect_ratio or context.sample_aspect_ratio or Fraction(1)
    return Look(
        width=source.width or context.width,
        height=source.height or context.height,
        pixel_aspect=aspect if aspect > 0 else Fraction(1),
        rotation=rotation(frame),
        pixel_format=pixel_format,
        alpha=alpha_tag or pixel_format == "pal8" or any(part.is_alpha for part in components),
        interlaced=context.field_order in _INTERLACED or bool(frame is not None and frame.interlaced_frame),
        color_space=SPACES.get(_said(source, context, "colorspace"), ""),
        color_transfer=TRANSFERS.get(_said(source, context, "color_trc"), ""),
        color_primaries=PRIMARIES.get(_said(source, context, "color_primaries"), ""),
        color_range=RANGES.get(_said(source, context, "color_range"), ""),
    )


def _said(first: Any, second: Any, name: str) -> int:
    """A colour number of the frame; of the stream where the frame leaves it open."""
    value = int(getattr(first, name))
    said = value != (0 if name == "color_range" else 2)
    return value if said else int(getattr(second, name))


def rotation(frame: Any | None) -> int:
    """Degrees clockwise by which the picture must be turned to stand upright: 0, 90, 180 or 270."""
    return -round(frame.rotation / 90) * 90 % 360 if frame is not None else 0
