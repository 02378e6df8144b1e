"""Animated WebP: size and frame times, read from its chunks."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from .faults import DamagedMedia

MAX_FRAMES = 100_000


@dataclass(frozen=True)
class Animation:
    """Canvas size in pixels, the length of every frame in milliseconds, and whether it has alpha."""

    width: int
    height: int
    durations: tuple[int, ...]
    alpha: bool


def animation(path: Path) -> Animation:
    """Read an animated WebP. Raises `DamagedMedia` where its chunks break off before the first frame."""
    durations: list[int] = []
    with path.open("rb") as file:
        head = file.read(30)
        if len(head) < 30:
            raise DamagedMedia(name=path.name, reason={"en": "it breaks off", "zh": "文件不完整"})
        flags = head[20]
        width, height = _uint24(head[24:27]) + 1, _uint24(head[27:30]) + 1
        while len(durations) < MAX_FRAMES and len(mark := file.read(8)) == 8:
            name, size = struct.unpack("<4sI", mark)
            body = file.tell()
            if name == b"ANMF":
                frame = file.read(16)
                if len(frame) == 16:
                    durations.append(_uint24(frame[12:15]))
            file.seek(body + size + size % 2)
    if not durations:
        raise DamagedMedia(name=path.name, reason={"en": "it has no frames", "zh": "没有任何画面"})
    return Animation(width, height, tuple(max(d, 10) for d in durations), bool(flags & 0x10))


def _uint24(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
