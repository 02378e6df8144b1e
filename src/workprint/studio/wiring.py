"""The real parts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from workprint import analysis, jobs, planner
from workprint.jobs import Explanation, Progress, RenderOptions, Report
from workprint.model import Fact, MediaFile, Timeline
from workprint.planner import Plan, Situation

from .parts import Tell


class Wired:
    """Analysis, planner and renderer as they are. Files are looked at `apart` where they are strangers';
    `engine` listens to speech, else the one that the environment sets up."""

    def __init__(
        self, apart: analysis.Apart | None = None, engine: analysis.Recogniser | None = None
    ) -> None:
        self.apart = apart
        self.detectors = analysis.detectors(engine)

    def probe(self, path: Path, media_id: str) -> MediaFile:
        return self.apart.probe(path, media_id) if self.apart else analysis.probe(path, media_id)

    def facts(
        self,
        wanted: Sequence[tuple[MediaFile, Sequence[str]]],
        folder: Path,
        tell: Tell | None,
        cancel: threading.Event | None,
    ) -> Sequence[Sequence[Fact]]:
        wishes = [analysis.Wish(media, kinds) for media, kinds in wanted]
        cache = analysis.FactCache(folder)
        return analysis.analyse_all(wishes, cache, tell, cancel, detectors=self.detectors)

    def events(self, media: MediaFile) -> None:
        analysis.recorded_with(media)

    def contact_sheet(
        self,
        media: MediaFile,
        out: Path,
        times: Sequence[float] | None = None,
        labels: Sequence[str] = (),
        marks: Sequence[tuple[float, float]] = (),
    ) -> None:
        analysis.contact_sheet(media.uri, media, out, times=times, labels=labels or None, marks=marks)

    def waveform(self, media: MediaFile, out: Path, silences: Sequence[Fact]) -> None:
        analysis.waveform(media.uri, media, out, silences)

    def plan(self, request: str, situation: Situation) -> Plan:
        return planner.plan(request, situation)

    def render(
        self,
        timeline: Timeline,
        out: Path,
        options: RenderOptions,
        on_progress: Callable[[Progress], None] | None,
        cancel: threading.Event | None,
    ) -> Report:
        return jobs.render(timeline, out, options, on_progress, cancel)

    def explain(
        self, timeline: Timeline, options: RenderOptions, cancel: threading.Event | None
    ) -> Explanation:
        return jobs.explain(timeline, options, cancel)
