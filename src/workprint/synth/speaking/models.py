"""Better voices that run here: kokoro and piper, with models from a folder. Nothing is downloaded."""

from __future__ import annotations

import importlib.util
import json
import threading
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from workprint.base import Text

from .child import Worker, spoken_apart
from .speaker import NoSuchVoice, NoVoice, SpeakerMissing, Utterance, Uttered, Voice, called
from .traits import of_kokoro, of_piper

PROGRAM = Path(__file__).with_name("models_worker.py")
_MEMORY = 6 << 30
"""Bytes that one may take: the largest model has a third of a gigabyte, its runtime takes several times as much."""


def package_folder(package: str) -> Path | None:
    """The folder from which a package can be imported; None where it is not installed."""
    found = importlib.util.find_spec(package)
    return Path(found.origin).parents[1] if found and found.origin else None


class Models:
    """Voices of one kind in a folder, spoken by a package in a process of its own."""

    name = ""
    package = ""
    draft = False
    mixes = False
    get: Text = {}

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def found(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        """What the program is told of each voice, by its language and name."""
        raise NotImplementedError

    def missing(self) -> Text | None:
        """What is not there, or None."""
        if package_folder(self.package) is None:
            return {"en": f"the package {self.package}", "zh": f"软件包 {self.package}"}
        if not self.found:
            return {"en": f"voices in {self.folder}", "zh": f"{self.folder} 中的语音"}
        return None

    def voices(self) -> tuple[Voice, ...]:
        names = dict.fromkeys(name for _, name in self.found)
        return tuple(
            Voice(name, tuple(lang for lang, own in self.found if own == name), self.traits(name))
            for name in names
        )

    def traits(self, name: str) -> tuple[str, ...]:
        """What a voice's name says of it."""
        raise NotImplementedError

    def utter(
        self, texts: Sequence[Utterance], voice: str, rate: float, cancel: threading.Event | None
    ) -> list[Uttered]:
        if (lacks := self.missing()) is not None:
            raise SpeakerMissing(what=lacks, get=self.get)
        told = [{**self._chosen(voice, each.language), "text": each.text, "speed": rate} for each in texts]
        package = package_folder(self.package)
        assert package is not None
        task = {"engine": self.name, "package": str(package), "texts": told}
        # Loading takes a while, and a slow machine speaks slower than one listens.
        seconds = 120 + sum(len(each.text) for each in texts) / 2
        worker = Worker(self.name, PROGRAM, _MEMORY, [package, self.folder])
        return spoken_apart(worker, task, seconds, cancel)

    def _chosen(self, voice: str, language: str) -> Mapping[str, Any]:
        """The voice of that name; a stretch in a language it does not speak goes to one that does."""
        known = {name for _, name in self.found}
        own = {name: told for (lang, name), told in self.found.items() if lang == language}
        if voice and voice not in known:
            raise NoSuchVoice(engine=self.name, voice=voice, language=called(language), have=", ".join(own))
        if not own:
            have = {lang: ", ".join({called(each)[lang] for each, _ in self.found}) for lang in ("en", "zh")}
            raise NoVoice(engine=self.name, language=called(language), have=have, get=self.get)
        return own.get(voice) or next(iter(own.values()))


class Kokoro(Models):
    """kokoro-onnx: `kokoro*.onnx` with its `voices*.bin` beside it."""

    name = "kokoro"
    package = "kokoro_onnx"
    get: Text = {
        "en": "pip install kokoro-onnx, and put kokoro-v1.0.onnx and voices-v1.0.bin (github.com/thewh1teagle/kokoro-onnx, release model-files-v1.0) into the voice folder.",
        "zh": "pip install kokoro-onnx，并把 kokoro-v1.0.onnx 和 voices-v1.0.bin（github.com/thewh1teagle/kokoro-onnx 的 model-files-v1.0）放入语音文件夹。",
    }
    USUAL = ("af_heart", "bf_emma", "zf_xiaoxiao")
    traits = staticmethod(of_kokoro)
    LANGUAGES = {"a": ("en", "en-us"), "b": ("en", "en-gb"), "z": ("zh", "cmn")}

    @cached_property
    def found(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        model, voices = (_first(self.folder, pattern) for pattern in ("kokoro*.onnx", "voices*.bin"))
        if model is None or voices is None or not zipfile.is_zipfile(voices):
            return {}
        with zipfile.ZipFile(voices) as archive:
            names = [name.removesuffix(".npy") for name in archive.namelist()]
        names.sort(key=lambda name: (name not in self.USUAL, name))
        told = {}
        for name in names:
            if (spoken := self.LANGUAGES.get(name[:1])) is not None:
                paths = {"model": str(model), "voices": str(voices)}
                told[spoken[0], name] = {**paths, "voice": name, "language": spoken[1]}
        return told


def _first(folder: Path, pattern: str) -> Path | None:
    """The first file of a pattern. Those for Chinese alone (…-zh) want other signs for sounds than these."""
    return next((path for path in sorted(folder.glob(pattern)) if not path.stem.endswith("-zh")), None)


class Piper(Models):
    """piper: one `.onnx` with its `.onnx.json` for each voice."""

    name = "piper"
    package = "piper"
    get: Text = {
        "en": "pip install 'piper-tts>=1.3', and put a voice (.onnx and .onnx.json) into the voice folder: there, python -m piper.download_voices en_US-lessac-medium zh_CN-huayan-medium.",
        "zh": "pip install 'piper-tts>=1.3'，并把语音（.onnx 和 .onnx.json）放入语音文件夹：在该文件夹中运行 python -m piper.download_voices en_US-lessac-medium zh_CN-huayan-medium。",
    }
    traits = staticmethod(of_piper)

    @cached_property
    def found(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        told = {}
        for model in sorted(self.folder.glob("*.onnx")):
            described = Path(f"{model}.json")
            if (language := _language(described)) in ("en", "zh"):
                paths = {"model": str(model), "voices": "", "voice": model.stem, "language": language}
                told[language, model.stem] = paths
        return told


def _language(described: Path) -> str:
    """The language of a piper voice by its description; empty where there is none."""
    try:
        told = json.loads(described.read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    family = str(told.get("language", {}).get("family") or told.get("espeak", {}).get("voice", ""))
    return {"cmn": "zh", "zh": "zh"}.get(family.partition("-")[0], family.partition("-")[0])
