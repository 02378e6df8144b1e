"""Which speaker there is, by the configuration, and what is missing where there is none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from workprint.base import Fault, Text

from . import espeak
from .espeak import Espeak
from .models import Kokoro, Models, Piper
from .server import SpeechServer
from .speaker import Speaker, SpeakerMissing
from .voiceover import VoiceOver

EngineName = Literal["auto", "espeak", "kokoro", "piper", "server", "none"]
PREFIX = "WORKPRINT_VOICE_"


class BadVoiceSetting(Fault):
    code = "bad_voice_setting"
    en = "WORKPRINT_VOICE_ENGINE is “{value}”; it can be auto, espeak, kokoro, piper, server or none."
    zh = "WORKPRINT_VOICE_ENGINE 为“{value}”，可选：auto、espeak、kokoro、piper、server、none。"


@dataclass(frozen=True)
class VoiceSettings:
    """How texts are spoken. `engine` "auto" is the server where there is a `url`, else kokoro or piper
    where the `folder` has voices, else the embedded draft voice."""

    folder: Path
    engine: str = "auto"
    url: str = ""
    key: str = field(default="", repr=False)
    model: str = "tts-1"
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A kind of speaker: whether it could speak now, or what it lacks and how to get it."""

    name: str
    speaker: Speaker | None
    lacks: Text
    get: Text


def voice_settings(data: Path, environment: Mapping[str, str] | None = None) -> VoiceSettings:
    """The settings in the environment: WORKPRINT_VOICE_ENGINE, _FOLDER, _URL, _KEY, _MODEL and _NAMES."""
    given = os.environ if environment is None else environment
    found = {key: given.get(PREFIX + key.upper(), "") for key in ("engine", "folder", "url", "key", "model")}
    names = tuple(each.strip() for each in given.get(f"{PREFIX}NAMES", "").split(",") if each.strip())
    folder = Path(found["folder"]) if found["folder"] else data / "voices"
    return VoiceSettings(
        folder, found["engine"] or "auto", found["url"], found["key"], found["model"] or "tts-1", names
    )


def offers(settings: VoiceSettings) -> tuple[Offer, ...]:
    """Every kind of speaker, best first."""
    here = [_of_model(Kokoro(settings.folder)), _of_model(Piper(settings.folder))]
    return (_server(settings), *here, _embedded())


def speaker_of(settings: VoiceSettings) -> Speaker:
    """The speaker that the settings choose. Raises `SpeakerMissing` or `BadVoiceSetting`."""
    if settings.engine not in EngineName.__args__:  # type: ignore[attr-defined]
        raise BadVoiceSetting(value=settings.engine)
    if settings.engine == "none":
        off: Text = {"en": "speaking is switched off", "zh": "语音合成已关闭"}
        raise SpeakerMissing(what=off, get={"en": "Unset WORKPRINT_VOICE_ENGINE.", "zh": "请取消 WORKPRINT_VOICE_ENGINE。"})  # fmt: skip
    found = {offer.name: offer for offer in offers(settings)}
    wanted = found.values() if settings.engine == "auto" else [found[settings.engine]]
    for offer in wanted:
        if offer.speaker is not None:
            return offer.speaker
    last = list(wanted)[-1]
    raise SpeakerMissing(what={lang: f"{'no ' if lang == 'en' else '缺少'}{said}" for lang, said in last.lacks.items()}, get=last.get)  # fmt: skip


def _server(settings: VoiceSettings) -> Offer:
    get: Text = {"en": "Set WORKPRINT_VOICE_URL.", "zh": "请设置 WORKPRINT_VOICE_URL。"}
    if not settings.url:
        return Offer("server", None, {"en": "address of a speech server", "zh": "语音服务地址"}, get)
    engine = SpeechServer(settings.url, settings.key, settings.model, settings.names)
    return Offer("server", VoiceOver(engine), {"en": "", "zh": ""}, get)


def _of_model(engine: Models) -> Offer:
    lacks = engine.missing()
    speaker = None if lacks else VoiceOver(engine)
    return Offer(engine.name, speaker, lacks or {"en": "", "zh": ""}, engine.get)


def _embedded() -> Offer:
    there = espeak.folder() is not None
    lacks: Text = {"en": "package espeakng-loader", "zh": "软件包 espeakng-loader"}
    return Offer("espeak", VoiceOver(Espeak()) if there else None, lacks, espeak.GET)
