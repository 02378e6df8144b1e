"""Timeline to file: render the pieces, join them, check the result, publish it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from workprint.base import Fault, Range, digest, file_digest
from workprint.compile import Lowered, lower_picture, lower_sound
from workprint.ffmpeg import Cancelled, FFmpegFailed, capabilities, command, require, run, splice
from workprint.graph import INPUT, Graph, Made, Node, Value, Video
from workprint.model import FileRef, Timeline, TimelineRef

from .contrast import hard_to_read
from .copies import Copies
from .formats import Format, Quality, format_named, sized
from .makers import make
from .naming import RenderFailed, named
from .progress import Listener, Meter
from .shelf import DEFAULT_LIMIT, Piece, Shelf
from .spans import spans
from .verify import Report, check_piece, damage, verify
from .workplace import NotWritable, work_folder


class NothingToRender(Fault):
    code = "nothing_to_render"
    en = "The timeline is empty: there is nothing to render. Add a clip first."
    zh = "时间线为空，没有可渲染的内容。请先添加片段。"


class NothingToHear(Fault):
    code = "nothing_to_hear"
    en = "Nothing in this timeline makes a sound, so there is no {format} to write."
    zh = "该时间线没有任何声音，无法输出 {format}。"


class MediaGone(Fault):
    code = "media_gone"
    en = "The media “{name}” is not at {path} any more. Put it back, or replace it in the timeline."
    zh = "素材“{name}”已不在 {path}。请放回原处，或在时间线中替换它。"


class MediaChanged(Fault):
    code = "media_changed"
    en = "The media “{name}” ({path}) has changed since it was added. Add it again to use the new file."
    zh = "素材“{name}”（{path}）在加入后已被改动。请重新添加以使用新文件。"


class DiskFull(Fault):
    code = "disk_full"
    en = "The disk of {path} is full. Nothing was written there; free some space and render again."
    zh = "{path} 所在磁盘已满，未写入任何文件。请清理空间后重试。"


@dataclass(frozen=True)
class RenderOptions:
    """How a timeline is written. `format` None: by the file's suffix. `size`: "720p" or "1280x720".

    With `exact_source`, picture that no edit touches is copied from its source, not encoded again
    (H.264 of the film's size and rate; everything else is rendered as ever). With a `cache` folder, pieces that were rendered before are not rendered again.
    """

    format: str | None = None
    size: str | None = None
    quality: Quality = "standard"
    workers: int = field(default_factory=lambda: max(1, min(8, os.cpu_count() or 1)))
    check: bool = True
    exact_source: bool = False
    cache: Path | None = None
    cache_limit: int = DEFAULT_LIMIT


@dataclass(frozen=True)
class Written:
    """A finished file under its temporary name, and the pieces it was made of."""

    path: Path
    pieces: tuple[tuple[Piece, Range], ...]
    sound: Piece | None


def render(
    timeline: Timeline,
    out: Path,
    options: RenderOptions | None = None,
    on_progress: Listener | None = None,
    cancel: threading.Event | None = None,
) -> Report:
    """Render `timeline` to `out` and check the result; the report also lies beside it as JSON.

    The file appears under its name only when it is whole. Raises a `Fault` that names the clip and
    the operation; then nothing has been written.
    """
    options = options or RenderOptions()
    chosen = format_named(options.format or out.suffix)
    require()
    if timeline.duration < 1:
        raise NothingToRender()
    _media_there(timeline)
    shaped = _shaped(_hashed(timeline), chosen, options)
    work = work_folder(out)
    try:
        job = _Render(shaped, chosen, options, work, cancel or threading.Event(), on_progress)
        written = job.write()
        report = job.check(written, out) if options.check else Report.unchecked(shaped, out)
        report_path = work / "report.json"
        report_path.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(written.path, out)
        os.replace(report_path, out.with_name(out.name + ".report.json"))
        job.shelf.tidy()
        job.meter.tell("done", 1.0)
        return report
    except RenderFailed as error:
        if "No space left" in str(error.fields["reason"]):
            raise DiskFull(path=str(out)) from error
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(path=str(out)) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise NotWritable(path=str(out.parent)) from error
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


SLOWEST = 2.0
"""Seconds that a frame may take, at most, before a render counts as hung."""
PATIENCE = 120.0
"""Seconds allowed besides, for starting and for seeking."""
GIF_WIDTH = 640
GIF_RATE = 15


def _shaped(timeline: Timeline, chosen: Format, options: RenderOptions) -> Timeline:
    """The timeline at the size asked for. A GIF is small unless a size is given."""
    size = options.size
    if chosen.name == "gif" and not size and timeline.canvas.width > GIF_WIDTH:
        height = 2 * round(timeline.canvas.height * GIF_WIDTH / timeline.canvas.width / 2)
        size = f"{GIF_WIDTH}x{height}"
    return timeline.model_copy(update={"canvas": sized(timeline.canvas, size)})


def _hashed(timeline: Timeline) -> Timeline:
    """The timeline with the content hash of every file: pieces are kept by what is in the media."""
    media = tuple(
        file if file.hash else file.model_copy(update={"hash": file_digest(Path(file.uri))})
        for file in timeline.media
        if file.hash or Path(file.uri).is_file()
    )
    return timeline.model_copy(update={"media": media})


def _media_there(timeline: Timeline) -> None:
    used = {
        clip.media.media
        for track in timeline.tracks
        for _, clip in track.clips()
        if isinstance(clip.media, FileRef)
    }
    for media in timeline.media:
        if media.id not in used:
            continue
        path = Path(media.uri)
        if not path.is_file():
            raise MediaGone(name=media.name or media.id, path=media.uri)
        if media.size and path.stat().st_size != media.size:
            raise MediaChanged(name=media.name or media.id, path=media.uri)
    for track in timeline.tracks:
        for _, clip in track.clips():
            if isinstance(clip.media, TimelineRef):
                _media_there(clip.media.timeline)


@dataclass
class _Render:
    """One render under way."""

    timeline: Timeline
    format: Format
    options: RenderOptions
    work: Path
    cancel: threading.Event
    listener: Listener | None

    def __post_init__(self) -> None:
        self.made: dict[str, Mapping[str, Value]] = {}
        self.making = threading.Lock()
        self.rendered = 0
        video = self.format.video
        wanted = self.options.exact_source and video is not None and self.format.copies
        self.copies = (
            Copies(self.timeline, tuple(video[self.options.quality]), self.cancel)
            if video and wanted
            else None
        )
        self.shelf = Shelf(self.options.cache or self.work / "pieces", self.options.cache_limit)
        self.meter = Meter(self.listener, {"prepare": 0.03, "picture": 0.9, "join": 0.04, "check": 0.03})

    def write(self) -> Written:
        """Render everything that is not there yet; the finished file, still under a temporary name."""
        self.meter.tell("prepare", 0.0)
        sound = lower_sound(self.timeline) if self.format.audio else None
        if self.format.video is None:
            if sound is None:
                raise NothingToHear(format=self.format.name)
            piece = self._sound(sound)
            return Written(self._copied(piece), (), piece)
        whole = Range(start=0, duration=self.timeline.duration)
        kept = [each.span for each in self.copies.stretches] if self.copies else []
        parts = spans(self.timeline, kept) if self.format.segments else [whole]
        self.meter.tell("prepare", 1.0)
        with ThreadPoolExecutor(self.options.workers) as pool:
            jobs: list[Future[Piece]] = []
            if sound is not None:
                jobs.append(pool.submit(self._sound, sound))
            jobs += [pool.submit(self._picture, part, index) for index, part in enumerate(parts)]
            self._all(jobs)
        heard = jobs.pop(0).result() if sound is not None else None
        pieces = tuple((job.result(), part) for job, part in zip(jobs, parts, strict=True))
        self.meter.tell("picture", 1.0, size=1.0)
        if not self.format.segments:
            return Written(self._copied(pieces[0][0]), pieces, None)
        return Written(self._joined(pieces, heard), pieces, heard)

    def _joined(self, pieces: Sequence[tuple[Piece, Range]], heard: Piece | None) -> Path:
        out = self.work / f"film.{self.format.name}"
        self.meter.tell("join", 0.1)
        files = [(piece.path, part.duration) for piece, part in pieces]
        sound = heard.path if heard is not None else None
        splice(files, sound, out, self.timeline.rate, self.format.container, self.cancel)
        self.meter.tell("join", 1.0)
        return out

    def _copied(self, piece: Piece) -> Path:
        return Path(shutil.copyfile(piece.path, self.work / f"film.{self.format.name}"))

    def _all(self, jobs: list[Future[Piece]]) -> None:
        """Wait for all; when one fails, stop the others and raise what went wrong first."""
        done, left = wait(jobs, return_when=FIRST_EXCEPTION)
        broken = [job for job in done if job.exception() is not None]
        if broken:
            self.cancel.set()
            wait(left)
            errors = [job.exception() for job in jobs if job.exception() is not None]
            first = next((error for error in errors if not isinstance(error, Cancelled)), errors[0])
            assert first is not None
            raise first

    def _ready(self, graph: Graph) -> None:
        with self.making:
            make(graph, self.work, self.cancel, self.made)

    def _picture(self, part: Range, index: int) -> Piece:
        if self.cancel.is_set():
            raise Cancelled()
        taken = self._taken_over(part, index)
        if taken is not None:
            return taken
        lowered = lower_picture(self.timeline, part, self.format.pixels)
        if self.format.name == "gif":
            lowered = _as_gif(lowered, self.timeline)
        assert self.format.video is not None
        encoder = self.copies.rendered if self.copies else self.format.video[self.options.quality]
        threads = max(1, (os.cpu_count() or 1) // self.options.workers)
        share = part.duration / max(1, self.timeline.duration)
        path = self.work / f"piece-{index:05}.{self.format.piece_suffix}"
        ending = ["-threads", str(threads), "-fps_mode", "passthrough", "-an", str(path)]
        try:
            return self._piece(lowered, encoder, ending, path, f"picture-{index}", share)
        except FFmpegFailed as error:
            raise named(self.timeline, error, part) from error

    def _taken_over(self, part: Range, index: int) -> Piece | None:
        """The piece copied from its source, where that can be done and is proved."""
        each = self.copies.at(part) if self.copies else None
        if self.copies is None or each is None:
            return None
        made_by = [*self.copies.encoder, capabilities().version]
        key = digest(["copy", each.media.hash, each.first, part.duration, str(self.copies.output), made_by])
        found = self.shelf.find(key, ".mkv")
        if found is None:
            path = self.work / f"copy-{index:05}.mkv"
            copied = self.copies.write(each, path)
            if copied is None:
                return None
            check = check_piece(path, False, self.timeline.rate, self.cancel)
            found = self.shelf.put(key, path, {"length": part.duration, "copied": copied, "check": check})
            with self.making:
                self.rendered += part.duration - copied
        self.meter.tell("picture", 1.0, f"picture-{index}", part.duration / max(1, self.timeline.duration))
        return found

    def _sound(self, lowered: Lowered) -> Piece:
        assert self.format.audio is not None
        path = self.work / f"sound{self.format.sound_suffix}"
        try:
            return self._piece(lowered, self.format.audio, ["-vn", str(path)], path, "sound", 0.0)
        except FFmpegFailed as error:
            raise named(self.timeline, error, None) from error

    def _piece(
        self,
        lowered: Lowered,
        encoder: Sequence[str],
        ending: Sequence[str],
        path: Path,
        part: str,
        share: float,
    ) -> Piece:
        """The piece from the shelf, or rendered, checked and put there."""
        key = digest(["piece", lowered.graph.key, lowered.length, list(encoder), capabilities().version])
        found = self.shelf.find(key, path.suffix)
        if found is None or (self.options.check and "check" not in found.note):
            said = self._run(lowered, [*encoder, *ending], part, share)
            note: dict[str, Any] = {"length": lowered.length, "damage": damage(said)}
            if self.options.check:
                note["check"] = check_piece(path, part == "sound", self.timeline.rate, self.cancel)
            found = self.shelf.put(key, path, note)
            with self.making:
                self.rendered += lowered.length if part != "sound" else 0
        self.meter.tell("picture", 1.0, part, share)
        return found

    def _run(self, lowered: Lowered, options: list[str], part: str, share: float) -> str:
        self._ready(lowered.graph)
        line = command(lowered.graph, [options], self.work, self.made)

        def tell(done: float) -> None:
            self.meter.tell("picture", done, part, share)

        frames = self.timeline.duration if part == "sound" else lowered.length
        limit = PATIENCE + SLOWEST * frames
        return run(
            line.args,
            timeout=limit,
            frames=lowered.length,
            on_progress=tell if share else None,
            cancel=self.cancel,
            origins=line.origins,
        )

    def check(self, written: Written, out: Path) -> Report:
        pictures = [
            (part, {**piece.note["check"], "damage": piece.note.get("damage", 0)})
            for piece, part in written.pieces
        ]
        heard = written.sound.note["check"] if written.sound is not None else None
        report = verify(self.timeline, written.path, self.format, pictures, heard)
        dim = tuple(hard_to_read(self.timeline, self.work)) if self.format.video is not None else ()
        self.meter.tell("check", 1.0)
        findings = (*report.findings, *dim)
        copied = sum(int(piece.note.get("copied", 0)) for piece, _ in written.pieces)
        return replace(report, path=str(out), rendered=self.rendered, findings=findings, copied=copied)


def _as_gif(lowered: Lowered, timeline: Timeline) -> Lowered:
    """At most 15 frames a second, with a palette made from the whole film."""
    pad = lowered.graph.outputs[0]
    video = Video(pad.node, pad.index, timeline.canvas.width, timeline.canvas.height, timeline.rate)
    if timeline.rate > GIF_RATE:
        video = video.filter("fps", fps=GIF_RATE)
    palette = Made.of("palette", None, video)
    image = Video(Node(INPUT, (("file", palette), ("stream", "v"))))
    shown = video.filter("paletteuse", image, dither="bayer", bayer_scale=3)
    length = int(lowered.length * GIF_RATE / timeline.rate) if timeline.rate > GIF_RATE else lowered.length
    return Lowered(Graph((shown,)), max(1, length))
