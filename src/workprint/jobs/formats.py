"""What can be written: containers, codecs, sizes and qualities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workprint.base import Fault
from workprint.model import Canvas

Quality = Literal["draft", "standard", "high"]


class UnknownFormat(Fault):
    code = "unknown_format"
    en = "Workprint cannot write “{format}”. It writes: {known}."
    zh = "Workprint 无法输出“{format}”。可输出：{known}。"


class UnknownSize(Fault):
    code = "unknown_size"
    en = "“{size}” is not a size. Use one of {known}, or WIDTHxHEIGHT with even numbers from 16 to 8192."
    zh = "“{size}”不是有效尺寸。请使用 {known} 之一，或 宽x高（16 至 8192 的偶数）。"


@dataclass(frozen=True)
class Format:
    """A kind of file. `video` and `audio` are encoder options per quality; none where it has none.

    `copies`: untouched H.264 picture may be copied into it. `segments`: the picture may be rendered in pieces that are joined without loss.
    """

    name: str
    container: str
    video: Mapping[str, tuple[str, ...]] | None
    audio: tuple[str, ...] | None
    pixels: str = "yuv420p"
    segments: bool = True
    copies: bool = False
    sound_suffix: str = ".m4a"
    piece_suffix: str = "mkv"


TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")


def _x264(crf: int, preset: str) -> tuple[str, ...]:
    return (
        "-c:v",
        "libx264",
        "-preset",
        preset,
        "-crf",
        str(crf),
        "-profile:v",
        "high",
        "-flags",
        "+cgop",
        *TAGS,
    )


def _vp9(crf: int, speed: int) -> tuple[str, ...]:
    return (
        "-c:v", "libvpx-vp9", "-crf", str(crf), "-b:v", "0", "-deadline", "good", "-cpu-used", str(speed),
        "-row-mt", "1", "-auto-alt-ref", "0", *TAGS,
    )  # fmt: skip


H264 = {"draft": _x264(28, "ultrafast"), "standard": _x264(20, "veryfast"), "high": _x264(17, "medium")}
VP9 = {"draft": _vp9(40, 8), "standard": _vp9(31, 6), "high": _vp9(24, 3)}
GIF = dict.fromkeys(("draft", "standard", "high"), ("-c:v", "gif", "-loop", "0"))
AAC = ("-c:a", "aac", "-b:a", "192k")

FORMATS = {
    "mp4": Format("mp4", "mp4", H264, AAC, copies=True),
    "mov": Format("mov", "mov", H264, AAC, copies=True),
    "mkv": Format("mkv", "mkv", H264, AAC, copies=True),
    "webm": Format("webm", "webm", VP9, ("-c:a", "libopus", "-b:a", "160k"), sound_suffix=".webm"),
    "gif": Format("gif", "gif", GIF, None, pixels="rgb24", segments=False, piece_suffix="gif"),
    "mp3": Format("mp3", "mp3", None, ("-c:a", "libmp3lame", "-q:a", "2"), sound_suffix=".mp3"),
    "wav": Format("wav", "wav", None, ("-c:a", "pcm_s16le"), sound_suffix=".wav"),
    "m4a": Format("m4a", "mp4", None, AAC),
}

SIZES = {"360p": 360, "480p": 480, "720p": 720, "1080p": 1080, "1440p": 1440, "2160p": 2160, "4k": 2160}


def format_named(name: str) -> Format:
    """The format by name or file suffix. Raises `UnknownFormat`."""
    found = FORMATS.get(name.lower().lstrip("."))
    if found is None:
        raise UnknownFormat(format=name, known=", ".join(FORMATS))
    return found


def sized(canvas: Canvas, size: str | None) -> Canvas:
    """The canvas at another size: "720p" (its shorter side) or "1280x720". Raises `UnknownSize`."""
    if not size:
        return canvas
    known = ", ".join(SIZES)
    width_text, cross, height_text = size.lower().partition("x")
    if cross and width_text.isdigit() and height_text.isdigit():
        width, height = int(width_text), int(height_text)
    elif size.lower() in SIZES:
        scale = SIZES[size.lower()] / min(canvas.width, canvas.height)
        width, height = (2 * round(side * scale / 2) for side in (canvas.width, canvas.height))
    else:
        raise UnknownSize(size=size, known=known)
    if not all(16 <= side <= 8192 and side % 2 == 0 for side in (width, height)):
        raise UnknownSize(size=size, known=known)
    return canvas.model_copy(update={"width": width, "height": height})
