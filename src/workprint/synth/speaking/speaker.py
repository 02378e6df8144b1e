"""What a speaker is: text in, a sound file with the time of every word out."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workprint.base import Fault, Text

MOST_TEXT = 5000
"""Characters that are spoken in one go."""
RATES = (0.5, 2.0)
"""Slowest and fastest, as shares of the usual pace."""


class NoVoice(Fault):
    code = "no_voice"
    en = "There is no voice to speak {language[en]} with {engine}; it speaks {have[en]}. {get[en]}"
    zh = "{engine} 没有{language[zh]}语音，可用：{have[zh]}。{get[zh]}"


class NoSuchVoice(Fault):
    code = "no_such_voice"
    en = "{engine} has no voice “{voice}” for {language[en]}; there is: {have}."
    zh = "{engine} 没有名为“{voice}”的{language[zh]}语音，可选：{have}。"


class NothingToSay(Fault):
    code = "nothing_to_say"
    en = "There is nothing in “{text}” that can be spoken."
    zh = "“{text}”里没有可以念的内容。"


class TooMuchToSay(Fault):
    code = "too_much_to_say"
    en = "The text has {length} characters; at most {most} are spoken in one go. Give it in parts."
    zh = "文本有 {length} 个字符，一次最多朗读 {most} 个，请分段给出。"


class SpeakerFailed(Fault):
    code = "speaker_failed"
    en = "{engine} could not speak the text ({reason}). Nothing was changed."
    zh = "{engine} 未能朗读文本（{reason}），没有改动。"


class SpeakerOverLimit(Fault):
    """`limit` in both languages."""

    code = "speaker_limit"
    en = "{engine} was stopped before it had spoken the text: {limit[en]}. Nothing was changed."
    zh = "{engine} 未念完文本即被停止：{limit[zh]}。没有改动。"


class SpeakerMissing(Fault):
    code = "speaker_missing"
    en = "There is no voice to speak with: {what[en]}. {get[en]}"
    zh = "没有可用的语音：{what[zh]}。{get[zh]}"


LANGUAGES: dict[str, Text] = {
    "en": {"en": "English", "zh": "英语"},
    "zh": {"en": "Chinese", "zh": "中文"},
    "ja": {"en": "Japanese", "zh": "日语"},
    "ko": {"en": "Korean", "zh": "韩语"},
    "ru": {"en": "Russian", "zh": "俄语"},
    "ar": {"en": "Arabic", "zh": "阿拉伯语"},
    "other": {"en": "this script", "zh": "这种文字"},
}


def called(language: str) -> Text:
    """What people call a language."""
    return LANGUAGES.get(language, {"en": language, "zh": language})


@dataclass(frozen=True)
class Voice:
    """A voice by its name, the languages it speaks, and what is known of it: "female", "male", "deep",
    "british", …"""

    name: str
    languages: tuple[str, ...]
    traits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What is to be spoken. `language` "en" or "zh", or empty to go by the script; `voice` empty for the
    usual one; `rate` as a share of the usual pace."""

    text: str
    language: str = ""
    voice: str = ""
    rate: float = 1.0


@dataclass(frozen=True)
class Word:
    """A word as it stands in the text, with its punctuation, from `start` to `end` in seconds of the
    sound. `timed` is false where its times were only shared out."""

    text: str
    start: float
    end: float
    timed: bool = True


@dataclass(frozen=True)
class Said:
    """A text that was spoken: how long the sound is, and its words. `draft`: by a voice that is only
    good for drafts."""

    seconds: float
    words: tuple[Word, ...]
    language: str
    engine: str
    draft: bool


class Speaker(Protocol):
    """Speaks. `speak` writes a WAV file (mono, 48 kHz, 16 bits, about -16 LUFS) and raises `NoVoice`,
    `NoSuchVoice`, `NothingToSay`, `TooMuchToSay`, `SpeakerFailed`, or `Cancelled` soon after `cancel`
    is set."""

    @property
    def engine(self) -> str: ...
    @property
    def draft(self) -> bool: ...

    def voices(self) -> tuple[Voice, ...]: ...

    def speak(self, wanted: Wanted, out: Path, cancel: threading.Event | None = None) -> Said: ...


Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Utterance:
    """A stretch of text in one language, as an engine is to read it aloud."""

    text: str
    language: str


@dataclass(frozen=True)
class Uttered:
    """The sound of an utterance. `marks`: at which sample the word at a character of its text begins,
    in order; None where the engine does not say."""

    samples: Samples
    rate: int
    marks: tuple[tuple[int, int], ...] | None = None


class Engine(Protocol):
    """What makes the sound. `mixes`: it reads text in several languages in one breath."""

    @property
    def name(self) -> str: ...
    @property
    def draft(self) -> bool: ...
    @property
    def mixes(self) -> bool: ...
    @property
    def get(self) -> Text: ...

    def voices(self) -> tuple[Voice, ...]: ...

    def utter(
        self, texts: Sequence[Utterance], voice: str, rate: float, cancel: threading.Event | None
    ) -> list[Uttered]: ...
