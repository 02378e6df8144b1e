"""Media files of the library, and what a probe found in them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from workprint.base import Rational


class VideoStream(BaseModel):
    """The picture of a file, as it should be shown.

    `width` and `height` are those of the upright picture with square pixels. `rate` is the average
    rate; `variable` says that the frames do not come evenly. `hdr` is "hlg", "pq" or "".
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    index: int = 0
    codec: str = ""
    width: int = Field(ge=1)
    height: int = Field(ge=1)
    coded_width: int = 0
    coded_height: int = 0
    rate: Rational = Fraction(30)
    variable: bool = False
    start: Rational = Fraction(0)
    duration: Rational = Fraction(0)
    rotation: int = 0
    pixel_aspect: Rational = Fraction(1)
    pixel_format: str = ""
    alpha: bool = False
    interlaced: bool = False
    hdr: Literal["", "hlg", "pq"] = ""
    color_space: str = ""
    color_transfer: str = ""
    color_primaries: str = ""
    color_range: str = ""


class AudioStream(BaseModel):
    """The sound of a file."""

    model_config = ConfigDict(frozen=True, extra="allow")

    index: int = 0
    codec: str = ""
    sample_rate: int = 48_000
    channels: int = 2
    layout: str = ""
    start: Rational = Fraction(0)
    duration: Rational = Fraction(0)


class MediaFile(BaseModel):
    """A file that clips can point at. `uri` is where it lies; `hash` what is in it.

    `duration` is in seconds (0 for a photo); an animated GIF or WebP is a video.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str
    name: str = ""
    uri: str = ""
    hash: str = ""
    size: int = 0
    kind: Literal["video", "audio", "image"] = "video"
    container: str = ""
    duration: Rational = Fraction(0)
    video: VideoStream | None = None
    audio: AudioStream | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)
