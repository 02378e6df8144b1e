"""The product checks its own output: decode it from end to end and hold it against the timeline."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from workprint.base import Range, clock, milliseconds
from workprint.ffmpeg import FFmpegFailed, input_args, run
from workprint.model import Clip, FileRef, Timeline

from . import lengths
from .expected import held, readable, stopped
from .finding import Finding
from .formats import Format
from .watching import chain, seen

BLACK_SECONDS = 0.5


@dataclass(frozen=True)
class Report:
    """What was written, as measured in the file itself."""

    path: str
    duration: float
    frames: int
    width: int
    height: int
    checked: bool = True
    sync_ms: tuple[float, ...] = ()
    loudness: float | None = None
    peak: float | None = None
    size: int = 0
    copied: int = 0
    """Frames taken over from their source as they are."""
    rendered: int = 0
    """Frames that had to be rendered; the others were there from before."""
    encoder: str = "software"
    """What encoded the picture; hardware by its short name. A film is never of two."""
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @property
    def passed(self) -> bool:
        return all(finding.note for finding in self.findings)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "passed": self.passed}

    @classmethod
    def unchecked(cls, timeline: Timeline, path: Path) -> Report:
        length = float(timeline.duration / timeline.rate)
        return cls(str(path), length, timeline.duration, timeline.canvas.width, timeline.canvas.height, False)


Check = dict[str, Any]
"""What decoding one piece from end to end found: see `check_piece`."""


def check_piece(
    path: Path, sound: bool, rate: Fraction, cancel: threading.Event | None, said: str | None = None
) -> Check:
    """Decode a piece once: `error` (a sentence or ""), `black` and `frozen` (pairs of frames),
    `loudness`, `peak`. `said` is what FFmpeg said while it rendered a picture that was `watched`."""
    strict = ["-xerror", "-err_detect", "explode"]
    ending = ["-fps_mode", "passthrough"]
    if sound:
        ending = ["-af", "ebur128=peak=true:framelog=quiet"]
    elif said is None:
        ending = ["-vf", chain(), *ending]
    else:
        # Every bit is still read, and what is wrong with one is found; only the pixels stay unfinished.
        strict += ["-threads", "1", "-skip_loop_filter", "all", "-skip_idct", "all"]
    found: Check = {"error": "", "black": [], "frozen": [], "loudness": None, "peak": None}
    try:
        text = run([*strict, *input_args(str(path)), *ending, "-f", "null", "-"], cancel=cancel)
    except FFmpegFailed as error:
        return {**found, "error": str(error.fields["reason"])}
    found["black"], found["frozen"] = seen(text if said is None else said, rate)
    found["loudness"], found["peak"] = _loudness(text)
    return found


def verify(
    timeline: Timeline,
    path: Path,
    chosen: Format,
    pictures: Sequence[tuple[Range, Check]],
    heard: Check | None,
) -> Report:
    """Hold a finished file against its timeline: its packets one by one, and what was found when
    its pieces were decoded. Joining copies packets, so what decodes apart decodes joined."""
    found: list[Finding] = []
    for check in (*(check for _, check in pictures), *([heard] if heard else [])):
        if check["error"]:
            found.append(_undecodable(check["error"]))
    found += _damaged(timeline, pictures)
    streams = lengths.streams(path)
    found += _length(timeline, streams, chosen)
    found += _stretches(timeline, _stretches_of(pictures, "black"))
    loudness, peak = (heard["loudness"], heard["peak"]) if heard else (None, None)
    found += _loud_enough(timeline, loudness, peak)
    found += readable(timeline)
    found += held(timeline)
    found += stopped(timeline, _stretches_of(pictures, "frozen"))
    return Report(
        path=str(path),
        duration=streams.seconds,
        frames=streams.frames,
        width=streams.width,
        height=streams.height,
        sync_ms=streams.sync,
        loudness=loudness,
        peak=peak,
        size=path.stat().st_size,
        findings=tuple(found),
    )


def damage(said: str) -> int:
    """How often FFmpeg complained of damaged media while it rendered."""
    return len(
        re.findall(
            r"error while decoding|concealing \d+|corrupt (?:decoded|input)|Error submitting packet", said
        )
    )


def _damaged(timeline: Timeline, pictures: Sequence[tuple[Range, Check]]) -> Iterator[Finding]:
    film = timeline.film
    for part, check in pictures:
        if not check.get("damage"):
            continue
        met = [
            clip
            for at, clip in (film.clips() if film else ())
            if Range(start=at, duration=clip.duration).meets(part)
        ]
        names = ", ".join(dict.fromkeys(f"“{clip.name or clip.id}”" for clip in met))
        where = f"{clock(part.start, timeline.rate)}-{clock(part.end, timeline.rate)}"
        yield Finding(
            "damaged_media",
            {
                "en": f"The media of {names} is damaged; what could be read of it is shown ({where}).",
                "zh": f"{names} 的素材有损坏，只显示了能读出的部分（{where}）。",
            },
            met[0].id if met else "",
            milliseconds(part.start, timeline.rate),
            note=True,
        )


def _undecodable(reason: str) -> Finding:
    texts = {"en": f"The file does not decode: {reason}", "zh": f"文件无法完整解码：{reason}"}
    return Finding("decode", texts)


def _stretches_of(pictures: Sequence[tuple[Range, Check]], kind: str) -> list[Range]:
    """Black or frozen stretches of the film; those that go on across a seam are one."""
    found: list[Range] = []
    for part, check in pictures:
        for start, end in check[kind]:
            span = Range.between(part.start + start, min(part.end, part.start + end))
            if found and found[-1].end >= span.start - 1:
                span = Range.between(found.pop().start, span.end)
            found.append(span)
    return found


def _length(timeline: Timeline, streams: lengths.Streams, chosen: Format) -> Iterator[Finding]:
    frame = 1 / timeline.rate
    wanted = timeline.duration * frame
    if chosen.video is not None and abs(streams.picture - wanted) > frame * (1 if chosen.segments else 3):
        yield Finding(
            "length",
            {
                "en": f"The picture lasts {float(streams.picture):.3f} s, the timeline {float(wanted):.3f} s.",
                "zh": f"画面长 {float(streams.picture):.3f} 秒，时间线长 {float(wanted):.3f} 秒。",
            },
        )
    if chosen.segments and chosen.video is not None and streams.frames != timeline.duration:
        yield Finding(
            "frames",
            {
                "en": f"The file has {streams.frames} frames, the timeline {timeline.duration}.",
                "zh": f"文件有 {streams.frames} 帧，时间线为 {timeline.duration} 帧。",
            },
        )
    if streams.uneven or streams.holes:
        yield Finding(
            "uneven",
            {
                "en": f"{streams.uneven} frames come at uneven times, the sound has {streams.holes} holes.",
                "zh": f"{streams.uneven} 帧时间不均匀，声音有 {streams.holes} 处断点。",
            },
        )
    worst = max((abs(value) for value in streams.sync), default=0.0)
    if worst > max(float(frame) * 1000, 25.0):
        yield Finding(
            "sync",
            {
                "en": f"Sound and picture are up to {worst:.0f} ms apart.",
                "zh": f"声音与画面最多相差 {worst:.0f} 毫秒。",
            },
        )


def _stretches(timeline: Timeline, black: Sequence[Range]) -> Iterator[Finding]:
    """Black that the timeline does not ask for. What is frozen is judged from the document: `held`."""
    for span in black:
        clip = _filmed(timeline, span)
        if span.duration < BLACK_SECONDS * timeline.rate or clip is None:
            continue
        where = f"{clock(span.start, timeline.rate)}-{clock(span.end, timeline.rate)}"
        name = clip.name or clip.id
        yield Finding(
            "black",
            {
                "en": f"The footage of “{name}” is black from {where}; no edit asks for that.",
                "zh": f"“{name}”的素材在 {where} 全黑，并非剪辑所致。",
            },
            clip.id,
            milliseconds(span.start, timeline.rate),
            {
                "op": "delete_range",
                "params": {
                    "start": float(span.start / timeline.rate),
                    "end": float(span.end / timeline.rate),
                },
            },
            note=True,
        )


def _filmed(timeline: Timeline, span: Range) -> Clip | None:
    """The clip in whose middle, untouched by effects, the whole stretch lies."""
    film = timeline.film
    if film is None or film.effects or (timeline.effects and any("fade" in e.op for e in timeline.effects)):
        return None
    for at, clip in film.clips():
        inside = at <= span.start and span.end <= at + clip.duration
        if inside and isinstance(clip.media, FileRef) and not any("fade" in e.op for e in clip.effects):
            return clip
    return None


def _loudness(text: str) -> tuple[float | None, float | None]:
    integrated = re.findall(r"I:\s+(-?[\d.]+) LUFS", text)
    peak = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", text)
    return (float(integrated[-1]) if integrated else None, float(peak[-1]) if peak else None)


def _loud_enough(timeline: Timeline, loudness: float | None, peak: float | None) -> Iterator[Finding]:
    asked = next((effect for effect in timeline.effects if effect.op == "loudness" and effect.enabled), None)
    if asked is None or loudness is None or loudness < -69:
        return
    target = float(asked.params.get("target", -14))
    if abs(loudness - target) > 1:
        yield Finding(
            "loudness",
            {
                "en": f"The loudness is {loudness:.1f} LUFS, {target:.0f} was asked for.",
                "zh": f"响度为 {loudness:.1f} LUFS，要求为 {target:.0f}。",
            },
        )
    # Lossy coding may lift a peak a little over what was set before it.
    if peak is not None and peak > float(asked.params.get("peak", -1)) + 1:
        yield Finding("peak", {"en": f"The peak is {peak:.1f} dBFS.", "zh": f"峰值为 {peak:.1f} dBFS。"})
