"""What is said, word by word, and where somebody hesitates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal

from workprint.base import digest
from workprint.model import Fact, MediaFile

from .detector import Progress
from .voice import Silero, Voice
from .words import Hearing, Recogniser, Said, chosen, given, read_script

HEARING = 0.9
"""Share of the work that is finding words; the rest is listening for hesitations."""


@dataclass(frozen=True)
class Words:
    """Every `word` that is spoken, with its times; every `filler` by its sound, a hesitation that no word is
    known for; and one `transcript`, also where nothing is said.

    A word's value is {"text", "timed"}: as it is written, with its punctuation; `timed` false where its
    times are only shared out. A transcript's is {"language", "engine", "draft", "script"}, and for a
    script {"name", "words", "unspoken", "unspoken_text"}: how many words it has and which of them are not
    said; `refused` is the name of a script that is not of this recording.
    """

    name: str = "words"
    version: int = 4
    kinds: tuple[str, ...] = ("word", "transcript", "filler")
    needs: Literal["sound"] = "sound"
    engine: Recogniser | None = None
    voice: Callable[[], Voice] = Silero

    def uses(self, media: MediaFile) -> str:
        """The engine, and the script or the subtitles given along."""
        script, engine = given(media), self.engine or chosen()
        return digest([engine.name, engine.uses(), script.hash if script else ""])

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        script = given(media)

        tell = on_progress or (lambda part: None)
        engine = self.engine or chosen()
        hearing = Hearing(path, media, engine, self.voice, lambda part: tell(HEARING * part), cancel)
        said = hearing.scripted(read_script(script)) if script else hearing.heard()
        fillers = _fillers(said, hearing, lambda part: tell(HEARING + (1 - HEARING) * part))
        return [_transcript(said, media), *_words(said, media), *fillers]


def _words(said: Said, media: MediaFile) -> list[Fact]:
    end, source = float(media.duration), str(said.about["engine"])
    timed = [(each, True) for each in said.words] + [(each, False) for each in said.guessed]
    return [
        Fact(
            kind="word",
            start=round(each.start, 3),
            end=round(min(each.end, end) if end else each.end, 3),
            value={"text": each.text, "timed": known},
            confidence=round(each.sure, 3),
            source=source,
        )
        for each, known in sorted(timed, key=lambda pair: pair[0].start)
        if not end or each.start < end
    ]


def _fillers(said: Said, hearing: Hearing, tell: Progress) -> list[Fact]:
    known = [*said.words, *said.guessed]
    return [
        Fact(
            kind="filler",
            start=round(each.start, 3),
            end=round(each.end, 3),
            value={"text": "um", "by": "sound"},
            confidence=each.sure,
            source="sound",
        )
        for each in (hearing.hesitations(known, tell) if known else ())
    ]


def _transcript(said: Said, media: MediaFile) -> Fact:
    sure = [each.sure for each in (*said.words, *said.guessed)]
    return Fact(
        kind="transcript",
        start=0,
        end=float(media.duration),
        value=dict(said.about),
        confidence=round(sum(sure) / len(sure), 3) if sure else 1.0,
        source=str(said.about["engine"]),
    )
