"""How well the words of a voice are found in its sound, where its engine does not tell when it speaks them.

python benchmarks/voice_words.py

The embedded voices, which tell, are asked for the same texts with and without their times.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from workprint.planner import Speech
from workprint.store import Database, Library
from workprint.studio.voicing import Voicing
from workprint.synth import VoiceOver, Wanted
from workprint.synth.speaking.espeak import Espeak
from workprint.synth.speaking.speaker import Uttered

TEXTS = (
    "Welcome to our app. Click sign up to get started. It takes 2 minutes, and you do not need a credit card.",
    "In this lesson we look at how rivers shape the land. Water carries sand and stones, and over thousands of years "
    "it cuts deep valleys into the rock.",
    "Open the settings, choose your language, then press save. If something goes wrong, write to us; we answer within "
    "24 hours.",
)
VOICES = ("", "female", "male", "deep", "british", "british female", "scottish", "caribbean")


class Untold(Espeak):
    """Without the times of its words."""

    def utter(self, *asked: Any) -> list[Uttered]:
        return [replace(each, marks=None) for each in super().utter(*asked)]


def main() -> None:
    print(
        "| voice | words | found | median error | nine of ten within | shared out: median | nine of ten within |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for voice in VOICES:
            print(of_voice(voice, Path(folder)), flush=True)


def of_voice(voice: str, folder: Path) -> str:
    """The row of a voice."""
    found, heard, guessed = 0, list[float](), list[float]()
    library = Library(Database(None))
    for text in TEXTS:
        words = {}
        for name, engine in (("told", Espeak()), ("found", Untold())):
            voicing = Voicing(library, folder / name, partial(VoiceOver, engine))
            spoken = voicing.spoken(Speech(text=text, language="en", voice=voice))
            words[name] = spoken.metadata["voice"]["words"]
        shared = VoiceOver(Untold()).speak(Wanted(text, "en", voice), folder / "shared.wav").words
        number = 0
        for written, start, _, _ in words["told"]:
            found += words["found"][number][3]
            heard.append(abs(words["found"][number][1] - start))
            guessed.append(abs(shared[number].start - start))
            # Words that the engine takes as one are several where it tells nothing.
            number += len(written.split())
    errors = [f"{1000 * value:.0f} ms" for off in (heard, guessed) for value in np.quantile(off, [0.5, 0.9])]
    return f"| {voice or 'default'} | {len(heard)} | {found} | {' | '.join(errors)} |"


if __name__ == "__main__":
    main()
