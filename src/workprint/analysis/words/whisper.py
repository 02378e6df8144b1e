"""faster-whisper, with a model from a folder of this machine. Nothing is downloaded."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from ..decode import Samples
from .faults import NoWhisper, NoWhisperModel
from .process import Engine
from .recogniser import Heard

MODULE = "workprint.analysis.words.whisper_main"
NAME = "faster-whisper"
MEMORY = 12 << 30
"""Bytes it may take: the largest model has six, and a graphics card's driver some more."""
NEEDED = ("model.bin", "config.json")
"""Files that a folder with a model has."""


class Whisper:
    """A model at work in another process."""

    def __init__(self, folder: Path, language: str) -> None:
        options = {"folder": str(folder), "language": language}
        self.engine = Engine(NAME, MODULE, options, MEMORY, [folder])
        self.language = language

    def hear(self, samples: Samples, cancel: Event | None) -> Sequence[Heard]:
        told = self.engine.ask(samples, {}, cancel)
        self.language = self.language or str(told["language"])
        return [Heard(word, start, end, min(1.0, max(0.0, sure))) for word, start, end, sure in told["words"]]


@dataclass(frozen=True)
class FasterWhisper:
    """Recognition with a Whisper model in the form of CTranslate2; most of the larger ones know about a
    hundred languages."""

    folder: Path
    language: str = ""
    name: str = NAME
    draft: bool = False
    longest: float = 28.0

    def uses(self) -> str:
        """The model's size and time stand for what is in it."""
        model = self.folder / NEEDED[0]
        found = model.stat() if model.is_file() else None
        return f"{self.folder} {found and (found.st_size, found.st_mtime_ns)} {self.language}"

    def ready(self) -> None:
        """Raises `NoWhisper` or `NoWhisperModel`."""
        if importlib.util.find_spec("faster_whisper") is None:
            raise NoWhisper()
        if missing := [name for name in NEEDED if not (self.folder / name).is_file()]:
            raise NoWhisperModel(folder=str(self.folder), missing=", ".join(missing))

    @contextmanager
    def listening(self) -> Iterator[Whisper]:
        self.ready()
        whisper = Whisper(self.folder, self.language)
        try:
            yield whisper
        finally:
            whisper.engine.close()
