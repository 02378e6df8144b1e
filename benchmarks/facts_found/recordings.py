"""Recordings of any length, made cheaply: a picture that is made once and copied again and again, and a voice
that never says the same."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from timed.footage import Footage

from workprint.ffmpeg import binary
from workprint.synth import Wanted, speaker_of, voice_settings

sys.path.insert(0, str(Path(__file__).parents[1]))

from screens import look, make

RATE = 48_000
LETTERS = 4000
"""Letters spoken at a time."""
TEXT = """the harbour wakes before town does first boats come in and by whole quay smells of salt diesel she has
sold coffee here for many years knows who takes sugar is debt will not speak until second cup people think fishing
about fish it waiting last winter ferry stopped running nine days nobody complained much they simply walked across
ice pulling their shopping on sledges as grandparents had done spring went out overnight with noise like train were
painted everything began again money market price customer question answer product week project light window river
mountain garden letter story paper school teacher music kitchen bread water summer evening"""


@dataclass(frozen=True)
class Recordings:
    """Those in a folder; each is made where it is not there."""

    folder: Path

    def talk(self, minutes: float) -> Path:
        """Somebody in a room, and a voice; what it says lies beside as .txt."""
        return self._made(f"talk-{minutes:g}.mp4", lambda part: self._talk(part, minutes))

    def screen(self, minutes: float) -> Path:
        """A screen on which somebody works, over and over."""
        return self._made(f"screen-{minutes:g}.mp4", lambda part: self._screen(part, minutes))

    def _made(self, name: str, make: Callable[[Path], object]) -> Path:
        path = self.folder / name
        if not path.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"part-{name}")
            make(part)
            part.replace(path)
        return path

    def _talk(self, part: Path, minutes: float) -> None:
        picture = Footage("facts", 60, 640, 360, 60).made(self.folder)
        args = [
            "-stream_loop",
            "-1",
            "-i",
            str(picture),
            "-f",
            "s16le",
            "-ar",
            str(RATE),
            "-ac",
            "1",
            "-i",
            "-",
        ]
        kept = ["-map", "0:v", "-c:v", "copy", "-map", "1:a", "-c:a", "aac", "-ar", "16000"]
        end = ["-t", str(minutes * 60), str(part)]
        with subprocess.Popen(
            [binary(), "-v", "error", "-y", *args, *kept, *end], stdin=subprocess.PIPE
        ) as child:
            assert child.stdin
            said = []
            # FFmpeg hears no more than it needs.
            with suppress(BrokenPipeError):
                for text, sound in _spoken(minutes * 60):
                    said.append(text)
                    child.stdin.write(sound)
                child.stdin.close()
        (self.folder / f"talk-{minutes:g}.txt").write_text("\n".join(said), encoding="utf-8")

    def _screen(self, part: Path, minutes: float) -> None:
        short = self._made(
            "screen.mp4", lambda path: make(path, 7, 60, replace(look(7, False), size=(960, 540), fps=10))
        )
        again = ["-stream_loop", str(round(minutes) - 1), "-i", str(short), "-c", "copy", str(part)]
        subprocess.run([binary(), "-v", "error", "-y", *again], check=True)


def _spoken(seconds: float) -> Iterator[tuple[str, bytes]]:
    """Texts and their sound, until there is enough of it."""
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder, had = Path(name), 0.0
        speaker = speaker_of(voice_settings(folder))
        while had < seconds:
            text = _text(rng)
            had += speaker.speak(Wanted(text, "en", "male"), folder / "said.wav").seconds
            with wave.open(str(folder / "said.wav")) as file:
                yield text, file.readframes(file.getnframes())


def _text(rng: random.Random) -> str:
    """Sentences of no meaning."""
    text = ""
    while len(text) < LETTERS:
        text += " ".join(rng.choices(TEXT.split(), k=rng.randint(5, 14))).capitalize() + ". "
    return text
