"""Writing picture packets of several origins into one file that any decoder takes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from . import nal
from .chapters import Chapter, mark_chapters
from .failing import Cancelled
from .join import PiecesDiffer, _sound, join
from .packets import PacketIndex, depth, index_packets, opened, packets
from .sequence import Colour, sequence
from .slices import Renumbering, side_by_side


@dataclass(frozen=True)
class Stretch:
    """Frames that follow one another in decoding, first shown first, and the sets they need.

    `shown` is the order of showing, from 0, in decoding order; `read` gives the packets.
    """

    name: str
    sets: nal.Sets
    length_size: int
    shown: tuple[int, ...]
    fresh: tuple[bool, ...]
    read: Callable[[threading.Event | None], Iterator[bytes]]
    template: Path
    stream: int

    @classmethod
    def of(
        cls, index: PacketIndex, first: int, last: int, sets: nal.Sets, left_out: Collection[int] = ()
    ) -> Stretch:
        """Packets `first` to `last` of an indexed file, but for those `left_out`."""
        taken = [place for place in range(first, last) if place not in left_out]

        def read(cancel: threading.Event | None) -> Iterator[bytes]:
            for place, data in enumerate(packets(index, first, last, cancel), first):
                if place not in left_out:
                    yield data

        return cls(
            name=index.path.name,
            sets=sets,
            length_size=index.length_size,
            shown=tuple(np.argsort(np.argsort(index.shown[taken])).tolist()),
            fresh=tuple(index.fresh[taken].tolist()),
            read=read,
            template=index.path,
            stream=index.stream,
        )


def stored(path: Path, frames: int) -> Stretch:
    """All frames of a rendered piece. Raises `PiecesDiffer` where it has another number of them."""
    index = index_packets(path, own=True)
    if index.frames != frames:
        raise PiecesDiffer(reason=f"{path.name} has {index.frames} frames, not {frames}")
    return Stretch.of(index, 0, frames, index.sets)


def cut_apart(path: Path, starts: Sequence[int]) -> list[Stretch]:
    """A rendered piece in stretches that begin at these frames; the last of them is its length. Raises
    `PiecesDiffer` where it is not so long, or one of them does not stand alone."""
    index = index_packets(path, own=True)
    if index.frames != starts[-1]:
        raise PiecesDiffer(reason=f"{path.name} has {index.frames} frames, not {starts[-1]}")
    if not set(starts[:-1]) <= set(index.groups.tolist()):
        raise PiecesDiffer(reason=f"{path.name} does not begin anew where it should")
    return [Stretch.of(index, first, last, index.sets) for first, last in pairwise(starts)]


def splice(
    pieces: Sequence[tuple[Path, int]],
    sound: Path | None,
    out: Path,
    rate: Fraction,
    container: str,
    cancel: threading.Event | None = None,
    metadata: dict[str, str] | None = None,
    chapters: Sequence[Chapter] = (),
) -> None:
    """Join pieces (picture files with their number of frames) of one encoder or of several.

    As `join`, but H.264 pieces may hold copied picture and picture encoded by Workprint: all their
    parameter sets lie at the head of the file. Raises `PiecesDiffer` where two of these exclude
    each other, or a piece has another number of frames than it should; or `Cancelled`.
    """
    heads = {_head(path) for path, _ in pieces}
    if len(heads) < 2 or not all(codec == "h264" for codec, _ in heads):
        join(pieces, sound, out, rate, container, cancel, metadata, chapters)
        return
    stretches = [stored(path, count) for path, count in pieces]
    write(stretches, sound, out, rate, container, cancel=cancel, metadata=metadata, chapters=chapters)


def _head(path: Path) -> tuple[str, bytes]:
    with opened(path) as held:
        context = held.streams.video[0].codec_context
        return context.name, bytes(context.extradata or b"")


def write(
    stretches: Sequence[Stretch],
    sound: Path | None,
    out: Path,
    rate: Fraction,
    container: str,
    *,
    colour: Colour | None = None,
    cancel: threading.Event | None = None,
    metadata: Mapping[str, str] | None = None,
    chapters: Sequence[Chapter] = (),
) -> None:
    """Write stretches one after another, every frame at the time of its number, with `sound`."""
    import av

    delay = max(depth(stretch.shown) for stretch in stretches)
    try:
        even = nal.evened([stretch.sets for stretch in stretches], rate, delay)
        sets, namings = side_by_side(even, rate)
    except ValueError as error:
        raise PiecesDiffer(reason=str(error)) from error
    options = {"movflags": "+faststart"} if container in ("mp4", "mov") else {}
    name = "matroska" if container == "mkv" else container
    with av.open(str(out), "w", format=name, options=options) as target:
        target.metadata.update(metadata or {})
        mark_chapters(target, chapters, rate)
        video = _stream(target, stretches[0], sets, rate, colour)
        sources: list[Iterator[tuple[float, Any]]] = [
            _picture(stretches, namings, video, rate, delay, cancel)
        ]
        if sound is not None:
            held = av.open(f"file:{sound}")
            sources.append(_sound(held, target.add_stream_from_template(held.streams.audio[0])))
        for _, packet in merge(*sources, key=lambda entry: entry[0]):
            if cancel is not None and cancel.is_set():
                raise Cancelled()
            target.mux(packet)


def _stream(target: Any, like: Stretch, sets: nal.Sets, rate: Fraction, colour: Colour | None) -> Any:
    with opened(like.template) as first:
        stream = target.add_stream_from_template(first.streams[like.stream])
    stream.time_base = 1 / rate
    context = stream.codec_context
    context.extradata = sets.record()
    said = colour or sequence(next(iter(sets.sequences.values()))).colour
    context.color_primaries, context.color_trc = said.primaries, said.transfer
    context.colorspace, context.color_range = said.matrix, 2 if said.full else 1
    return stream


def _picture(
    stretches: Sequence[Stretch],
    namings: Sequence[Renumbering],
    stream: Any,
    rate: Fraction,
    delay: int,
    cancel: threading.Event | None,
) -> Iterator[tuple[float, Any]]:
    import av

    start = 0
    for stretch, naming in zip(stretches, namings, strict=True):
        count = 0
        for data in stretch.read(cancel):
            packet = av.Packet(_renamed(data, stretch, naming))
            packet.pts, packet.dts = start + stretch.shown[count], start + count - delay
            packet.duration, packet.time_base = 1, 1 / rate
            packet.is_keyframe = stretch.fresh[count]
            packet.stream = stream
            count += 1
            yield float(packet.dts / rate), packet
        if count != len(stretch.shown):
            raise PiecesDiffer(reason=f"{stretch.name} gave {count} frames, not {len(stretch.shown)}")
        start += count


def _renamed(data: bytes, stretch: Stretch, naming: Renumbering) -> bytes:
    try:
        return nal.packed(map(naming, nal.units(data, stretch.length_size)))
    except ValueError as error:
        raise PiecesDiffer(reason=f"{stretch.name}: {error}") from error
