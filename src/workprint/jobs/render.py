"""Timeline to file: render the pieces, join them, check the result, publish it."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, wait
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from workprint.base import Fault, Range, cores
from workprint.ffmpeg import Cancelled, FFmpegFailed, TimedOut, command, measured, require, run, splice
from workprint.graph import Graph, Value
from workprint.model import Timeline
from workprint.ops.story import chapter_spans

from .contrast import hard_to_read
from .copies import check_copy
from .crew import Lane, bearable, crew, wanted_order
from .encoding import Encoding, OneAttempt, fallen_back
from .footage import Footage, files_of
from .formats import Format, format_named
from .makers import make
from .naming import named
from .options import RenderOptions, prepared
from .progress import Listener, Meter
from .shelf import Piece, Shelf
from .survey import SOUND, Segment, Survey, encoding_for
from .verify import Report, check_piece, damage, verify
from .watching import watched
from .workplace import work_folder, writing_to


class NothingToHear(Fault):
    code = "nothing_to_hear"
    en = "Nothing in this timeline makes a sound, so there is no {format} to write."
    zh = "该时间线没有任何声音，无法输出 {format}。"


Pieces = tuple[tuple[Piece, Range], ...]


@dataclass(frozen=True)
class Written:
    """A finished file under its temporary name, and the pieces it was made of."""

    path: Path
    pieces: Pieces
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
    footage = Footage(files_of(timeline))
    shaped = prepared(timeline, chosen, options)
    work = work_folder(out)
    with writing_to(out, work):
        cancel = cancel or threading.Event()

        def attempt(encoding: Encoding) -> tuple[_Render, Written, Report]:
            job = _Render(shaped, chosen, options, work, footage, cancel, on_progress, encoding)
            written = job.write()
            return job, written, job.check(written, out)

        encoding = encoding_for(shaped, chosen, options, cancel)
        job, written, report = fallen_back(encoding, cancel, attempt)
        report_path = work / "report.json"
        report_path.write_text(json.dumps(report.to_json(), ensure_ascii=False, indent=1), encoding="utf-8")
        footage.check()
        if cancel.is_set():
            raise Cancelled()
        os.replace(written.path, out)
        os.replace(report_path, out.with_name(out.name + ".report.json"))
        job.shelf.tidy()
        job.meter.tell("done", 1.0)
        return report


SOUND_SHARE = 0.06
"""What the sound of a film is of the work on it, besides the picture."""


def missing(timeline: Timeline, options: RenderOptions) -> dict[str, float]:
    """The segments of a film that are not on its shelf yet, each with the share of the work that it is:
    its sound, which is one piece however long, then its picture in order. What would hinder the render
    is raised as by `render`."""
    chosen = format_named(options.format or "")
    shelf = Shelf(options.cache, options.cache_limit, options.shared) if options.cache else None
    shaped = prepared(timeline, chosen, options)
    survey = Survey(shaped, chosen, options, shelf)
    sound = [survey.sound] if survey.sound else []
    every = [*sound, *(survey.picture(index) for index in range(len(survey.spans)))]
    shares = {
        each.name: SOUND_SHARE if each.name == SOUND else each.span.duration / shaped.duration
        for each in every
    }
    whole = sum(shares.values())
    return {each.name: shares[each.name] / whole for each in every if each.piece is None}


def render_segments(
    timeline: Timeline,
    names: Sequence[str],
    folder: Path,
    options: RenderOptions,
    on_progress: Listener | None = None,
    cancel: threading.Event | None = None,
) -> int:
    """Render only those segments of a film onto the shelf `options.cache`, working in `folder`; how
    many frames that were. A later `render` finds them there. Raises what `render` raises."""
    chosen = format_named(options.format or "")
    require()
    shaped = prepared(timeline, chosen, options)
    footage = Footage(files_of(timeline))
    folder.mkdir(parents=True, exist_ok=True)
    work = work_folder(folder / "segments")
    with writing_to(folder, work):
        stopped = cancel or threading.Event()
        encoding = encoding_for(shaped, chosen, options, stopped)
        return _Render(shaped, chosen, options, work, footage, stopped, on_progress, encoding).only(names)


SLOWEST = 2.0
"""Seconds that a frame may take, at most, before a render counts as hung."""
ATTEMPTS = 3
"""How often a film is put together before a shelf that loses its pieces is told of."""


@dataclass
class _Render:
    """One render under way."""

    timeline: Timeline
    format: Format
    options: RenderOptions
    work: Path
    footage: Footage
    whole: threading.Event
    listener: Listener | None
    encoding: Encoding

    def __post_init__(self) -> None:
        self.made: dict[str, Mapping[str, Value]] = {}
        # A long film's sound is made in steps: the picture does not wait for that.
        self.making = {True: threading.Lock(), False: threading.Lock()}
        self.counting = threading.Lock()
        self.rendered = 0
        self.workers = min(self.options.workers, bearable(self.footage.pixels(self.timeline.canvas)))
        self.threads = self._each(self.workers)
        folder = self.options.cache or self.work / "pieces"
        self.shelf = Shelf(folder, self.options.cache_limit, self.options.shared)
        self._begin()
        self.meter = Meter(self.listener, {"prepare": 0.03, "picture": 0.9, "join": 0.04, "check": 0.03})

    def _begin(self) -> None:
        """Look at the shelf anew; what was given up before stops nothing that is begun now."""
        self.cancel = OneAttempt(self.whole)
        self.survey = Survey(self.timeline, self.format, self.options, self.shelf, self.cancel, self.encoding)

    def write(self) -> Written:
        """Render everything that is not there yet; the finished file, still under a temporary name."""
        self.meter.tell("prepare", 0.0)
        for left in reversed(range(ATTEMPTS)):
            try:
                return self._put_together()
            except FileNotFoundError:
                # The shelf was emptied meanwhile, by another process or by hand: what is gone is made again.
                if not left:
                    raise
                self._begin()
        raise AssertionError

    def only(self, names: Sequence[str]) -> int:
        """Make some segments; how many frames were rendered."""
        jobs: list[Future[Piece]] = []
        lane = Lane(crew(), self.options.workers)
        if self.survey.sound is not None and SOUND in names:
            jobs.append(lane.submit(partial(self._sound, self.survey.sound), -1))
        wanted = [index for index in range(len(self.survey.spans)) if f"picture-{index}" in names]
        jobs += [lane.submit(partial(self._picture, index), index) for index in wanted]
        self._all(jobs)
        return self.rendered

    def _put_together(self) -> Written:
        if self.format.video is None:
            return self._only_sound()
        pieces, heard = self._made()
        self.meter.tell("picture", 1.0, size=1.0)
        if not self.format.segments:
            return Written(self._copied(pieces[0][0]), pieces, None)
        return Written(self._joined(pieces, heard), pieces, heard)

    def _only_sound(self) -> Written:
        sound = self.survey.sound
        if sound is None:
            raise NothingToHear(format=self.format.name)
        piece = self._sound(sound)
        return Written(self._copied(piece), (), piece)

    def _made(self) -> tuple[Pieces, Piece | None]:
        """Every piece of picture with its frames, and the sound: from the shelf, or made now."""
        sound, parts = self.survey.sound, self.survey.spans
        self.meter.tell("prepare", 1.0)
        lane = Lane(crew(), self.workers)
        jobs: list[Future[Piece]] = []
        if sound is not None:
            jobs.append(lane.submit(partial(self._sound, sound), -1))
        # A piece that alone is missing has all the cores.
        self.threads = self._each(self.survey.missing(self.workers))
        order = wanted_order(parts, self.options.first)
        # The first to be handed over is begun at once.
        wanted = sorted(range(len(parts)), key=lambda index: order[index])
        pictures = {i: lane.submit(partial(self._picture, i), order[i]) for i in wanted}
        jobs += [pictures[index] for index in range(len(parts))]
        self._all(jobs)
        heard = jobs.pop(0).result() if sound is not None else None
        return tuple((job.result(), part) for job, part in zip(jobs, parts, strict=True)), heard

    def _joined(self, pieces: Sequence[tuple[Piece, Range]], heard: Piece | None) -> Path:
        out = self.work / f"film.{self.format.name}"
        self.meter.tell("join", 0.1)
        files = [(piece.path, part.duration) for piece, part in pieces]
        sound = heard.path if heard is not None else None
        chapters = [(span.start, span.end, name) for span, name in chapter_spans(self.timeline)]
        rate, container = self.timeline.rate, self.format.container
        splice(files, sound, out, rate, container, self.cancel, chapters=chapters)
        self.meter.tell("join", 1.0)
        return out

    def _copied(self, piece: Piece) -> Path:
        return Path(shutil.copyfile(piece.path, self.work / f"film.{self.format.name}"))

    def _all(self, jobs: list[Future[Piece]]) -> None:
        """Wait for all; when one fails, stop the others and raise what went wrong first."""
        left = set(jobs)
        while left and not self.cancel.is_set():
            # Woken now and then: a job that still waits behind other renders hears of no cancelling.
            done, left = wait(left, timeout=0.1, return_when=FIRST_EXCEPTION)
            if any(job.exception() is not None for job in done):
                self.cancel.set()
        for job in left:
            job.cancel()
        wait(left)
        errors = [job.exception() for job in jobs if not job.cancelled()]
        told = [error for error in errors if error is not None]
        if told or self.cancel.is_set():
            raise next((error for error in told if not isinstance(error, Cancelled)), Cancelled())

    def _ready(self, graph: Graph, heard: bool) -> None:
        with self.making[heard]:
            make(graph, self.work, self.cancel, self.made)

    def _each(self, at_once: int) -> int:
        """Threads for one process where so many work at a time."""
        return max(1, cores() // max(1, at_once))

    def _picture(self, index: int) -> Piece:
        if self.cancel.is_set():
            raise Cancelled()
        segment = self.survey.picture(index)
        if segment.way == "copied":
            copy = self._taken_over(segment)
            if copy is not None:
                return copy
            segment = self.survey.picture(index, copying=False)
        try:
            return self._piece(segment, ["-threads", str(self.threads), "-fps_mode", "passthrough", "-an"])
        except (FFmpegFailed, TimedOut) as error:
            self.footage.check()
            raise named(self.timeline, error, segment.span) from error

    def _taken_over(self, segment: Segment) -> Piece | None:
        """The piece copied from its source, where that succeeds and is proved."""
        assert self.survey.copies is not None
        assert segment.untouched is not None
        path = self._path(segment)
        with measured() as spent:
            copied = self.survey.copies.write(segment.untouched, path)
            if copied is None:
                return None
            check = check_copy(path, self.timeline.rate, self.cancel)
        note = {"length": segment.span.duration, "copied": copied, "check": check, "cpu": spent.seconds}
        return self._kept(segment, path, note, segment.span.duration - copied)

    def _sound(self, segment: Segment) -> Piece:
        try:
            return self._piece(segment, ["-vn"])
        except (FFmpegFailed, TimedOut) as error:
            self.footage.check()
            raise named(self.timeline, error, None) from error

    def _path(self, segment: Segment) -> Path:
        return self.work / f"{segment.name}{segment.suffix}"

    def _share(self, segment: Segment) -> float:
        """How much of the picture's progress a segment is."""
        return 0.0 if segment.name == SOUND else segment.span.duration / max(1, self.timeline.duration)

    def _piece(self, segment: Segment, ending: Sequence[str]) -> Piece:
        """The piece from the shelf, or rendered, checked and put there."""
        if segment.piece is not None:
            self.meter.tell("picture", 1.0, segment.name, self._share(segment))
            return segment.piece
        assert segment.lowered is not None
        heard, path = segment.name == SOUND, self._path(segment)
        # Looking on while it is rendered spares most of the decode afterwards. What hardware made of
        # the picture is looked at itself.
        known = self.format.segments and segment.encoding.found is None
        looking = self.options.check and not heard and known
        graph = watched(segment.lowered.graph) if looking else segment.lowered.graph
        length, note = segment.lowered.length, dict[str, Any]()
        with measured() as spent:
            said = self._run(segment, graph, [*segment.encoder, *ending, str(path)])
            if self.options.check:
                rate = self.timeline.rate
                note["check"] = check_piece(path, heard, rate, self.cancel, said if looking else None)
        note |= {"length": length, "damage": damage(said), "cpu": spent.seconds}
        segment.encoding.accept(path, length, note)
        return self._kept(segment, path, note, 0 if heard else length)

    def _kept(self, segment: Segment, path: Path, note: dict[str, Any], rendered: int) -> Piece:
        self.footage.check()
        found = self.shelf.put(segment.key, path, note)
        with self.counting:
            self.rendered += rendered
        self.meter.tell("picture", 1.0, segment.name, self._share(segment))
        return found

    def _run(self, segment: Segment, graph: Graph, options: list[str]) -> str:
        self._ready(graph, segment.name == SOUND)
        line = command(graph, [options], self.work, self.made, self.threads)
        share = self._share(segment)

        def tell(done: float) -> None:
            self.meter.tell("picture", done, segment.name, share)

        with segment.encoding.sessions:
            return run(
                [*segment.encoding.head, *line.args],
                timeout=self.options.patience + SLOWEST * segment.span.duration,
                frames=segment.lowered.length if segment.lowered else 0,
                on_progress=tell if share else None,
                cancel=self.cancel,
                origins=line.origins,
            )

    def check(self, written: Written, out: Path) -> Report:
        """What is in the film, from the film; with `check` off, what should be in it."""
        told, name = filter(None, [self.encoding.note]), self.encoding.name
        if not self.options.check:
            return replace(Report.unchecked(self.timeline, out), encoder=name, findings=tuple(told))
        pictures = [
            (part, {**piece.note["check"], "damage": piece.note.get("damage", 0)})
            for piece, part in written.pieces
        ]
        heard = written.sound.note["check"] if written.sound is not None else None
        report = verify(self.timeline, written.path, self.format, pictures, heard)
        dim = (
            tuple(hard_to_read(self.timeline, self.work, self.shelf, self.cancel))
            if self.format.video is not None
            else ()
        )
        self.meter.tell("check", 1.0)
        findings = (*report.findings, *dim, *self.survey.told(), *told)
        copied = sum(int(piece.note.get("copied", 0)) for piece, _ in written.pieces)
        said = replace(report, path=str(out), encoder=name, findings=findings)
        return replace(said, rendered=self.rendered, copied=copied)
