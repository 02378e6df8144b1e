"""The cues of a subtitle file that was given along with footage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Literal

from workprint.model import (
    Companion,
    Cue,
    Fact,
    MediaFile,
    companions,
    decoded,
    head_of,
    looks_of_head,
    read_cues,
)

from .detector import Progress


@dataclass(frozen=True)
class Cues:
    """One fact for each cue, as its file has it: value {"text"} with its line breaks, and what else the file
    says of it: "markup", "settings", "name", "italic", "position", "params", with the first cue "head" (the styles and regions of a WebVTT file), "times" ([word, start, end] in
    seconds from the cue's start). They are on the clock of the media they were written for."""

    name: str = "cues"
    version: int = 2
    kinds: tuple[str, ...] = ("cue",)
    needs: Literal["nothing"] = "nothing"

    def uses(self, media: MediaFile) -> str:
        """The subtitle file."""
        given = subtitles_of(media)
        return given.hash if given else ""

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        given = subtitles_of(media)
        text = decoded(Path(given.uri).read_bytes()) if given else None
        source = given.name if given else ""
        cues = [cue for cue in read_cues(text or "") if cue.text and cue.end > cue.start]
        head = head_of(text) if text and text.lstrip("\ufeff").startswith("WEBVTT") else ""
        looks, first = looks_of_head(head), {"head": head} if head else {}
        values = [{**_value(cue, looks), **(first if cue is cues[0] else {})} for cue in cues]
        return [
            Fact(kind="cue", start=cue.start / 1000, end=cue.end / 1000, value=value, source=source)
            for cue, value in zip(cues, values, strict=True)
        ]


def subtitles_of(media: MediaFile) -> Companion | None:
    """The subtitle file given along with a media file."""
    return next((each for each in companions(media) if each.kind == "captions"), None)


def _value(cue: Cue, looks: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "markup": cue.markup,
        "settings": cue.settings,
        "name": cue.name,
        "italic": cue.italic,
        "position": cue.position,
        "params": {**looks, **cue.params},
        "times": [[word, start / 1000, end / 1000] for word, start, end in cue.times],
    }
    return {"text": cue.text, **{key: value for key, value in told.items() if value}}
