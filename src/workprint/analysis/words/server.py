"""A transcription server of the user's choosing, that speaks as OpenAI's does: /audio/transcriptions."""

from __future__ import annotations

import http.client
import io
import json
import math
import ssl
import threading
import wave
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from secrets import token_hex
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from workprint.ffmpeg import Cancelled

from ..decode import Samples
from .faults import EngineBroke
from .match import matched
from .recogniser import RATE, Heard
from .text import tokens

MODEL = "whisper-1"
"""The name under which most servers know their model."""
PATIENCE = 600.0
"""Seconds to wait for an answer."""
ANSWER = 16 << 20
"""Bytes of an answer."""
SURE = 0.8
"""How sure a word is where the server does not say."""
_LANGUAGES = {
    "english": "en", "chinese": "zh", "mandarin": "zh", "japanese": "ja", "korean": "ko", "german": "de",
    "french": "fr", "spanish": "es", "portuguese": "pt", "italian": "it", "russian": "ru",
}  # fmt: skip


class Asking:
    """One file, sent in stretches."""

    def __init__(self, server: TranscriptionServer) -> None:
        self.server = server
        self.language = server.language

    def hear(self, samples: Samples, cancel: Event | None) -> Sequence[Heard]:
        """Raises `Cancelled` at once when it is set, and `EngineBroke` with what the server says."""
        told = self._answer(_wav(samples), cancel)
        words = told.get("words")
        if not isinstance(words, list) and str(told.get("text", "")).strip():
            raise self._broke("its answer has no words with times (verbose_json, granularity “word”)")
        named = str(told.get("language") or "").lower()
        self.language = self.language or _LANGUAGES.get(named, named[:2])
        try:
            return _heard(words or (), str(told.get("text", "")))
        except (KeyError, TypeError, ValueError) as error:
            raise self._broke(f"its words cannot be read ({error})") from error

    def _answer(self, sound: bytes, cancel: Event | None) -> dict[str, Any]:
        """What the server answers; asked in a thread, so that a cancel need not wait for it."""
        connection = self._connection()
        found: list[tuple[int, bytes]] = []

        def ask() -> None:
            try:
                found.append(self._asked(connection, sound))
            except (OSError, http.client.HTTPException, ValueError) as error:
                found.append((0, (str(error) or type(error).__name__).encode()))

        thread = threading.Thread(target=ask, name="workprint-transcription", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                if cancel is not None and cancel.is_set():
                    raise Cancelled()
                thread.join(0.1)
        finally:
            connection.close()
        status, body = found[0]
        if status != 200:
            raise self._broke(f"{f'HTTP {status}: ' if status else ''}{_reason(body)}")
        with suppress(ValueError):
            told = json.loads(body)
            if isinstance(told, dict):
                return told
        raise self._broke("its answer is no JSON object")

    def _connection(self) -> http.client.HTTPConnection:
        place = urlsplit(self.server.address)
        assert place.hostname
        if place.scheme == "https":
            secure = ssl.create_default_context()
            return http.client.HTTPSConnection(place.hostname, place.port, timeout=PATIENCE, context=secure)
        return http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)

    def _asked(self, connection: http.client.HTTPConnection, sound: bytes) -> tuple[int, bytes]:
        border = token_hex(16)
        fields = {
            "model": self.server.model,
            "response_format": "verbose_json",
            "timestamp_granularities[]": "word",
            **({"language": self.language} if self.language else {}),
        }
        headers = {"Content-Type": f"multipart/form-data; boundary={border}", "Accept": "application/json"}
        if self.server.key:
            headers["Authorization"] = f"Bearer {self.server.key}"
        path = f"{urlsplit(self.server.address).path.rstrip('/')}/audio/transcriptions"
        connection.request("POST", path, _form(fields, sound, border), headers)
        answer = connection.getresponse()
        return answer.status, answer.read(ANSWER)

    def _broke(self, reason: str) -> EngineBroke:
        key = self.server.key
        return EngineBroke(engine=self.server.shown, reason=reason.replace(key, "…") if key else reason)


@dataclass(frozen=True)
class TranscriptionServer:
    """A server's address (up to and with /v1), its model, and the key it asks for. Sound is sent there."""

    address: str
    model: str = MODEL
    key: str = ""
    language: str = ""
    draft: bool = False
    longest: float = 120.0

    @property
    def name(self) -> str:
        return urlsplit(self.address).netloc.rpartition("@")[2]

    @property
    def shown(self) -> str:
        """The address as it may be told: without a name, a password or a key in it."""
        place = urlsplit(self.address)
        return f"{place.scheme}://{self.name}{place.path}"

    def uses(self) -> str:
        return f"{self.address} {self.model} {self.language}"

    def ready(self) -> None:
        """Whether a server answers is seen when it is asked."""

    @contextmanager
    def listening(self) -> Iterator[Asking]:
        yield Asking(self)


def _wav(samples: Samples) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def _form(fields: Mapping[str, str], sound: bytes, border: str) -> bytes:
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="sound.wav"\r\n'
        "Content-Type: audio/wav\r\n\r\n"
    )
    return "".join(parts).encode() + sound + f"\r\n--{border}--\r\n".encode()


def _heard(words: Sequence[Mapping[str, Any]], text: str) -> list[Heard]:
    """The words with their times, written as the text has them: with its punctuation."""
    plain = [str(each["word"]).strip() for each in words]
    written = text.split()
    same = dict(matched([_bare(each) for each in plain], [_bare(each) for each in written]))
    return [
        Heard(
            written[same[at]] if at in same else plain[at],
            _finite(each["start"]),
            _finite(each["end"]),
            _finite(each.get("probability", SURE)),
        )
        for at, each in enumerate(words)
        if plain[at]
    ]


def _finite(told: Any) -> float:
    number = float(told)
    if not math.isfinite(number):
        raise ValueError(told)
    return number


def _bare(word: str) -> str:
    return " ".join(each for token in tokens(word) for each in token.spoken)


def _reason(body: bytes) -> str:
    text = body[:2000].decode("utf-8", "replace")
    with suppress(ValueError, TypeError, KeyError):
        text = str(json.loads(text)["error"]["message"])
    return text.strip().partition("\n")[0][:200]
