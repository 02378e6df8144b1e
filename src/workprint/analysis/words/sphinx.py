"""The embedded engine: pocketsphinx, in a process of its own. English only, and free recognition is a draft."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from ..decode import Samples
from .faults import NoDraftEngine
from .process import Engine
from .recogniser import RATE, Heard

MODULE = "workprint.analysis.words.sphinx_main"
NAME = "pocketsphinx"
MEMORY = 2 << 30
"""Bytes it may take: several times what a long script takes."""
FRAME = 0.01
LONGEST = 20.0
"""Seconds heard at a time: longer stretches are heard better, and take more memory."""
SHORTEST = 0.2
"""Seconds below which the engine hears nothing and is not asked."""
WELL, BADLY = -1.0, -5.0
"""Fit of sound and words (mean log likelihood of a frame) of what was surely and surely not said. Right words
had -0.6 to -2.7 in a clear and a noisy recording, wrong ones -2.7 to -8."""
_NO_WORD = re.compile(r"<.*>|\[.*\]|\+\+.*|\(NULL\)")
_VARIANT = re.compile(r"\(\d+\)$")


class Sphinx:
    """A decoder at work in another process; `options`, files by what pocketsphinx calls them."""

    def __init__(self, options: Mapping[str, str] | None = None) -> None:
        _there()
        given = [Path(each) for each in (options or {}).values()]
        self.engine = Engine(NAME, MODULE, options or {}, MEMORY, given)
        # With a model of a script that one word is likelier than another says nothing of the sound.
        self._scripted = bool(options and "lm" in options)

    @property
    def language(self) -> str:
        return "en"

    def hear(self, samples: Samples, cancel: Event | None) -> Sequence[Heard]:
        """The words of a stretch of sound. Raises `Cancelled` or `EngineBroke`."""
        return self._words(samples, "", cancel)

    def align(self, samples: Samples, words: Sequence[str], cancel: Event | None) -> Sequence[Heard]:
        """When each of these words is spoken, in order, and how well the sound fits each; only the first ones, or
        none, where the others do not fit at all."""
        found = self._words(samples, " ".join(words), cancel)
        # Where the end does not fit, the words up to there do.
        return found if [each.text for each in found] == list(words[: len(found)]) else []

    def _sure(self, likely: float, fit: float, aligned: bool) -> float:
        fitting = _fitting(fit)
        return fitting if aligned or self._scripted else min(likely, fitting)

    def _words(self, samples: Samples, text: str, cancel: Event | None) -> list[Heard]:
        if len(samples) < SHORTEST * RATE:
            return []
        return [
            Heard(
                _VARIANT.sub("", word), first * FRAME, (last + 1) * FRAME, self._sure(sure, fit, bool(text))
            )
            for word, first, last, sure, fit in self.engine.ask(samples, {"text": text}, cancel) or ()
            if not _NO_WORD.fullmatch(word)
        ]


@dataclass(frozen=True)
class Draft:
    """Free recognition with the embedded engine's own words, 130,000 of English."""

    language: str = ""
    name: str = NAME
    draft: bool = True
    longest: float = LONGEST

    def uses(self) -> str:
        return self.language

    def ready(self) -> None:
        """Raises `NoDraftEngine`."""
        _there()

    @contextmanager
    def listening(self) -> Iterator[Sphinx]:
        with opened() as sphinx:
            yield sphinx


@contextmanager
def opened(options: Mapping[str, str] | None = None) -> Iterator[Sphinx]:
    """A decoder, ended afterwards."""
    sphinx = Sphinx(options)
    try:
        yield sphinx
    finally:
        sphinx.engine.close()


def _there() -> None:
    if importlib.util.find_spec("pocketsphinx") is None:
        raise NoDraftEngine()


def _fitting(fit: float) -> float:
    """How sure words are that fit the sound like that, 0 to 1."""
    return round(min(1.0, max(0.0, (fit - BADLY) / (WELL - BADLY))), 3)
