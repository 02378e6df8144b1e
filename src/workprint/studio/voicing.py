"""Speaking the texts that plans ask for, once each, and keeping what was spoken."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from workprint.analysis.words import Heard, NoDraftEngine, found_in
from workprint.base import Fault
from workprint.model import AudioStream, MediaFile
from workprint.planner import Need, Situation, Speaking, Speech, VoiceOffer
from workprint.store import Library, media_name, used
from workprint.synth import Said, Speaker, Wanted, Word

from .parts import Tell

VERSION = 2
"""A new one has every text spoken again."""


def _timed(said: Said, path: Path, cancel: threading.Event | None) -> Sequence[Word]:
    """The words of a text that was spoken: where the engine does not tell when, and the text is English, they
    are looked for in the sound, if there is what it takes for that."""
    if said.language != "en" or all(word.timed for word in said.words):
        return said.words
    sound = MediaFile(id="", uri=str(path), kind="audio", container="wav", audio=_mono(said.seconds))
    guessed = [Heard(word.text, word.start, word.end, 0.0) for word in said.words]
    try:
        found = found_in(path, sound, guessed, cancel)
    except NoDraftEngine:
        return said.words
    return [Word(each.text, each.start, min(each.end, said.seconds), each.sure > 0) for each in found]


def _mono(seconds: float | str) -> AudioStream:
    return AudioStream(codec="pcm_s16le", channels=1, layout="mono", duration=seconds)


@dataclass
class Voicing:
    """Speaks, by whichever speaker is chosen. A text is spoken once for each voice, pace and engine; its
    file is kept by what is in it, where all workers find it. `kept` is told of every file that is about to
    be kept (hash, size, kind)."""

    library: Library
    folder: Path
    choose: Callable[[], Speaker]
    kept: Callable[[str, int, str], None] = field(default=lambda sha256, size, kind: None)

    @cached_property
    def speaker(self) -> Speaker | Fault:
        """Who speaks, or why nobody does."""
        try:
            return self.choose()
        except Fault as fault:
            return fault

    def speaking(self) -> Speaking:
        """What can speak, as a plan should know it."""
        if isinstance(self.speaker, Fault):
            return Speaking(lacks={lang: self.speaker.say(lang) for lang in ("en", "zh")})
        voices = tuple(
            VoiceOffer(name=each.name, languages=each.languages, traits=each.traits)
            for each in self.speaker.voices()
        )
        return Speaking(engine=self.speaker.engine, draft=self.speaker.draft, voices=voices)

    def provided(
        self, situation: Situation, needs: Iterable[Need], tell: Tell | None, cancel: threading.Event | None
    ) -> Situation:
        """The situation with every text that is needed spoken, as media of its library."""
        speeches = [need.speech for need in needs if need.speech is not None]
        if not speeches:
            return situation
        timeline = situation.timeline
        ids = timeline.new_ids("m")
        new = []
        for number, speech in enumerate(speeches):
            new.append(self.spoken(speech, cancel).model_copy(update={"id": next(ids)}))
            if tell is not None:
                tell((number + 1) / len(speeches))
        timeline = timeline.model_copy(update={"media": (*timeline.media, *new)})
        return situation.model_copy(update={"timeline": timeline})

    def spoken(self, speech: Speech, cancel: threading.Event | None = None) -> MediaFile:
        """A text as a sound file. Raises what the speaker raises."""
        if isinstance(self.speaker, Fault):
            raise self.speaker
        told = self._found(speech) or self._made(self.speaker, speech, cancel)
        length = told["seconds"]
        return MediaFile.model_validate(
            {
                "id": "",
                "name": f"voice-over {told['hash'][:8]}.wav",
                "uri": told["uri"],
                "hash": told["hash"],
                "size": told["size"],
                "kind": "audio",
                "container": "wav",
                "duration": length,
                "audio": _mono(length),
                "metadata": {"voice": {"asked": speech.model_dump(), **told["voice"]}},
            }
        )

    def _made(self, speaker: Speaker, speech: Speech, cancel: threading.Event | None) -> dict[str, Any]:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(suffix=".wav", dir=self.folder)
        os.close(handle)
        made = Path(part)
        try:
            wanted = Wanted(speech.text, speech.language, speech.voice, speech.rate)
            said = speaker.speak(wanted, made, cancel)
            words = [
                [word.text, round(word.start, 4), round(word.end, 4), word.timed]
                for word in _timed(said, made, cancel)
            ]
            identity = self._placed(made)
        finally:
            made.unlink(missing_ok=True)
        frames = round(said.seconds * 48_000)
        told = {
            **identity,
            "seconds": f"{frames}/48000",
            "voice": {
                "engine": said.engine,
                "draft": said.draft,
                "language": said.language,
                "words": words,
            },
        }
        self._entry(speech).write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        return told

    def _placed(self, made: Path) -> dict[str, Any]:
        """The file put where it stays: in the store of a service, else in the folder."""
        with open(made, "rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = made.stat().st_size
        self.kept(sha256, size, "wav")
        if self.library.blobs is not None:
            place = self.library.blobs.put(media_name(sha256, "wav"), made)
        else:
            place = self.folder / f"{sha256}.wav"
            os.replace(made, place)
        known = self.library.identify(place)
        return {"hash": known.hash, "size": size, "uri": self.library.address(place)}

    def _found(self, speech: Speech) -> dict[str, Any] | None:
        """What was spoken before for the same; None where it has to be spoken (again)."""
        try:
            told: dict[str, Any] = json.loads(self._entry(speech).read_text("utf-8"))
            self.library.locate(MediaFile(id="", uri=told["uri"], hash=told["hash"], name=speech.text[:40]))
        except (OSError, ValueError, KeyError, Fault):
            return None
        used(self._entry(speech))
        self.kept(told["hash"], told["size"], "wav")
        return told

    def _entry(self, speech: Speech) -> Path:
        engine = speech.engine or ("" if isinstance(self.speaker, Fault) else self.speaker.engine)
        asked = json.dumps([VERSION, {**speech.model_dump(), "engine": engine}], sort_keys=True)
        return self.folder / f"{hashlib.sha256(asked.encode()).hexdigest()}.json"
