"""Small copies of large footage, for looking only: what a preview decodes in place of the source.

Getting at one frame of a long group of pictures means decoding all before it at full size. A proxy is
made once, in stretches of some seconds, from the conformed picture: its frame n is the frame n that a
clip of that rate and speed shows, so a preview through proxies shows the same frames as the film.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from workprint.base import Range, digest
from workprint.compile import Decodes, StandIn, media_frames, picture
from workprint.ffmpeg import Cancelled, capabilities, command, run
from workprint.graph import Graph
from workprint.model import Canvas, MediaFile, VideoStream

from .footage import Footage
from .shelf import Shelf

SECONDS = 8
"""Length of a stretch: long enough that the way to its first frame is a small part of making it."""
WORTH = 2
"""How many times the pixels of its proxy a source must have."""
CODED = (
    "-c:v", "libx264", "-preset", "ultrafast", "-tune", "fastdecode", "-crf", "14", "-g", "10", "-bf", "0",
    "-fps_mode", "passthrough", "-an",
)  # fmt: skip
"""Nearly without loss, and from any frame it is at most ten to the next one wanted."""


@dataclass(frozen=True)
class Proxy:
    """A stretch of a source as a clip of that rate and speed shows it: frames `span`, made small."""

    media: MediaFile
    span: Range
    rate: Fraction
    speed: Fraction
    width: int
    height: int

    @property
    def graph(self) -> Graph:
        video = picture(self.media, self.span, self.rate, self.speed, False, Decodes(), self.media.id)
        return Graph(
            (video.scaled(self.width, self.height, flags="bicubic").filter("format", pix_fmts="yuv420p"),)
        )

    @property
    def key(self) -> str:
        return digest(["proxy", self.graph.key, CODED, capabilities().version])

    def held(self, path: Path) -> MediaFile:
        """The proxy as media, once it lies at `path`."""
        length = self.span.duration / self.rate
        video = VideoStream(
            width=self.width, height=self.height, rate=self.rate, duration=length, pixel_format="yuv420p",
            color_space="bt709", color_range="tv", codec="h264",
        )  # fmt: skip
        return MediaFile(
            id=self.key,
            uri=str(path),
            hash=self.key,
            kind="video",
            container="mkv",
            duration=length,
            video=video,
        )


@dataclass
class Proxies:
    """The proxies on a shelf, for films of one canvas."""

    shelf: Shelf
    canvas: Canvas
    cancel: threading.Event | None = None
    missing: dict[str, Proxy] = field(default_factory=dict)
    """What was asked for and is not there, in the order of asking."""
    being_made: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, media: MediaFile, span: Range, rate: Fraction, speed: Fraction) -> list[StandIn]:
        """The proxies that cover frames `span` of a conformed source; none where one is missing or
        where the source is small itself."""
        found: list[StandIn] = []
        whole = True
        for proxy in self._covering(media, span, rate, speed):
            piece = self.shelf.find(proxy.key, ".mkv")
            if piece is None:
                self.missing.setdefault(proxy.key, proxy)
                whole = False
            else:
                found.append(StandIn(proxy.held(piece.path), proxy.span))
        return found if whole else []

    def _covering(self, media: MediaFile, span: Range, rate: Fraction, speed: Fraction) -> Iterator[Proxy]:
        video, total = media.video, media_frames(media, rate, speed)
        if video is None or not total or video.alpha or not media.hash:
            return
        width, height = self._size(video)
        if video.width * video.height < WORTH * width * height:
            return
        length = max(1, int(SECONDS * rate))
        for start in range(span.start // length * length, span.end, length):
            part = Range.between(start, min(start + length, total))
            yield Proxy(media, part, rate, speed, width, height)

    def _size(self, video: VideoStream) -> tuple[int, int]:
        """As large as the picture lies on the canvas."""
        scales = self.canvas.width / video.width, self.canvas.height / video.height
        scale = max(scales) if self.canvas.fill == "crop" else min(scales)
        width, height = (max(2, 2 * round(side * scale / 2)) for side in (video.width, video.height))
        return width, height

    def make(self, wanted: Iterable[Proxy]) -> int:
        """Make proxies, but for those that are there or that another worker makes; how many were made."""
        count = 0
        for proxy in wanted:
            if self.cancel is not None and self.cancel.is_set():
                raise Cancelled()
            with self.lock:
                taken = proxy.key in self.being_made
                self.being_made.add(proxy.key)
            if taken or self.shelf.find(proxy.key, ".mkv") is not None:
                continue
            try:
                self._make(proxy)
            finally:
                with self.lock:
                    self.being_made.discard(proxy.key)
            count += 1
        return count

    def _make(self, proxy: Proxy) -> None:
        footage = Footage([proxy.media])
        self.shelf.folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".proxy-", dir=self.shelf.folder))
        try:
            path = work / "proxy.mkv"
            line = command(proxy.graph, [[*CODED, str(path)]], work)
            run(line.args, cancel=self.cancel, origins=line.origins)
            footage.check()
            self.shelf.put(proxy.key, path, {"length": proxy.span.duration})
        finally:
            shutil.rmtree(work, ignore_errors=True)
