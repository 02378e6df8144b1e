"""The parts a studio works with. They are loaded when first used, and tests put others in their place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from workprint.jobs import Explanation, Progress, RenderOptions, Report
from workprint.model import Fact, MediaFile, Timeline
from workprint.planner import Plan, Situation

Tell = Callable[[float], None]


class Parts(Protocol):
    """What the studio needs done for it."""

    def probe(self, path: Path, media_id: str) -> MediaFile: ...

    def facts(
        self,
        wanted: Sequence[tuple[MediaFile, Sequence[str]]],
        folder: Path,
        tell: Tell | None,
        cancel: threading.Event | None,
    ) -> Sequence[Sequence[Fact]]:
        """Facts of some kinds for each of these files, found at once as far as the machine bears it."""
        ...

    def events(self, media: MediaFile) -> None:
        """Whether the recorders' files given with a recording can be used with it: raises their faults."""
        ...

    def contact_sheet(
        self,
        media: MediaFile,
        out: Path,
        times: Sequence[float] | None = None,
        labels: Sequence[str] = (),
        marks: Sequence[tuple[float, float]] = (),
    ) -> None: ...

    def waveform(self, media: MediaFile, out: Path, silences: Sequence[Fact]) -> None: ...

    def plan(self, request: str, situation: Situation) -> Plan: ...

    def render(
        self,
        timeline: Timeline,
        out: Path,
        options: RenderOptions,
        on_progress: Callable[[Progress], None] | None,
        cancel: threading.Event | None,
    ) -> Report: ...

    def explain(
        self, timeline: Timeline, options: RenderOptions, cancel: threading.Event | None
    ) -> Explanation: ...
