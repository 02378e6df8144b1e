"""The pictures made of a file that is inspected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workprint.model import Fact, MediaFile

from .answers import Inspected
from .parts import Parts
from .writing import NotWritable, enterable, free_name

LIKELY = 0.5
"""Confidence from which on a click is more likely one than not."""
MOST = 12
"""Clicks on a sheet."""


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
