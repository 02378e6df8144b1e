"""The packets of a picture stream: where each frame lies, and which can be taken out as they are."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workprint.base import Fault, nearest

from . import nal
from .failing import Cancelled
from .sequence import Colour, sequence

MAX_PACKETS = 4_000_000
"""Some 18 hours of 60 frames a second; a file that goes on is not indexed."""
MAX_SETS = 64
"""Different parameter sets that a sane stream stays below."""
_WAYS_BACK = (0, 2, 10, 60, 600)
"""Seconds before the wanted place at which a seek is tried, before reading from the start."""


class PacketsUnread(Fault):
    code = "packets_unread"
    en = "The picture packets of “{name}” cannot be read: {reason}."
    zh = "无法读取“{name}”的画面数据包：{reason}。"


Numbers = NDArray[np.int64]


def opened(path: Path, *, told: bool = False) -> Any:
    """A file whose packets are to be read, and nothing it points to.

    A decoder is only started where its pictures are to be described (`told`): for 1080p that takes
    twenty times as long as opening the file.
    """
    import av

    decoders = {} if told else {"codec_whitelist": "none"}
    return av.open(f"file:{path}", container_options={"protocol_whitelist": "file", **decoders})


@dataclass(frozen=True, eq=False)
class PacketIndex:
    """Where the frames of a file's picture lie. Lists are in decoding order.

    `shown` gives each packet's place in the order of showing, `closed[n]` says that the first `n`
    packets are also the first `n` frames shown. `faults` are names of what speaks against copying.
    `start` is when the first frame is shown, in seconds of the file's own clock.
    """

    path: Path
    stream: int
    codec: str
    time_base: Fraction
    start: Fraction
    pts: Numbers
    sizes: Numbers
    shown: Numbers
    fresh: NDArray[np.bool_]
    """Which packets forget everything before them (IDR)."""
    closed: NDArray[np.bool_]
    spare: NDArray[np.bool_]
    """Which packets no other needs."""
    sets: nal.Sets
    length_size: int
    width: int
    height: int
    pixel_format: str
    profile: str
    rotation: int
    pixel_aspect: Fraction
    interlaced: bool
    colour: Colour
    faults: frozenset[str] = field(default_factory=frozenset)

    @property
    def frames(self) -> int:
        return len(self.pts)

    @property
    def reorder(self) -> int:
        """How many frames ahead of its showing the deepest reordered frame is decoded."""
        return depth(self.shown)

    @cached_property
    def order(self) -> Numbers:
        """Places in decoding order, in order of showing."""
        return np.argsort(self.shown)

    @cached_property
    def times(self) -> Numbers:
        """When frames are shown, in that order."""
        return self.pts[self.order]

    def place(self, pts: int | None) -> int:
        """The place of the packet of that time in decoding order, -1 where there is none."""
        at = int(np.searchsorted(self.times, pts)) if pts is not None else self.frames
        return int(self.order[at]) if at < self.frames and self.times[at] == pts else -1

    @property
    def groups(self) -> Numbers:
        """First packets of groups that stand alone: they need nothing before them, nothing before
        them is shown after them."""
        return np.flatnonzero(self.fresh & self.closed[:-1])

    def first(self, rate: Fraction) -> int | None:
        """The frame of a timeline of `rate` on which the first picture falls, where every picture n
        falls on the frame n after it, exactly but for the rounding of the file's clock; else None."""
        tick = self.time_base * rate
        if not self.frames or tick > Fraction(1, 5):
            return None
        scaled = (self.times - self.times[0]) * tick.numerator - np.arange(self.frames) * tick.denominator
        if np.abs(scaled).max() > tick.numerator:
            return None
        place = self.start * rate
        return nearest(place) if abs(place - nearest(place)) <= Fraction(1, 5) else None


def depth(shown: Sequence[int] | Numbers) -> int:
    """The most places by which a frame is decoded later than it would be in order of showing."""
    places = np.asarray(shown, np.int64)
    return int(max(0, (np.arange(len(places)) - places).max(initial=0)))


@dataclass
class _Seen:
    """What one pass over the packets gathers."""

    pts: array[int] = field(default_factory=lambda: array("q"))
    sizes: array[int] = field(default_factory=lambda: array("q"))
    fresh: bytearray = field(default_factory=bytearray)
    spare: bytearray = field(default_factory=bytearray)
    sets: dict[bytes, None] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)

    def add(self, packet: Any, length_size: int) -> None:
        if packet.pts is None:
            self.faults.add("no_times")
        if packet.is_corrupt:
            self.faults.add("damaged")
        if packet.is_discard:
            self.faults.add("edited")
        self.pts.append(packet.pts if packet.pts is not None else len(self.pts))
        self.sizes.append(packet.size)
        self.fresh.append(self._read(bytes(packet), length_size))

    def _read(self, data: bytes, length_size: int) -> bool:
        try:
            found = nal.units(data, length_size)
        except ValueError:
            self.faults.add("damaged")
            self.spare.append(False)
            return False
        kinds = {nal.kind(unit) for unit in found}
        if kinds & {nal.SPS, nal.PPS}:
            self.sets.update(dict.fromkeys(unit for unit in found if nal.kind(unit) in (nal.SPS, nal.PPS)))
        if len(self.sets) > MAX_SETS:
            self.faults.add("sets_change")
            self.sets.clear()
        if kinds & {*nal.LAYERS, *nal.PARTITIONS} or not kinds & {*nal.PICTURE}:
            self.faults.add("layered")
        self.spare.append(not any(unit[0] & 0x60 for unit in found if nal.kind(unit) in nal.PICTURE))
        return nal.IDR in kinds and nal.SLICE not in kinds


def index_packets(path: Path, cancel: threading.Event | None = None, *, own: bool = False) -> PacketIndex:
    """Read every packet of the picture of `path` once. Raises `PacketsUnread` or `Cancelled`.

    Whatever the codec, an index comes back; `copyable` says whether it is of use. Of pictures of `own`
    making no frame is decoded: they are never turned, and their pixel format is not asked.
    """
    import av.error

    try:
        with opened(path, told=not own) as held:
            stream = _picture(held)
            length_size = nal.from_record(_extra(stream))[1] if _is_h264(stream) else 0
            seen = _Seen()
            for packet in held.demux(stream):
                if packet.size == 0:
                    continue
                if len(seen.pts) % 1024 == 0 and cancel is not None and cancel.is_set():
                    raise Cancelled()
                if len(seen.pts) >= MAX_PACKETS:
                    seen.faults.add("endless")
                    break
                seen.add(packet, length_size) if _is_h264(stream) else _note(seen, packet)
            turned = 0 if own else _rotation(path, stream.index)
            return _described(path, held, stream, seen, length_size, turned)
    except (av.error.FFmpegError, EOFError, StopIteration, ValueError, IndexError) as error:
        raise PacketsUnread(name=path.name, reason=str(error) or "no picture") from error


def _note(seen: _Seen, packet: Any) -> None:
    seen.pts.append(packet.pts if packet.pts is not None else 0)
    seen.sizes.append(packet.size)
    seen.fresh.append(False)
    seen.spare.append(False)


def _picture(held: Any) -> Any:
    from av.stream import Disposition

    films = [s for s in held.streams.video if not s.disposition & Disposition.attached_pic]
    marked = [s for s in films if s.disposition & Disposition.default]
    return next(iter(marked or films))


def _is_h264(stream: Any) -> bool:
    return bool(stream.codec_context.name == "h264")


def _extra(stream: Any) -> bytes:
    return bytes(stream.codec_context.extradata or b"")


def _described(path: Path, held: Any, stream: Any, seen: _Seen, length_size: int, turned: int) -> PacketIndex:
    import av

    context = stream.codec_context
    pts = np.frombuffer(seen.pts, np.int64) if seen.pts else np.zeros(0, np.int64)
    shown = np.empty(len(pts), np.int64)
    shown[np.argsort(pts, kind="stable")] = np.arange(len(pts))
    closed = np.ones(len(pts) + 1, np.bool_)
    if len(pts):
        closed[1:] = np.maximum.accumulate(shown) == np.arange(len(pts))
    sets = nal.Sets({}, {})
    if _is_h264(stream):
        try:
            sets = nal.Sets.of([*nal.from_record(_extra(stream))[0], *seen.sets])
        except (ValueError, IndexError):
            seen.faults.add("sets_change")
    said = [sequence(unit) for unit in sets.sequences.values()]
    colours = {one.colour for one in said}
    base = Fraction(stream.time_base or 1)
    begins = int(pts.min()) * base if len(pts) else Fraction(0)
    zero = begins if held.start_time is None else Fraction(held.start_time, av.time_base)
    return PacketIndex(
        path=path, stream=stream.index, codec=context.name, time_base=base,
        start=begins - zero,
        pts=pts, sizes=np.array(seen.sizes, np.int64), shown=shown,
        fresh=np.frombuffer(bytes(seen.fresh), np.bool_),
        spare=np.frombuffer(bytes(seen.spare), np.bool_), closed=closed, sets=sets, length_size=length_size,
        width=context.width, height=context.height, pixel_format=context.pix_fmt or "",
        profile=str(context.profile or ""), rotation=turned,
        pixel_aspect=Fraction(stream.sample_aspect_ratio or context.sample_aspect_ratio or 1) or Fraction(1),
        interlaced=not all(one.progressive for one in said) or _field_order(context) > 1,
        colour=colours.pop() if len(colours) == 1 else Colour(), faults=frozenset(seen.faults),
    )  # fmt: skip


def _field_order(context: Any) -> int:
    return int(getattr(context, "field_order", 0) or 0)


def _rotation(path: Path, index: int) -> int:
    """Degrees by which the first picture is to be turned, as its container or its stream says."""
    import av.error

    with opened(path, told=True) as held:
        try:
            frame: Any = next(held.decode(held.streams[index]), None)
        except av.error.FFmpegError:
            return 0
    return -round(frame.rotation / 90) * 90 % 360 if frame is not None else 0


def packets(
    index: PacketIndex, first: int, last: int, cancel: threading.Event | None = None
) -> Iterator[bytes]:
    """Packets `first` up to `last` (places in decoding order), as the file holds them.

    Raises `PacketsUnread` where the file is no longer what was indexed, or `Cancelled`.
    """
    import av.error

    expected = first
    try:
        for back in (*_WAYS_BACK, None):
            with opened(index.path) as held:
                for place, data in _reached(index, held, first, back):
                    if cancel is not None and cancel.is_set():
                        raise Cancelled()
                    if place != expected or len(data) != index.sizes[place]:
                        break
                    yield data
                    expected += 1
                    if expected == last:
                        return
            if expected > first:
                break
    except (av.error.FFmpegError, EOFError) as error:
        raise PacketsUnread(name=index.path.name, reason=str(error)) from error
    raise PacketsUnread(name=index.path.name, reason="it has changed")


def _reached(index: PacketIndex, held: Any, first: int, back: int | None) -> Iterator[tuple[int, bytes]]:
    """Places and packets from `first` on, after a seek to `back` seconds before it; nothing where
    the seek lands behind it. A seek may land anywhere: packets are known by their times."""
    stream = held.streams[index.stream]
    if back is not None:
        target = int(index.pts[first]) - int(back / index.time_base)
        if target <= index.pts[0]:
            return
        held.seek(target, stream=stream, backward=True)
    reached = False
    for packet in held.demux(stream):
        if packet.size:
            place = index.place(packet.pts)
            if not reached and place > first:
                return
            reached = reached or place == first
            if reached:
                yield place, bytes(packet)
