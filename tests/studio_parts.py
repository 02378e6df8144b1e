"""Parts of a studio that answer at once, for tests of what the studio does with them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from workprint.jobs import Progress, RenderOptions, Report
from workprint.model import AudioStream, Fact, MediaFile, Timeline, VideoStream
from workprint.ops import EditOp, bind
from workprint.planner import Action, Edit, Need, Plan, Question, Refusal, Situation

Script = Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]


class FakeParts:
    """Files are what their names say (`tall.mp4`, `a.png`, `a.wav`); a request means what the script
    says; a render writes the timeline's name."""

    def __init__(self, script: Script | None = None) -> None:
        self.script = dict(script or {})
        self.size = (1920, 1080)
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.situations: list[Situation] = []
        self.findings: tuple[Any, ...] = ()
        self.options: list[RenderOptions] = []
        self.films: list[Timeline] = []

    def probe(self, path: Path, media_id: str) -> MediaFile:
        kind = {".png": "image", ".wav": "audio"}.get(path.suffix, "video")
        size = (720, 1280) if "tall" in path.name else self.size
        video = VideoStream(width=size[0], height=size[1], rate=Fraction(25), duration=Fraction(10))
        return MediaFile.model_validate(
            {
                "id": media_id,
                "name": path.name,
                "kind": kind,
                "duration": 0 if kind == "image" else 10,
                "video": None if kind == "audio" else video,
                "audio": None if kind == "image" else AudioStream(duration=Fraction(10)),
            }
        )

    def events(self, media: MediaFile) -> None:
        pass

    def facts(
        self,
        wanted: Sequence[tuple[MediaFile, Sequence[str]]],
        folder: Path,
        tell: Callable[[float], None] | None,
        cancel: threading.Event | None,
    ) -> Sequence[Sequence[Fact]]:
        self.asked += [(media.id, tuple(kinds)) for media, kinds in wanted]
        return [[Fact(kind=kind, start=4, end=6) for kind in kinds] for _, kinds in wanted]

    def contact_sheet(
        self,
        media: MediaFile,
        out: Path,
        times: Sequence[float] | None = None,
        labels: Sequence[str] = (),
        marks: Sequence[tuple[float, float]] = (),
    ) -> None:
        out.write_bytes(b"sheet")

    def waveform(self, media: MediaFile, out: Path, silences: Sequence[Fact]) -> None:
        out.write_bytes(b"waveform")

    def plan(self, request: str, situation: Situation) -> Plan:
        self.situations.append(situation)
        timeline = situation.timeline
        edits: list[Edit] = []
        extra: dict[str, Any] = {}
        lang = situation.lang or "en"
        for op, params in self.script.get(request, ()):
            match op:
                case "question":
                    extra["questions"] = (Question(text="Which one?"),)
                case "refusal":
                    extra["refusals"] = (Refusal(code="no", request=request, message="No."),)
                case "export" | "preview" | "undo" | "redo" | "subtitles":
                    extra["actions"] = (Action(action=op, params=dict(params)),)
                case "need":
                    if not any(situation.facts.get(str(params["media"]), ())):
                        return Plan(request=request, lang=lang, needs=(Need(**params),), timeline=timeline)
                case _:
                    timeline = bind(EditOp, op, params).apply(timeline, situation.facts)
                    edits.append(Edit(op=op, params=dict(params)))
        length = round(float(timeline.duration / timeline.rate), 2)
        return Plan(
            request=request,
            lang=lang,
            edits=tuple(edits),
            reply=f"It lasts {length} s.",
            timeline=timeline,
            **extra,
        )

    def render(
        self,
        timeline: Timeline,
        out: Path,
        options: RenderOptions,
        on_progress: Callable[[Progress], None] | None,
        cancel: threading.Event | None,
    ) -> Report:
        self.options.append(options)
        self.films.append(timeline)
        out.write_text(timeline.name)
        if on_progress:
            on_progress(Progress("done", 1.0))
        length = float(timeline.duration / timeline.rate)
        return Report(str(out), length, timeline.duration, 1920, 1080, findings=self.findings, size=10)
