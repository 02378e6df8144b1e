"""Which speech engine listens: as the environment, or the configuration of a server, says it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from .faults import UnknownRecogniser
from .recogniser import Recogniser
from .server import MODEL, TranscriptionServer
from .sphinx import Draft
from .whisper import FasterWhisper

SETTING = "WORKPRINT_RECOGNISER"


def chosen(environment: Mapping[str, str] | None = None) -> Recogniser:
    """The engine that the environment sets up. Raises `UnknownRecogniser`."""
    has = os.environ if environment is None else environment
    return engine_of(
        has.get(SETTING, ""), has.get(f"{SETTING}_MODEL", ""), has.get(f"{SETTING}_KEY", ""),
        has.get(f"{SETTING}_LANGUAGE", ""),
    )  # fmt: skip


def engine_of(told: str, model: str = "", key: str = "", language: str = "") -> Recogniser:
    """An engine by its name: `draft` (and nothing at all) is the embedded one, `faster-whisper:FOLDER`, or the
    address of a server. `language` as "en"; "" lets the engine find out. Raises `UnknownRecogniser`."""
    told, language = told.strip(), language.strip().lower()
    if told in ("", "draft"):
        return Draft(language)
    name, _, folder = told.partition(":")
    if name == "faster-whisper" and folder:
        return FasterWhisper(Path(folder).expanduser(), language)
    place = urlsplit(told)
    if place.scheme in ("http", "https") and place.hostname:
        return TranscriptionServer(told, model or MODEL, key, language)
    raise UnknownRecogniser(given=told)
