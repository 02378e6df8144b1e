"""Films of which the words are known: for the tests of edits by what is said."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from workprint.base import Range
from workprint.model import (
    AudioStream,
    Clip,
    Fact,
    FileRef,
    MediaFile,
    Timeline,
    Track,
    VideoStream,
)

RATE = 50
"""Frames per second: every hundredth of a second of the tests is half a frame."""


def words(text: str, since: float = 0.5, each: float = 0.3, gap: float = 0.06) -> list[Fact]:
    """Words one after another; `|1.2|` is a pause of so many seconds."""
    found, at = [], since
    for piece in text.split():
        pause = re.fullmatch(r"\|([\d.]+)\|", piece)
        if pause:
            at += float(pause[1]) - gap
            continue
        found.append(Fact(kind="word", start=round(at, 3), end=round(at + each, 3), value={"text": piece}))
        at = round(at + each + gap, 3)
    return found


def facts_of(
    text: str, draft: bool = False, script: bool = True, language: str = "en", **how: Any
) -> list[Fact]:
    """The words of a file, and what is said of them."""
    told = {"language": language, "engine": "given", "draft": draft, "script": script}
    return [*words(text, **how), Fact(kind="transcript", start=0, end=60, value=told)]


def film(
    *clips: tuple[str, float, float], length: float = 60, speeds: dict[int, Any] | None = None
) -> Timeline:
    """A film of parts of files, in seconds."""
    media, items = {}, []
    for n, (name, since, until) in enumerate(clips):
        stream = VideoStream(width=64, height=36)
        media[name] = MediaFile(
            id=name, name=f"{name}.mp4", duration=Fraction(length), video=stream, audio=AudioStream()
        )
        speed = Fraction((speeds or {}).get(n, 1))
        span = Range.between(round(since * RATE / speed), round(until * RATE / speed))
        items.append(Clip(id=f"c{n + 1}", media=FileRef(media=name), source=span, speed=speed))
    track = Track(id="v1", kind="video", items=tuple(items))
    return Timeline(rate=Fraction(RATE), tracks=(track,), media=tuple(media.values()))


def plays(timeline: Timeline) -> list[tuple[str, float, float]]:
    """What the film plays: files and their seconds."""
    assert timeline.film is not None
    rows = []
    for _, clip in timeline.film.clips():
        assert isinstance(clip.media, FileRef)
        name = clip.media.media + ("-" if clip.muted else "")
        rows.append(
            (name, float(clip.source.start * clip.speed / RATE), float(clip.source.end * clip.speed / RATE))
        )
    return rows
