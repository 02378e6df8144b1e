"""What a file holds, found by reading it and not by believing its name or its header.

A media's clock starts where its earliest stream starts, as FFmpeg counts it: `start` of a stream is
a position on that clock, and a stream ends at its `start` + `duration`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, Literal

import av
import av.error

from workprint.base import Rational, file_digest, nearest
from workprint.ffmpeg import Cancelled
from workprint.model import AudioStream, MediaFile, VideoStream

from .container import Container, container
from .faults import DamagedMedia, MediaTooLarge, UnsupportedMedia
from .streams import Look, look
from .timing import Timing, snapped
from .webp import animation

MAX_PIXELS = 1 << 26
MAX_SIDE = 16384
MAX_STREAMS = 32
MAX_DURATION = Fraction(12 * 3600)
MAX_PACKETS = 8_000_000
MAX_SCAN = 120.0
"""Seconds after which the scan of the packets stops and the header's word is taken for the rest."""
TRIES = 300
"""Packets of a stream that may fail to decode before it counts as damaged."""
MISHAPS = 50
"""Damaged places after which the rest of a file is given up."""
OUTLASTS = Fraction(1, 2)
"""Seconds by which sound must outlast the picture to make the file longer than its picture."""

_LAYOUTS = {1: "mono", 2: "stereo"}
_BREAKS_OFF = {"en": "it cannot be read to its first frame", "zh": "无法读到第一帧"}
_NO_DECODER = {"en": "nothing here can decode it", "zh": "没有可用的解码器"}
_NO_STREAMS = {"en": "there is neither picture nor sound in it", "zh": "其中既没有画面也没有声音"}


@dataclass
class _Watched:
    """A stream, the times of its packets, and its first frame."""

    stream: Any
    timing: Timing
    first: Any | None = None
    tried: int = 0
    latest: int = field(default=0)


def probe(path: str | Path, id: str = "", cancel: Event | None = None, name: str = "") -> MediaFile:
    """Everything Workprint wants to know of a file. The caller gives the media `id`, and its `name`
    where the path does not tell it.

    Raises `NoSuchFile`, `UnsupportedMedia` (playlists, archives, formats not known), `DamagedMedia`,
    `MediaTooLarge` (pixels, streams, duration) or `Cancelled`. A recording that breaks off is given
    as long as it can be read, with `metadata["truncated"]` set to the seconds its header promised.
    """
    path = Path(path)
    kind = container(path)
    base = MediaFile(
        id=id,
        name=name or path.name,
        uri=str(path.resolve()),
        hash=file_digest(path),
        size=path.stat().st_size,
        container=kind.name,
    )
    if kind.demuxer == "webp_anim":
        return _webp(base, path)
    try:
        with _opened(path, kind) as opened:
            return _found(base, opened, kind, cancel)
    except (av.error.FFmpegError, EOFError, MemoryError) as error:
        raise DamagedMedia(name=base.name, reason=_BREAKS_OFF, detail=str(error)) from error


@contextlib.contextmanager
def _opened(path: Path, kind: Container) -> Iterator[Any]:
    options = {"protocol_whitelist": "file", "max_streams": str(MAX_STREAMS + 8)}
    with av.open(
        f"file:{path}",
        format=kind.demuxer,
        options={"max_pixels": str(MAX_PIXELS)},
        container_options=options,
        metadata_errors="replace",
    ) as opened:
        yield opened


def _found(base: MediaFile, opened: Any, kind: Container, cancel: Event | None) -> MediaFile:
    if len(opened.streams) > MAX_STREAMS:
        raise _large(
            base, {"en": "its number of streams is", "zh": "流的数量"}, len(opened.streams), MAX_STREAMS
        )
    video = _chosen(s for s in opened.streams.video if not s.disposition & av.stream.Disposition.attached_pic)
    audio = None if kind.still else _chosen(iter(opened.streams.audio))
    if video is None and audio is None:
        known = any(s.type in ("video", "audio") for s in opened.streams)
        raise UnsupportedMedia(name=base.name, reason=_NO_DECODER if known else _NO_STREAMS)
    if video is not None:
        _check_size(base, video.codec_context.width, video.codec_context.height)
    watched = {
        stream.index: _Watched(stream, Timing(stream.time_base or Fraction(1, 1000)))
        for stream in (video, audio)
        if stream is not None
    }
    whole = _scan(opened, watched, cancel)
    picture = watched[video.index] if video is not None else None
    sound = watched[audio.index] if audio is not None else None
    return _described(base, opened, kind, picture, sound, whole)


def _chosen(streams: Iterator[Any]) -> Any | None:
    """The stream marked as default, else the first, of those that can be decoded."""
    found = [s for s in streams if s.codec_context is not None]
    marked = [s for s in found if s.disposition & av.stream.Disposition.default]
    return next(iter(marked or found), None)


def _check_size(base: MediaFile, width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        what = {"en": "its picture size in pixels is", "zh": "画面像素尺寸"}
        raise _large(base, what, f"{width}x{height}", f"{MAX_SIDE}x{MAX_PIXELS // MAX_SIDE}")


def _large(base: MediaFile, what: dict[str, str], has: object, limit: object) -> MediaTooLarge:
    return MediaTooLarge(name=base.name, what=what, has=str(has), limit=str(limit))


def _scan(opened: Any, watched: dict[int, _Watched], cancel: Event | None) -> bool:
    """Read every packet of the watched streams. Whether the end was reached in bounded time."""
    until, count, mishaps = monotonic() + MAX_SCAN, 0, 0
    streams = [w.stream for w in watched.values()]
    packets = opened.demux(*streams)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, EOFError):
            return True
        except (av.error.FFmpegError, IndexError):
            # A damaged place, or a stream that begins in mid-file: go on behind it.
            mishaps += 1
            if mishaps > MISHAPS:
                return True
            packets = opened.demux(*streams)
            continue
        count += 1
        if count % 4096 == 0 and cancel is not None and cancel.is_set():
            raise Cancelled()
        if count > MAX_PACKETS or monotonic() > until:
            return False
        _note(packet, watched[packet.stream.index])


def _note(packet: Any, watched: _Watched) -> None:
    at = packet.pts if packet.pts is not None else packet.dts
    if packet.size and at is not None:
        watched.timing.add(at, packet.duration or 0, _discarded(packet, watched))
    if watched.first is None and watched.tried < TRIES:
        watched.tried += 1
        with contextlib.suppress(av.error.FFmpegError, EOFError):
            watched.first = next(iter(packet.decode()), None)


def _discarded(packet: Any, watched: _Watched) -> int:
    """Units at a sound packet's end that players leave out (encoder padding)."""
    if watched.stream.type != "audio" or not packet.has_sidedata("skip_samples"):
        return 0
    data = bytes(packet.get_sidedata("skip_samples"))
    samples, rate = int.from_bytes(data[4:8], "little"), watched.stream.codec_context.sample_rate
    return int(Fraction(samples, rate) / watched.timing.time_base) if rate else 0


def _described(
    base: MediaFile,
    opened: Any,
    kind: Container,
    picture: _Watched | None,
    sound: _Watched | None,
    whole: bool,
) -> MediaFile:
    if not any(w is not None and w.first is not None for w in (picture, sound)):
        raise DamagedMedia(name=base.name, reason=_BREAKS_OFF)
    declared = Fraction(opened.duration or 0, av.time_base)
    zero = _zero(opened, picture, sound)
    rest = Fraction(0) if whole else declared
    audio = _audio(sound, zero, rest) if sound is not None and sound.first is not None else None
    if picture is None or picture.first is None:
        return _checked(base, "audio", None, audio, declared)
    still = kind.still or (kind.name in ("gif", "apng") and len(picture.timing.kept) < 2)
    video = _video(base, picture, zero, rest, still)
    return _checked(base, "image" if still else "video", video, None if still else audio, declared)


def _zero(opened: Any, *watched: _Watched | None) -> Fraction:
    """The clock's zero: FFmpeg's start of the file."""
    if opened.start_time is not None:
        return Fraction(opened.start_time, av.time_base)
    starts = [
        w.timing.first * w.timing.time_base for w in watched if w is not None and w.timing.first is not None
    ]
    return min(starts, default=Fraction(0))


def _checked(
    base: MediaFile,
    kind: Literal["video", "audio", "image"],
    video: VideoStream | None,
    audio: AudioStream | None,
    declared: Fraction,
) -> MediaFile:
    """The probe's result, within the limits."""
    ends = [s.start + s.duration for s in (video, audio) if s is not None]
    duration = Fraction(0) if kind == "image" else ends[0]
    if kind != "image" and len(ends) == 2 and ends[1] > ends[0] + OUTLASTS:
        duration = ends[1]
    if duration > MAX_DURATION:
        what = {"en": "its length in seconds is", "zh": "时长（秒）"}
        raise _large(base, what, float(round(duration, 1)), int(MAX_DURATION))
    truncated = kind != "image" and declared - max(ends) > Fraction(1, 2)
    metadata: dict[str, Any] = {"truncated": float(declared)} if truncated else {}
    found = {"kind": kind, "duration": duration, "video": video, "audio": audio, "metadata": metadata}
    return base.model_copy(update=found)


def _video(base: MediaFile, watched: _Watched, zero: Fraction, rest: Fraction, still: bool) -> VideoStream:
    stream, timing = watched.stream, watched.timing
    seen = look(stream, watched.first, _alpha_tag(stream))
    _check_size(base, seen.width, seen.height)
    rate = timing.rate(stream.average_rate or stream.guessed_rate)
    variable = not still and timing.variable
    start = Fraction(timing.first or 0) * timing.time_base - zero
    return _video_stream(
        stream,
        seen,
        rate=rate,
        variable=variable,
        start=Fraction(0) if still else max(Fraction(0), start),
        duration=Fraction(0) if still else max(rest, _picture_end(timing, rate, variable)),
    )


def _picture_end(timing: Timing, rate: Fraction, variable: bool) -> Fraction:
    """Seconds from the first frame to the end of the last.

    Even frames last one step of the rate, since written lengths are often rounded or missing; of
    uneven frames the last has the length that the file gives it, else the usual step.
    """
    if timing.first is None or timing.last is None:
        return Fraction(0)
    shown = Fraction(timing.last_duration) * timing.time_base
    step = 1 / rate
    if (not variable and (not shown or abs(shown / step - 1) < Fraction(1, 5))) or not shown:
        shown = step
    span = Fraction(timing.last - timing.first) * timing.time_base
    exact = nearest(span * rate) / rate
    if not variable and abs(exact - span) <= timing.time_base:
        span = exact  # written in rounded units, as WebM does
    return span + shown


def _video_stream(
    stream: Any, seen: Look, *, rate: Rational, variable: bool, start: Fraction, duration: Fraction
) -> VideoStream:
    width, height = seen.upright
    return VideoStream.model_validate(
        {
            "index": stream.index,
            "codec": stream.codec_context.name,
            "width": width,
            "height": height,
            "coded_width": seen.width,
            "coded_height": seen.height,
            "rate": rate,
            "variable": variable,
            "start": start,
            "duration": duration,
            "rotation": seen.rotation,
            "pixel_aspect": seen.pixel_aspect,
            "pixel_format": seen.pixel_format,
            "alpha": seen.alpha,
            "interlaced": seen.interlaced,
            "hdr": seen.hdr,
            "color_space": seen.color_space,
            "color_transfer": seen.color_transfer,
            "color_primaries": seen.color_primaries,
            "color_range": seen.color_range,
        }
    )


def _alpha_tag(stream: Any) -> bool:
    """WebM keeps alpha beside the picture and says so in a tag."""
    tags = {key.lower(): value for key, value in stream.metadata.items()}
    return tags.get("alpha_mode") == "1"


def _audio(watched: _Watched, zero: Fraction, rest: Fraction) -> AudioStream:
    frame, timing = watched.first, watched.timing
    assert frame is not None
    channels = len(frame.layout.channels)
    at = frame.pts * frame.time_base if frame.pts is not None else zero
    start = max(Fraction(0), at - zero)
    end = Fraction(timing.end or 0) * timing.time_base - zero
    return AudioStream(
        index=watched.stream.index,
        codec=watched.stream.codec_context.name,
        sample_rate=frame.sample_rate,
        channels=channels,
        layout=_LAYOUTS.get(channels, frame.layout.name),
        start=start,
        duration=max(Fraction(0), rest - start, end - start),
    )


def _webp(base: MediaFile, path: Path) -> MediaFile:
    """An animated WebP, which PyAV's demuxers do not read."""
    found = animation(path)
    _check_size(base, found.width, found.height)
    total = Fraction(sum(found.durations), 1000)
    usual = sorted(found.durations)[len(found.durations) // 2]
    variable = sum(abs(d - usual) > usual / 4 for d in found.durations) > len(found.durations) / 100
    video = VideoStream(
        codec="webp",
        width=found.width,
        height=found.height,
        coded_width=found.width,
        coded_height=found.height,
        rate=snapped(Fraction(1000, usual) if variable else len(found.durations) / total, 0.05),
        variable=variable,
        duration=total,
        pixel_format="argb" if found.alpha else "rgb24",
        alpha=found.alpha,
    )
    return base.model_copy(update={"kind": "video", "duration": total, "video": video})
