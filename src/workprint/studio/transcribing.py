"""What is said in a file, written down: as text, as subtitles, or with the times of every word."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from workprint.base import Fault, Range, Text
from workprint.model import (
    Clip,
    Companion,
    Fact,
    FileRef,
    MediaFile,
    Timeline,
    Track,
    of_kind,
    with_companions,
)
from workprint.ops import EditOp, bind

from .finding import Finding
from .heard import about
from .intake import Intake, NoMedia
from .parts import Tell
from .subtitles import subtitles

RATE = Fraction(100)
"""Frames a second that subtitles are laid out on."""
PARAGRAPH = 1.5
"""Seconds of pause at which a new paragraph begins."""


class NotScript(Fault):
    code = "not_script"
    en = "“{name}” is no text that says what is said: a script (.txt) or subtitles (.srt, .vtt, .ass), in UTF-8."
    zh = "“{name}”不是说话内容的文本：需要 UTF-8 编码的文字稿（.txt）或字幕（.srt、.vtt、.ass）。"


@dataclass(frozen=True)
class Transcribed:
    """A file, what was found of its words, and what is to be said of them."""

    media: MediaFile
    facts: tuple[Fact, ...]
    notes: tuple[Text, ...]

    @property
    def words(self) -> tuple[Fact, ...]:
        return of_kind({"": self.facts}, "", "word")

    def text(self) -> str:
        """The words, a paragraph for each stretch without a long pause."""
        return "".join(f"{_joined(run)}\n" for run in self._paragraphs())

    def cues(self, form: Literal["srt", "vtt"]) -> str:
        """The words as subtitles, laid out as captions are."""
        if not self.words:
            return "WEBVTT\n" if form == "vtt" else ""
        length = round(self.media.duration * RATE)
        clip = Clip(id="c1", media=FileRef(media="m1"), source=Range(start=0, duration=length))
        film = Timeline(
            rate=RATE,
            media=(self.media.model_copy(update={"id": "m1"}),),
            tracks=(Track(id="v1", kind="video", items=(clip,)),),
        )
        return subtitles(bind(EditOp, "caption_speech", {}).apply(film, {"m1": self.facts}), form)

    def to_json(self) -> dict[str, Any]:
        words = [
            {"text": each.value["text"], "start": each.start, "end": each.end, "confidence": each.confidence,
             "timed": each.value["timed"]}
            for each in self.words
        ]  # fmt: skip
        (value,) = (fact.value for fact in self.facts if fact.kind == "transcript")
        return {"file": self.media.name, "transcript": value, "words": words, "notes": list(self.notes)}

    def _paragraphs(self) -> Iterator[list[Fact]]:
        run: list[Fact] = []
        for each in self.words:
            if run and each.start - run[-1].end > PARAGRAPH:
                yield run
                run = []
            run.append(each)
        if run:
            yield run


def transcribed(
    intake: Intake,
    finding: Finding,
    path: Path,
    script: Path | None,
    tell: Tell | None,
    cancel: threading.Event | None,
) -> Transcribed:
    """The words of a file, with a script or subtitles given along. Raises `NoSound`, `NotCompanion`."""
    media = intake.probed(path, "m1")
    if script is not None:
        media = with_companions(media, [_given(intake, script)])
    facts = tuple(finding.facts(media, ("word",), tell, cancel))
    return Transcribed(media, facts, about(media, facts))


def _given(intake: Intake, script: Path) -> Companion:
    if not script.is_file():
        raise NoMedia(path=str(script))
    given = intake.shelf.take(script)
    if given is None or given.kind == "events":
        raise NotScript(name=script.name)
    return given


def _joined(words: Sequence[Fact]) -> str:
    """Words as a line: no spaces between Chinese characters."""
    text = ""
    for each in words:
        word = str(each.value["text"])
        wide = bool(text) and (text[-1] > "\u2e80" or word[:1] > "\u2e80")
        text += word if wide or not text else f" {word}"
    return text
