"""The pictures made of a file that is inspected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workprint.model import Fact, MediaFile

from .answers import Inspected
from .parts import Parts
from .writing import NotWritable, enterable, free_name


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
    return Inspected(media, tuple(facts), sheet, waveform)
