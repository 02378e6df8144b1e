"""A contact sheet of a file by scenes: a frame of each, with its number, its times and what it is."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap

from workprint.base import Fault, Lang, Range, clock, frames
from workprint.model import Clip, Fact, FileRef, MediaFile, Timeline, Track
from workprint.ops.story import Line, lines, scenes

from .answers import Inspected
from .finding import FactsMissing, Finding
from .parts import Parts, Tell
from .writing import NotWritable, enterable, free_name

MOST = 60
"""Scenes on one sheet."""
WIDE, WIDE_ZH = 30, 15
"""Letters in a row under a frame."""


def by_scene(
    parts: Parts,
    finding: Finding,
    media: MediaFile,
    folder: Path,
    stem: str,
    lang: Lang,
    tell: Tell | None,
    cancel: threading.Event | None,
) -> Inspected:
    """The scenes of a file, with their sheet written into a folder under a name that is free."""
    timeline = _whole(media)
    facts, found = _told(finding, timeline, media, lang, tell, cancel)
    try:
        enterable(folder)
    except NotWritable as fault:
        return Inspected(media, tuple(facts), None, None, fault)
    folder.mkdir(exist_ok=True)
    out = free_name(folder, f"{stem}-scenes", "png")
    middles = [
        float((line.scene.span.start + line.scene.span.end) / 2 / timeline.rate) for line in found[:MOST]
    ]
    parts.contact_sheet(media, out, middles, [_label(line, timeline) for line in found[:MOST]])
    rows = tuple(_row(line, timeline) for line in found)
    return Inspected(media, rows, out, None)


def _whole(media: MediaFile) -> Timeline:
    """A film of the file alone."""
    rate = media.video.rate if media.video is not None else Timeline().rate
    length = max(1, frames(media.duration, rate))
    clip = Clip(id="c1", media=FileRef(media=media.id), source=Range(start=0, duration=length))
    return Timeline(rate=rate, tracks=(Track(id="v1", kind="video", items=(clip,)),), media=(media,))


def _told(
    finding: Finding,
    timeline: Timeline,
    media: MediaFile,
    lang: Lang,
    tell: Tell | None,
    cancel: threading.Event | None,
) -> tuple[Sequence[Fact], Sequence[Line]]:
    """The scenes with their lines, once all is found out that they need."""
    facts: list[Fact] = []
    asked: set[str] = set()
    while True:
        known = {media.id: facts}
        try:
            return facts, lines(timeline, known, scenes(timeline, known), lang == "zh")
        except Fault as fault:
            kind = str(fault.fields.get("kind"))
            if fault.code != "missing_facts":
                raise
            if kind in asked:
                raise FactsMissing(kind=kind, media=media.name) from fault
            asked.add(kind)
            facts += finding.facts(media, (kind,), tell, cancel)


def _row(line: Line, timeline: Timeline) -> Fact:
    """A scene with its line as a fact of the file."""
    span = line.scene.span
    start, end = (float(frame / timeline.rate) for frame in (span.start, span.end))
    value = {"index": line.scene.index, "text": line.text, "by": line.scene.by, "made": list(line.made)}
    return Fact(kind="scene", start=start, end=end, value=value)


def _label(line: Line, timeline: Timeline) -> str:
    span = line.scene.span
    times = f"{clock(span.start, timeline.rate)}–{clock(span.end, timeline.rate)}"
    width = WIDE_ZH if any(letter >= "\u2e80" for letter in line.text) else WIDE
    return "\n".join([f"{line.scene.index}   {times}", *wrap(line.text, width)[:2]])
