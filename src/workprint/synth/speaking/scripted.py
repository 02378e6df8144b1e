"""A speaker for tests and pictures: every word is a tone of a length that its letters give."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from workprint.base import Text
from workprint.ffmpeg import Cancelled

from .speaker import Utterance, Uttered, Voice

_RATE = 24_000
LETTER = 0.06
"""Seconds that a letter lasts; a Chinese character three times as much."""


class Scripted:
    """Beeps: a word of n letters lasts n times `LETTER`, words are 50 ms apart. `timed` False keeps the
    times of words to itself, as some engines do."""

    name = "scripted"
    draft = True
    mixes = False
    get: Text = {"en": "", "zh": ""}

    def __init__(self, languages: Sequence[str] = ("en", "zh"), timed: bool = True) -> None:
        self.languages = tuple(languages)
        self.timed = timed

    def voices(self) -> tuple[Voice, ...]:
        return Voice("default", self.languages), Voice("female", self.languages)

    def utter(
        self, texts: Sequence[Utterance], voice: str, rate: float, cancel: threading.Event | None
    ) -> list[Uttered]:
        if cancel is not None and cancel.is_set():
            raise Cancelled()
        return [self._beeps(each, 330 if voice == "female" else 220, rate) for each in texts]

    def _beeps(self, wanted: Utterance, pitch: float, rate: float) -> Uttered:
        pieces, marks, at = [], [], 0
        gap = np.zeros(round(0.05 * _RATE / rate), np.float32)
        for start, word in _words(wanted):
            length = LETTER * (3 if wanted.language == "zh" else len(word)) / rate
            time = np.arange(round(length * _RATE)) / _RATE
            marks.append((start, at))
            pieces += [(0.4 * np.sin(2 * np.pi * pitch * time)).astype(np.float32), gap]
            at += len(pieces[-2]) + len(gap)
        sound = np.concatenate(pieces)
        return Uttered(sound, _RATE, tuple(marks) if self.timed else None)


def _words(wanted: Utterance) -> list[tuple[int, str]]:
    if wanted.language == "zh":
        return [(at, char) for at, char in enumerate(wanted.text) if char.isalnum()]
    found, at = [], 0
    for word in wanted.text.split(" "):
        found.append((at, word))
        at += len(word) + 1
    return found
