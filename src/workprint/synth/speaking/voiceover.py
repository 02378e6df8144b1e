"""Any engine as a speaker: the text divided, spoken, and put together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from workprint.base import SAMPLE_RATE

from .compose import composed, written
from .script import language_of, runs, words_of
from .speaker import (
    MOST_TEXT,
    RATES,
    Engine,
    NothingToSay,
    NoVoice,
    Said,
    SpeakerFailed,
    TooMuchToSay,
    Utterance,
    Voice,
    Wanted,
    called,
)


class VoiceOver:
    """A speaker by an engine. The same text gives the same file wherever the engine does the same."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def engine(self) -> str:
        return self._engine.name

    @property
    def draft(self) -> bool:
        return self._engine.draft

    def voices(self) -> tuple[Voice, ...]:
        return self._engine.voices()

    def speak(self, wanted: Wanted, out: Path, cancel: threading.Event | None = None) -> Said:
        if len(wanted.text) > MOST_TEXT:
            raise TooMuchToSay(length=len(wanted.text), most=MOST_TEXT)
        language = wanted.language or language_of(wanted.text)
        parts = runs(wanted.text, language, self._engine.mixes)
        if not words_of(parts):
            raise NothingToSay(text=wanted.text[:80])
        self._speaks({language, *(part.language for part in parts)})
        rate = min(max(wanted.rate, RATES[0]), RATES[1])
        told = [Utterance(part.text, part.language) for part in parts]
        uttered = self._engine.utter(told, wanted.voice, rate, cancel)
        if len(uttered) != len(told):
            raise SpeakerFailed(engine=self.engine, reason=f"{len(uttered)} / {len(told)}")
        samples, words = composed(parts, uttered)
        if not words:
            raise SpeakerFailed(engine=self.engine, reason="silence")
        written(samples, out)
        return Said(len(samples) / SAMPLE_RATE, words, language, self.engine, self.draft)

    def _speaks(self, languages: set[str]) -> None:
        have = spoken(self.voices())
        for language in sorted(languages - set(have)):
            names = {lang: ", ".join(called(each)[lang] for each in have) or "–" for lang in ("en", "zh")}
            raise NoVoice(engine=self.engine, language=called(language), have=names, get=self._engine.get)


def spoken(voices: Sequence[Voice]) -> tuple[str, ...]:
    """The languages that voices speak."""
    return tuple(dict.fromkeys(language for voice in voices for language in voice.languages))
