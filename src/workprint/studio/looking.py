"""The pictures made of a file that is inspected."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workprint.base import Lang
from workprint.model import Fact, MediaFile
from workprint.ops import SCREEN_KINDS

from .answers import Inspected
from .finding import Finding
from .intake import Intake
from .parts import Parts, Tell
from .scene_sheet import by_scene
from .writing import NotWritable, enterable, free_name

INSPECTED = ("silence", "scene", "loudness", "beat", *SCREEN_KINDS)
"""What is told of a file where nothing else is asked for."""
LIKELY = 0.5
"""Confidence from which on a click is more likely one than not."""
MOST = 12
"""Clicks on a sheet."""


@dataclass(frozen=True)
class Look:
    """Files are looked at with these."""

    parts: Parts
    intake: Intake
    finding: Finding
    tell: Tell | None
    cancel: threading.Event | None

    def inspected(self, path: Path, folder: Path, kinds: Sequence[str]) -> Inspected:
        """What is in a file, of what is asked for, and the pictures made of it."""
        media = self.intake.probed(path, "m1")
        seen = ("scene", *SCREEN_KINDS)
        wanted = [kind for kind in kinds if (media.kind == "video" if kind in seen else media.audio)]
        media = self.intake.with_beside(media, path)
        facts = self.finding.facts(media, wanted, self.tell, self.cancel)
        return looked_at(self.parts, media, facts, folder, path.stem)

    def by_scene(self, path: Path, folder: Path, lang: Lang) -> Inspected:
        """What its scenes are, and their sheet."""
        media = self.intake.probed(path, "m1")
        return by_scene(self.parts, self.finding, media, folder, path.stem, lang, self.tell, self.cancel)


def looked_at(parts: Parts, media: MediaFile, facts: Sequence[Fact], folder: Path, stem: str) -> Inspected:
    """What is known of a file, with its contact sheet and waveform written into a folder under names that
    are free. Where nothing can be written, the facts are told all the same."""
    try:
        enterable(folder)
    except NotWritable as fault:
        return Inspected(media, tuple(facts), None, None, fault)
    folder.mkdir(exist_ok=True)
    sheet = free_name(folder, f"{stem}-sheet", "png") if media.video else None
    waveform = free_name(folder, f"{stem}-waveform", "png") if media.audio else None
    if sheet:
        parts.contact_sheet(media, sheet)
    if waveform:
        parts.waveform(media, waveform, [fact for fact in facts if fact.kind == "silence"])
    return Inspected(media, tuple(facts), sheet, waveform, clicks=_clicks(parts, media, facts, folder, stem))


def _clicks(parts: Parts, media: MediaFile, facts: Sequence[Fact], folder: Path, stem: str) -> Path | None:
    """A sheet of the surest clicks, each marked, with its time and confidence; None where none is likely."""
    likely = [fact for fact in facts if fact.kind == "click" and fact.value and fact.confidence >= LIKELY]
    chosen = sorted(sorted(likely, key=lambda fact: -fact.confidence)[:MOST], key=lambda fact: fact.start)
    if not chosen:
        return None
    out = free_name(folder, f"{stem}-clicks", "png")
    labels = [f"{fact.start:.1f} s  {fact.confidence:.0%}" for fact in chosen]
    places = [(fact.value["x"], fact.value["y"]) for fact in chosen]
    parts.contact_sheet(media, out, [fact.start for fact in chosen], labels, places)
    return out
