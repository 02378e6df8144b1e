"""How long the streams of a finished file are, and how even, from the time stamps of their packets."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HOLE = Fraction(1, 100)
"""Seconds between two packets of sound above which something is missing."""
Ticks = NDArray[np.int64]


@dataclass(frozen=True)
class Streams:
    """A file's picture and sound. `picture` and `sound` are seconds at which they end, `sync` ms by which
    the sound comes late at the beginning, in the middle and at the end."""

    frames: int = 0
    width: int = 0
    height: int = 0
    picture: Fraction = Fraction(0)
    sound: Fraction | None = None
    uneven: int = 0
    """Frames that are off by more than half of one."""
    holes: int = 0
    sync: tuple[float, ...] = ()

    @property
    def seconds(self) -> float:
        return float(max(self.picture, self.sound or Fraction(0)))


@dataclass
class _Packets:
    """Times and lengths of a stream's packets, in its own ticks: 16 bytes for each."""

    base: Fraction
    at: array[int] = field(default_factory=lambda: array("q"))
    lengths: array[int] = field(default_factory=lambda: array("q"))

    def sorted(self) -> tuple[Ticks, Ticks]:
        at, lengths = (np.frombuffer(each, np.int64) for each in (self.at, self.lengths))
        order = np.argsort(at, kind="stable")
        return at[order], lengths[order]


def streams(path: Path) -> Streams:
    """Read a file's packets once."""
    import av

    with av.open(f"file:{path}") as file:
        video = next(iter(file.streams.video), None)
        audio = next(iter(file.streams.audio), None)
        found: dict[int, _Packets] = {}
        for packet in file.demux():
            if packet.pts is not None and packet.size:
                _add(found, packet)
        shown = found.get(video.index) if video else None
        heard = found.get(audio.index) if audio else None
        size = (video.width, video.height) if video else (0, 0)
    return _measured(shown, heard, size)


def _add(found: dict[int, _Packets], packet: Any) -> None:
    stream = found.get(packet.stream_index)
    if stream is None:
        stream = found[packet.stream_index] = _Packets(packet.time_base or Fraction(1))
    stream.at.append(packet.pts)
    stream.lengths.append(packet.duration or 0)


def _measured(shown: _Packets | None, heard: _Packets | None, size: tuple[int, int]) -> Streams:
    count, first, picture, uneven = _picture(shown) if shown else (0, Fraction(0), Fraction(0), 0)
    if heard is None:
        return Streams(count, *size, picture, uneven=uneven)
    at, lengths = heard.sorted()
    begin, last, length = (int(value) * heard.base for value in (at[0], at[-1], lengths[-1]))
    missing = np.abs(np.diff(at) - lengths[:-1]) * heard.base.numerator
    holes = int((missing * HOLE.denominator > HOLE.numerator * heard.base.denominator).sum())
    sync: tuple[float, ...] = ()
    if shown:
        start = float(max(begin, Fraction(0)) - first) * 1000
        middle = _drift(at, heard.base)
        end = float(last + length - picture) * 1000
        sync = tuple(round(value, 2) for value in (start, start + middle, end))
    return Streams(count, *size, picture, last + length, uneven, holes, sync)


def _picture(shown: _Packets) -> tuple[int, Fraction, Fraction, int]:
    """Frames, when the first is shown and the last ends, and how many are not where an even run has them."""
    at, lengths = shown.sorted()
    whole, steps = int(at[-1] - at[0]), len(at) - 1
    step = Fraction(whole, steps) if steps else Fraction(int(lengths[0]))
    off = np.abs((at - at[0]) * steps - np.arange(len(at)) * whole)
    uneven = int((2 * off > whole).sum()) if whole else 0
    return len(at), int(at[0]) * shown.base, (int(at[-1]) + step) * shown.base, uneven


def _drift(at: Ticks, base: Fraction) -> float:
    """How far the middle packet lies off an even run of them, in ms. Some containers round every packet's
    length: only positions tell."""
    middle = len(at) // 2
    even = Fraction(middle, max(1, len(at) - 1)) * int(at[-1] - at[0])
    return float((int(at[middle] - at[0]) - even) * base) * 1000
