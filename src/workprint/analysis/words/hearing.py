"""What is said in a recording: heard by an engine, or known from a script and put in step with the sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from workprint.base import Text
from workprint.model import MediaFile

from ..detector import Progress
from ..voice import Voice
from .faults import LanguageNotHeard
from .hesitation import Hesitation, hesitations
from .match import matched
from .recogniser import Heard, Recogniser
from .script import Script
from .shared import between, in_cues
from .spans import Sound
from .sphinx import LONGEST
from .step import in_step
from .text import tokens
from .tight import tightened

VOICED = 0.2
"""How likely somebody must speak at some moment of a word: engines hear words in music too."""
BELONGS = 0.2
"""Share of a script's words that must be found for it to be one of this recording."""
UNSPOKEN = 10
"""Stretches of a script that were not said which are told."""
_LANGUAGES: Mapping[str, Text] = {
    "zh": {"en": "Chinese", "zh": "中文"},
    "ja": {"en": "Japanese", "zh": "日语"},
    "ko": {"en": "Korean", "zh": "韩语"},
}
_ANOTHER: Text = {"en": "a language other than English", "zh": "英语以外的语言"}


@dataclass(frozen=True)
class Said:
    """What is said: its words, those of which the times are only shared out, and what is to be known of
    the whole."""

    words: Sequence[Heard]
    guessed: Sequence[Heard] = ()
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Hearing:
    """One recording and the engine that listens to it."""

    path: Path
    media: MediaFile
    engine: Recogniser
    voice: Callable[[], Voice]
    tell: Progress | None
    cancel: Event | None
    _sounds: dict[float, Sound] = field(default_factory=dict)

    def heard(self, more: Mapping[str, Any] | None = None) -> Said:
        """The words as the engine hears them. Raises `LanguageNotHeard` where it is set to a language that it
        does not know."""
        if self.engine.draft and self.engine.language not in ("", "en"):
            raise self._unheard(self.engine.language)
        found: list[Heard] = []
        with self.engine.listening() as listener:
            for span in self._sound(self.engine.longest).spans(self.tell):
                words = tightened(listener.hear(span.samples, self.cancel), span.samples)
                here = [each.later(span.start) for each in words]
                found += [each for each in here if span.voiced(each.start, each.end) >= VOICED]
            language = listener.language if found else ""
        about = {
            "language": language,
            "engine": self.engine.name,
            "draft": self.engine.draft,
            "script": False,
        }
        return Said(found, (), {**about, **(more or {})})

    def hesitations(self, words: Sequence[Heard], tell: Progress | None) -> Iterator[Hesitation]:
        """Where somebody hesitates and none of these words is."""
        known = sorted(words, key=lambda each: each.start)
        first = 0
        for span in self._sound(self.engine.longest).spans(tell):
            while first < len(known) and known[first].end < span.start:
                first += 1
            last = first
            while last < len(known) and known[last].start < span.end:
                last += 1
            yield from hesitations(span, known[first:last])

    def scripted(self, script: Script) -> Said:
        """The words of a script, as far as they are said. Raises `LanguageNotHeard` for one that no
        engine at hand can put in step."""
        if script.language == "en":
            known = in_step(script.tokens, self._sound(LONGEST), self.tell)
        elif self.engine.draft and not script.cues:
            raise self._unheard(script.language)
        else:
            known = {} if self.engine.draft else self._matched(script)
        if len(known) < BELONGS * len(script.tokens) and not script.cues:
            return self.heard({"refused": script.name})
        guessed = in_cues(script.tokens, script.cues, known)
        guessed |= between(script.tokens, known | guessed)
        return Said(list(known.values()), list(guessed.values()), self._about(script, known | guessed))

    def _matched(self, script: Script) -> dict[int, Heard]:
        """The words of a script that the engine heard too."""
        heard = [
            Heard(word, each.start, each.end, each.sure)
            for each in self.heard().words
            for token in tokens(each.text)
            for word in token.spoken
        ]
        spoken = [(word, index) for index, each in enumerate(script.tokens) for word in each.spoken]
        known: dict[int, Heard] = {}
        for a, b in matched([each.text for each in heard], [word for word, _ in spoken]):
            index, own = spoken[b][1], heard[a]
            start = known[index].start if index in known else own.start
            known[index] = Heard(script.tokens[index].text, start, own.end, own.sure)
        return known

    def _unheard(self, language: str) -> LanguageNotHeard:
        return LanguageNotHeard(name=self.media.name, language=_LANGUAGES.get(language, _ANOTHER))

    def _sound(self, longest: float) -> Sound:
        if longest not in self._sounds:
            self._sounds[longest] = Sound(self.path, self.media, longest, self.cancel, self.voice)
        return self._sounds[longest]

    def _about(self, script: Script, times: Mapping[int, Heard]) -> dict[str, Any]:
        missing = [index for index in range(len(script.tokens)) if index not in times]
        runs: list[list[str]] = []
        for place, index in enumerate(missing):
            if not place or missing[place - 1] != index - 1:
                runs.append([])
            runs[-1].append(script.tokens[index].text)
        return {
            "language": script.language,
            "engine": "script",
            "draft": False,
            "script": True,
            "name": script.name,
            "words": len(script.tokens),
            "unspoken": len(missing),
            "unspoken_text": [" ".join(run)[:80] for run in sorted(runs, key=len, reverse=True)[:UNSPOKEN]],
        }
