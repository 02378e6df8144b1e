"""A speech server: anything that answers `/audio/speech` as OpenAI's does, on this machine or elsewhere.

Off until an address is set. The text goes to that address and nowhere else.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Sequence

import httpx
import numpy as np

from workprint.base import Text
from workprint.ffmpeg import Cancelled

from .speaker import LANGUAGES, SpeakerFailed, Utterance, Uttered, Voice
from .traits import of_server

_MOST = 64 << 20
"""Bytes of one answer."""
_TIMES = httpx.Timeout(120, connect=10)


class SpeechServer:
    """Speaks by asking a server, sentence by sentence. Which voices it has it does not say: `voices` are
    those in the configuration, the first the usual one."""

    name = "speech server"
    draft = False
    mixes = True
    get: Text = {"en": "Check WORKPRINT_VOICE_URL.", "zh": "请检查 WORKPRINT_VOICE_URL。"}

    def __init__(self, url: str, key: str = "", model: str = "tts-1", voices: Sequence[str] = ()) -> None:
        self.url = url.rstrip("/").removesuffix("/audio/speech")
        self.model = model
        self._key = key
        self._voices = tuple(voices) or ("alloy",)

    def voices(self) -> tuple[Voice, ...]:
        spoken = tuple(name for name in LANGUAGES if name != "other")
        return tuple(Voice(name, spoken, of_server(name)) for name in self._voices)

    def utter(
        self, texts: Sequence[Utterance], voice: str, rate: float, cancel: threading.Event | None
    ) -> list[Uttered]:
        with httpx.Client(timeout=_TIMES, headers=self._headers(), trust_env=False) as client:
            return [_sound(self._asked(client, each.text, voice, rate, cancel)) for each in texts]

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}

    def _asked(
        self, client: httpx.Client, text: str, voice: str, rate: float, cancel: threading.Event | None
    ) -> bytes:
        body = {
            "model": self.model,
            "input": text,
            "voice": voice or self._voices[0],
            "speed": rate,
            "response_format": "wav",
        }
        said = bytearray()
        try:
            with client.stream("POST", f"{self.url}/audio/speech", json=body) as answer:
                if answer.status_code != 200:
                    raise SpeakerFailed(engine=self.name, reason=f"HTTP {answer.status_code}")
                for part in answer.iter_bytes():
                    if cancel is not None and cancel.is_set():
                        raise Cancelled()
                    said += part
                    if len(said) > _MOST:
                        raise SpeakerFailed(engine=self.name, reason=f"> {_MOST >> 20} MB")
        except httpx.HTTPError as error:
            raise SpeakerFailed(engine=self.name, reason=str(error) or type(error).__name__) from error
        return bytes(said)


def _sound(data: bytes) -> Uttered:
    """The sound of a WAV file of 16 bits. One that was streamed does not know its length: what is there
    counts."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise SpeakerFailed(engine=SpeechServer.name, reason="no WAV")
    at, channels, rate, bits = 12, 0, 0, 0
    while at + 8 <= len(data):
        kind, size = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        at += 8
        if kind == b"fmt " and at + 16 <= len(data):
            _, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", data, at)
        if kind == b"data" and channels and rate:
            if bits != 16:
                raise SpeakerFailed(engine=SpeechServer.name, reason=f"{bits} bit")
            whole = min(size, len(data) - at) // (2 * channels) * channels
            samples = np.frombuffer(data, "<i2", whole, at).astype(np.float32) / np.float32(32768)
            return Uttered(samples.reshape(-1, channels).mean(axis=1), rate)
        at += size + size % 2
    raise SpeakerFailed(engine=SpeechServer.name, reason="no sound")
