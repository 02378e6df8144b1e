"""What a speech engine is: sound in, words with their times out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from ..decode import Samples

RATE = 16_000
"""Samples a second, mono, that engines are given."""


@dataclass(frozen=True)
class Heard:
    """A word as it was spoken: `text` with its punctuation where the engine knows any, `start` and `end`
    in seconds, `sure` from 0 to 1."""

    text: str
    start: float
    end: float
    sure: float

    def later(self, seconds: float) -> Heard:
        """The same word on a clock that began earlier."""
        return Heard(self.text, self.start + seconds, self.end + seconds, self.sure)


class Listener(Protocol):
    """An engine at work on one file, stretch by stretch, in order."""

    @property
    def language(self) -> str:
        """The language that is spoken, as "en", as far as it is known by now; "" before anything was heard."""
        ...

    def hear(self, samples: Samples, cancel: Event | None) -> Sequence[Heard]:
        """The words of a stretch of sound, with times from its beginning. Raises `Cancelled` soon after
        `cancel` is set, and what the engine fails with as a `Fault`."""
        ...


class Recogniser(Protocol):
    """A speech engine. `draft`: many of its words will be wrong. `longest`: seconds it takes at a time.
    `language`: the one it is set to, "" where it finds out."""

    @property
    def name(self) -> str: ...
    @property
    def draft(self) -> bool: ...
    @property
    def longest(self) -> float: ...
    @property
    def language(self) -> str: ...

    def uses(self) -> str:
        """What its words depend on: the engine, the model, the language it is set to."""
        ...

    def ready(self) -> None:
        """Raises a `Fault` where it is known that the engine cannot be used."""
        ...

    def listening(self) -> AbstractContextManager[Listener]:
        """Begin with a file. Raises a `Fault` where the engine cannot be used."""
        ...
