"""Looking before rendering: any frame at once, and pieces of two seconds for playing.

The picture comes from the same graph as the export, lowered at a small size.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workprint.base import Fault, Range, digest, frames
from workprint.compile import Lowered, lower_picture
from workprint.ffmpeg import capabilities, command, run
from workprint.graph import Value
from workprint.model import Timeline

from .formats import TAGS, sized
from .makers import make
from .shelf import Piece, Shelf

PIECE_SECONDS = 2
SIZE = "360p"
STILLS = {"jpg": ("-c:v", "mjpeg", "-q:v", "3"), "png": ("-c:v", "png")}
FAST = (
    "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-tune", "fastdecode", *TAGS,
    "-movflags", "+frag_keyframe+empty_moov+default_base_moof",
)  # fmt: skip


class NoSuchMoment(Fault):
    code = "no_such_moment"
    en = "There is no frame at {at} s: the film lasts {duration} s."
    zh = "第 {at} 秒没有画面：影片长 {duration} 秒。"


@dataclass
class Preview:
    """Small pictures of a timeline, kept on a shelf by what they are made from."""

    timeline: Timeline
    folder: Path
    size: str = SIZE
    cancel: threading.Event | None = None

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.folder)
        self.small = self.timeline.model_copy(update={"canvas": sized(self.timeline.canvas, self.size)})

    def frame(self, at: float, suffix: Literal["jpg", "png"] = "jpg") -> Path:
        """The frame at a second, as a picture file. Raises `NoSuchMoment`."""
        number = frames(at, self.timeline.rate)
        if not 0 <= number < self.timeline.duration:
            raise NoSuchMoment(at=at, duration=float(self.timeline.duration / self.timeline.rate))
        lowered = lower_picture(self.small, Range(start=number, duration=1), "yuvj444p")
        return self._kept(lowered, [*STILLS[suffix], "-frames:v", "1", "-update", "1"], suffix).path

    @property
    def pieces(self) -> int:
        """How many pieces the film has."""
        return -(-self.timeline.duration // self._length)

    @property
    def _length(self) -> int:
        return max(1, int(PIECE_SECONDS * self.timeline.rate))

    def piece(self, index: int) -> Path:
        """Two seconds of picture as fragmented MP4, without sound. Raises `NoSuchMoment`."""
        if not 0 <= index < self.pieces:
            at, whole = index * PIECE_SECONDS, float(self.timeline.duration / self.timeline.rate)
            raise NoSuchMoment(at=at, duration=whole)
        start = index * self._length
        span = Range.between(start, min(start + self._length, self.timeline.duration))
        lowered = lower_picture(self.small, span)
        return self._kept(lowered, [*FAST, "-fps_mode", "passthrough", "-an"], "mp4").path

    def _kept(self, lowered: Lowered, options: list[str], suffix: str) -> Piece:
        key = digest(["preview", lowered.graph.key, options, capabilities().version])
        found = self.shelf.find(key, f".{suffix}")
        if found is not None:
            return found
        self.folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".preview-", dir=self.folder))
        try:
            made: dict[str, Mapping[str, Value]] = {}
            make(lowered.graph, work, self.cancel, made)
            path = work / f"preview.{suffix}"
            line = command(lowered.graph, [[*options, str(path)]], work, made)
            run(line.args, cancel=self.cancel, timeout=60, origins=line.origins)
            return self.shelf.put(key, path, {"length": lowered.length})
        finally:
            shutil.rmtree(work, ignore_errors=True)
