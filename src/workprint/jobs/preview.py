"""Looking before rendering: any frame at once, and pieces of two seconds for playing.

The picture comes from the same graph as the export, lowered at a small size; large sources are decoded
from proxies once those are made (`prepare`). The sound is one continuous stream, rendered once per
change; its pieces are cut out of that to the sample.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import threading
import wave
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from workprint.base import Fault, Range, digest, frames, samples
from workprint.compile import Lowered, lower_picture, lower_sound
from workprint.ffmpeg import FFmpegFailed, TimedOut, capabilities, command, run
from workprint.graph import Value
from workprint.model import Timeline

from .crew import AHEAD, Lane, crew
from .footage import Footage, files_in
from .formats import TAGS, sized
from .glance import glance
from .makers import make
from .naming import named
from .proxies import Proxies
from .shelf import Piece, Shelf

PIECE_SECONDS = 2
SIZE = "360p"
HOUR = 3600.0
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
        self.proxies = Proxies(self.shelf, sized(self.timeline.canvas, self.size), self.cancel)
        self.small = self.timeline.model_copy(update={"canvas": sized(self.timeline.canvas, self.size)})

    def frame(self, at: float, suffix: Literal["jpg", "png"] = "jpg") -> Path:
        """The frame at a second, as a picture file. Raises `NoSuchMoment`."""
        number = frames(at, self.timeline.rate)
        if not 0 <= number < self.timeline.duration:
            raise NoSuchMoment(at=at, duration=float(self.timeline.duration / self.timeline.rate))
        shown = glance(number, self.timeline)
        lowered = lower_picture(self.small, shown, "yuvj444p", self.proxies)
        return self._kept(lowered, shown, [*STILLS[suffix], "-frames:v", "1", "-update", "1"], suffix).path

    @property
    def pieces(self) -> int:
        """How many pieces the film has."""
        return -(-self.timeline.duration // self._length)

    @property
    def _length(self) -> int:
        return max(1, int(PIECE_SECONDS * self.timeline.rate))

    def piece(self, index: int) -> Path:
        """Two seconds of picture as fragmented MP4, without sound. Raises `NoSuchMoment`."""
        span = self._span(index)
        lowered = lower_picture(self.small, span, stand_ins=self.proxies)
        return self._kept(lowered, span, [*FAST, "-fps_mode", "passthrough", "-an"], "mp4").path

    def _span(self, index: int) -> Range:
        if not 0 <= index < self.pieces:
            at, whole = index * PIECE_SECONDS, float(self.timeline.duration / self.timeline.rate)
            raise NoSuchMoment(at=at, duration=whole)
        start = index * self._length
        return Range.between(start, min(start + self._length, self.timeline.duration))

    def sound(self) -> Path | None:
        """The whole sound as WAV (48 kHz, stereo), or None where nothing sounds."""
        lowered = lower_sound(self.timeline)
        return self._kept(lowered, None, ["-c:a", "pcm_s16le"], "wav", HOUR).path if lowered else None

    def heard(self, index: int) -> bytes | None:
        """The sound of a piece as WAV: exactly the samples of its frames. Raises `NoSuchMoment`."""
        span, whole = self._span(index), self.sound()
        if whole is None:
            return None
        begin, end = samples(span.start, self.timeline.rate), samples(span.end, self.timeline.rate)
        out = io.BytesIO()
        with wave.open(str(whole)) as source, wave.open(out, "wb") as piece:
            source.setpos(begin)
            piece.setparams(source.getparams())
            piece.writeframes(source.readframes(end - begin))
        return out.getvalue()

    def prepare(self, at: float = 0.0) -> list[Future[int]]:
        """Have proxies made of what the film shows, from a second on first, behind all other work: for
        each piece, in that order, a job that gives how many it made. They serve every later version
        of the film as well."""
        playhead = max(0, min(int(at * self.timeline.rate) // self._length, self.pieces))
        lane = Lane(crew(), crew().workers, AHEAD)
        order = [*range(playhead, self.pieces), *range(playhead)]
        return [lane.submit(partial(self._prepare, index), turn) for turn, index in enumerate(order)]

    def _prepare(self, index: int) -> int:
        wanted = replace(self.proxies, missing={})
        lower_picture(self.small, self._span(index), stand_ins=wanted)
        made = self.proxies.make(wanted.missing.values())
        self.shelf.tidy_at_times()
        return made

    def _kept(
        self, lowered: Lowered, span: Range | None, options: list[str], suffix: str, limit: float = 60
    ) -> Piece:
        key = digest(["preview", lowered.graph.key, options, capabilities().version])
        found = self.shelf.find(key, f".{suffix}")
        if found is not None:
            return found
        self.folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".preview-", dir=self.folder))
        try:
            footage = Footage(files_in(lowered.graph, self.timeline))
            with crew().urgent():
                made: dict[str, Mapping[str, Value]] = {}
                make(lowered.graph, work, self.cancel, made)
                path = work / f"preview.{suffix}"
                line = command(lowered.graph, [[*options, str(path)]], work, made)
                run(line.args, cancel=self.cancel, timeout=limit, origins=line.origins)
            footage.check()
            piece = self.shelf.put(key, path, {"length": lowered.length})
            self.shelf.tidy_at_times()
            return piece
        except (FFmpegFailed, TimedOut) as error:
            raise named(self.timeline, error, span) from error
        finally:
            shutil.rmtree(work, ignore_errors=True)
