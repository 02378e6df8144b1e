"""Joining rendered pieces into one file without touching a frame."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any

from workprint.base import Fault, nearest

from .chapters import Chapter, mark_chapters
from .failing import Cancelled
from .packets import opened


class PiecesDiffer(Fault):
    code = "pieces_differ"
    en = "The rendered pieces do not fit together: {reason}."
    zh = "渲染出的各段无法拼接：{reason}。"


def join(
    pieces: Sequence[tuple[Path, int]],
    sound: Path | None,
    out: Path,
    rate: Fraction,
    container: str,
    cancel: threading.Event | None = None,
    metadata: dict[str, str] | None = None,
    chapters: Sequence[Chapter] = (),
) -> None:
    """Write `pieces` (picture files with their number of frames) one after another, with `sound`.

    Packets are copied; every frame gets the time of its number, exactly. Raises `PiecesDiffer`
    where a piece holds another number of frames than it should, or `Cancelled`.
    """
    import av

    options = {"movflags": "+faststart"} if container in ("mp4", "mov") else {}
    with av.open(
        str(out), "w", format="matroska" if container == "mkv" else container, options=options
    ) as target:
        target.metadata.update(metadata or {})
        mark_chapters(target, chapters, rate)
        sources: list[Iterator[tuple[float, Any]]] = []
        if pieces:
            with av.open(str(pieces[0][0])) as first:
                video = target.add_stream_from_template(first.streams.video[0])
            video.time_base = 1 / rate
            sources.append(_picture(pieces, video, rate))
        if sound is not None:
            held = av.open(str(sound))
            audio = target.add_stream_from_template(held.streams.audio[0])
            sources.append(_sound(held, audio))
        for _, packet in merge(*sources, key=lambda entry: entry[0]):
            if cancel is not None and cancel.is_set():
                raise Cancelled()
            target.mux(packet)


def _picture(pieces: Sequence[tuple[Path, int]], stream: Any, rate: Fraction) -> Iterator[tuple[float, Any]]:
    delay = max(_delay(_times(path, rate)) for path, _ in pieces)
    start = 0
    for path, count in pieces:
        seen = 0
        for packet in _packets(path):
            packet.pts = start + nearest(packet.pts * packet.time_base * rate)
            packet.dts = start + seen - delay
            packet.duration = 1
            packet.time_base = 1 / rate
            packet.stream = stream
            seen += 1
            yield float(packet.dts / rate), packet
        if seen != count:
            raise PiecesDiffer(reason=f"{path.name} has {seen} frames, not {count}")
        start += count


def _packets(path: Path) -> Iterator[Any]:
    with opened(path) as source:
        yield from (packet for packet in source.demux(video=0) if packet.pts is not None and packet.size)


def _times(path: Path, rate: Fraction) -> list[int]:
    return [nearest(packet.pts * packet.time_base * rate) for packet in _packets(path)]


def _delay(times: list[int]) -> int:
    """How many frames ahead of its showing the deepest reordered frame must be decoded."""
    return max((place - shown for place, shown in enumerate(times)), default=0)


def _sound(source: Any, stream: Any) -> Iterator[tuple[float, Any]]:
    with source:
        for packet in source.demux(audio=0):
            if packet.pts is None or packet.size == 0:
                continue
            packet.stream = stream
            yield float(packet.dts * packet.time_base), packet
