"""Sound and small pictures as numbers, streamed from FFmpeg on the media's own clock."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from workprint.ffmpeg import input_args, stream
from workprint.model import MediaFile, VideoStream

from .container import demuxer

Samples = NDArray[np.float32]
Pictures = NDArray[np.uint8]

TONE_MAP = "zscale=t=linear:npl={npl},format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,"


def opened(path: str | Path, media: MediaFile) -> list[str]:
    """Options that open a probed file as what it is, whatever its name."""
    return ["-f", demuxer(media), *input_args(str(path))]


def tone_map(video: VideoStream) -> str:
    """Filters (with a comma at the end) that show HDR as BT.709; empty for other pictures."""
    return TONE_MAP.format(npl=203 if video.hdr == "hlg" else 100) if video.hdr else ""


def sound(
    path: Path, media: MediaFile, rate: int, block: int, cancel: Event | None, filters: str = ""
) -> Iterator[Samples]:
    """Mono sound at `rate`, in blocks of `block` samples (the last filled up with silence).

    Sample n is heard at n / `rate` seconds of the media's clock: what starts late starts with
    silence, and holes in the recording are filled with it.
    """
    assert media.audio is not None
    conform = f"aresample={rate}:async=1:first_pts=0"
    chain = ",".join(part for part in (conform, "aformat=channel_layouts=mono", filters) if part)
    args = [*opened(path, media), "-map", f"0:{media.audio.index}", "-af", chain, "-f", "f32le", "pipe:1"]
    for raw in stream(args, block * 4, cancel=cancel):
        samples = np.frombuffer(raw[: len(raw) // 4 * 4], dtype=np.float32)
        if len(samples) < block:
            samples = np.concatenate([samples, np.zeros(block - len(samples), np.float32)])
        yield samples


def greys(
    path: Path,
    media: MediaFile,
    width: int,
    height: int,
    rate: Fraction,
    cancel: Event | None,
    since: float = 0.0,
    until: float | None = None,
) -> Iterator[Pictures]:
    """Grey pictures of a size at an even rate, one at a time; the first is what is seen at second `since` of
    the clock, and each the last that began by then."""
    assert media.video is not None
    chain = f"fps={rate}:start_time=0:round=up,scale={width}:{height}:flags=area,setsar=1,{tone_map(media.video)}format=gray"
    where = ["-map", f"0:{media.video.index}", "-an", "-sn", "-vf", chain]
    seek = ["-ss", f"{since:.4f}"] if since else []
    stop = ["-t", f"{max(0.001, until - since):.4f}"] if until is not None else []
    args = [*seek, *opened(path, media), *where, *stop, "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"]
    for raw in stream(args, width * height, cancel=cancel):
        if len(raw) == width * height:
            yield np.frombuffer(raw, dtype=np.uint8).reshape(height, width)


def pictures(
    path: Path,
    media: MediaFile,
    width: int,
    height: int,
    rate: Fraction,
    block: int,
    cancel: Event | None,
    key_only: bool = False,
) -> Iterator[Pictures]:
    """RGB pictures of a size at an even rate, `block` at a time (fewer at the end).

    Picture n is what is seen n / `rate` seconds after the media's clock starts; HDR is shown as
    BT.709. The shape is (pictures, height, width, 3). With `key_only` no more than the key frames
    are decoded.
    """
    assert media.video is not None
    chain = f"fps={rate}:start_time=0,scale={width}:{height}:flags=area,setsar=1,{tone_map(media.video)}format=rgb24"
    size = width * height * 3
    skip = ["-skip_frame", "nokey"] if key_only else []
    where = ["-map", f"0:{media.video.index}", "-an", "-sn", "-vf", chain]
    args = [*skip, *opened(path, media), *where, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    for raw in stream(args, size * block, cancel=cancel):
        whole = len(raw) // size
        yield np.frombuffer(raw[: whole * size], dtype=np.uint8).reshape(whole, height, width, 3)
