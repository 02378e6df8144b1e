"""The embedded voice: espeak-ng, good for drafts, in English and Chinese."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Sequence
from pathlib import Path

from workprint.base import Text

from .child import Worker, spoken_apart
from .speaker import NoSuchVoice, NoVoice, Utterance, Uttered, Voice, called

PROGRAM = Path(__file__).with_name("espeak_worker.py")
PACKAGE = "espeakng_loader"
PACE = {"en": 165, "zh": 195}
"""Words a minute at the usual pace."""
_MEMORY = 1 << 30
_ACCENTS = {
    "": {"en": "en-us", "zh": "cmn"},
    # By the names of its files: it has a British one, but none called en-gb.
    "british": {"en": "en-gb-x-rp", "zh": "cmn"},
    "scottish": {"en": "en-gb-scotland", "zh": "cmn"},
    "caribbean": {"en": "en-029", "zh": "cmn"},
    "cantonese": {"en": "en-us", "zh": "yue"},
}
_THROATS = {"": "", "female": "+f3", "male": "+m3", "deep": "+m7"}
_USUAL = "default"
_VOICES = {
    f"{accent} {throat}".strip() or _USUAL: {lang: own + sound for lang, own in languages.items()}
    for accent, languages in _ACCENTS.items()
    for throat, sound in _THROATS.items()
}
GET: Text = {
    "en": "pip install 'workprint[voice]' adds the draft voice; kokoro, piper or a speech server sound better.",
    "zh": "pip install 'workprint[voice]' 可安装草稿语音；kokoro、piper 或语音服务音质更好。",
}


class Espeak:
    """espeak-ng by its wheel, which brings library and data along."""

    name = "espeak-ng"
    draft = True
    mixes = False
    get = GET

    def voices(self) -> tuple[Voice, ...]:
        return tuple(Voice(name, tuple(found), _traits(name)) for name, found in _VOICES.items())

    def utter(
        self, texts: Sequence[Utterance], voice: str, rate: float, cancel: threading.Event | None
    ) -> list[Uttered]:
        told = [
            {"text": each.text, "voice": _voice(voice, each.language), "pace": PACE[each.language] * rate}
            for each in texts
        ]
        where = folder()
        assert where is not None
        task = {"package": str(where), "texts": told}
        # It speaks hundreds of times as fast as one listens: what takes longer hangs.
        seconds = 20 + sum(len(each.text) for each in texts) / 50
        worker = Worker(self.name, PROGRAM, _MEMORY, [where])
        return spoken_apart(worker, task, seconds, cancel)


def folder() -> Path | None:
    """Where the wheel is installed; None where it is not. Its code is not run for that."""
    found = importlib.util.find_spec(PACKAGE)
    return Path(found.origin).parents[1] if found and found.origin else None


def _traits(name: str) -> tuple[str, ...]:
    said = [] if name == _USUAL else name.split(" ")
    accent = {"american", "mandarin"}
    if said and said[0] in _ACCENTS:
        accent = {said[0], "american" if said[0] == "cantonese" else "mandarin"}
    return (*said, *sorted(accent - set(said)), *(("male",) if "deep" in said else ()))


def _voice(name: str, language: str) -> str:
    languages = _VOICES.get(name or _USUAL)
    if languages is None:
        names = ", ".join(_VOICES)
        raise NoSuchVoice(engine=Espeak.name, voice=name, language=called(language), have=names)
    if language not in languages:
        have = {lang: ", ".join(called(each)[lang] for each in PACE) for lang in ("en", "zh")}
        raise NoVoice(engine=Espeak.name, language=called(language), have=have, get={"en": "", "zh": ""})
    return languages[language]
