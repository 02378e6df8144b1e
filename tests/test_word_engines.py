"""Speech engines besides the embedded one: a transcription server, and faster-whisper from a folder."""

from __future__ import annotations

import json
import math
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workprint.analysis.words import EngineBroke, NoWhisper, NoWhisperModel, Recogniser, engine_of
from workprint.base import Fault
from workprint.ffmpeg import Cancelled
from workprint.service.config import BadConfig, load_config

SECOND = np.sin(np.arange(16_000) * 0.05).astype(np.float32) * 0.3


def heard(
    engine: Recogniser, cancel: threading.Event | None = None
) -> tuple[list[tuple[str, float, float, float]], str]:
    with engine.listening() as listener:
        words = listener.hear(SECOND, cancel)
        return [(each.text, each.start, each.end, each.sure) for each in words], listener.language


class Server:
    """A transcription server that answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 200
        self.answer: Any = {}
        self.held = threading.Event()
        self.held.set()
        outer = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append((self.path, dict(self.headers), body))
                outer.held.wait(10)
                said = outer.answer if isinstance(outer.answer, bytes) else json.dumps(outer.answer).encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *args: Any) -> None: ...

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.address = f"http://127.0.0.1:{self.http.server_port}/v1"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.held.set()
    made.http.shutdown()
    made.http.server_close()


def test_a_server_is_asked_as_openai_is(server: Server) -> None:
    server.answer = {
        "language": "english", "text": "Hello, world. Again",
        "words": [{"word": "Hello", "start": 0.1, "end": 0.4}, {"word": "world", "start": 0.5, "end": 0.9, "probability": 0.7},
                  {"word": "Agen", "start": 0.9, "end": 1.0}],
    }  # fmt: skip
    engine = engine_of(server.address, "large", "s3cret", "en")
    assert heard(engine) == (
        [("Hello,", 0.1, 0.4, 0.8), ("world.", 0.5, 0.9, 0.7), ("Agen", 0.9, 1.0, 0.8)], "en"
    )  # fmt: skip
    ((path, headers, body),) = server.asked
    assert path == "/v1/audio/transcriptions"
    assert headers["Authorization"] == "Bearer s3cret"
    fields = dict(re.findall(rb'name="([^"]+)"\r\n\r\n(.*?)\r\n', body))
    assert fields == {
        b"model": b"large", b"response_format": b"verbose_json", b"timestamp_granularities[]": b"word", b"language": b"en"
    }  # fmt: skip
    sound = body[body.index(b"RIFF") : body.rindex(b"\r\n--")]
    assert len(sound) == 44 + 2 * len(SECOND)
    assert "s3cret" not in engine.uses()


def test_the_language_is_what_the_server_says(server: Server) -> None:
    server.answer = {"language": "chinese", "text": "你好", "words": [{"word": "你好", "start": 0, "end": 1}]}
    assert heard(engine_of(server.address))[1] == "zh"
    server.answer = {"text": "", "language": "de", "words": []}
    assert heard(engine_of(server.address)) == ([], "de")
    assert "Authorization" not in server.asked[-1][1]


ANSWERS: list[tuple[int, Any, str]] = [
    (401, {"error": {"message": "Incorrect API key"}}, "HTTP 401: Incorrect API key"),
    (500, b"oops\nmore", "HTTP 500: oops"),
    (200, b"<html>", "no JSON"),
    (200, [1], "no JSON object"),
    (200, {"text": "Hello"}, "no words with times"),
    (200, {"text": "Hello", "words": [{"word": "Hello"}]}, "cannot be read"),
    (200, {"text": "Hello", "words": [{"word": "Hello", "start": 0, "end": math.inf}]}, "cannot be read"),
]


@pytest.mark.parametrize(("status", "answer", "said"), ANSWERS)
def test_what_a_server_says_against_it_is_passed_on(
    server: Server, status: int, answer: Any, said: str
) -> None:
    server.status, server.answer = status, answer
    with pytest.raises(EngineBroke, match=re.escape(said)):
        heard(engine_of(server.address))


def test_a_server_that_is_not_there_is_named(server: Server) -> None:
    server.http.server_close()
    with pytest.raises(EngineBroke, match=re.escape(server.address)):
        heard(engine_of(server.address))


def test_keys_and_passwords_are_not_told(server: Server) -> None:
    server.status, server.answer = 401, {"error": {"message": "wrong key: hidden-key"}}
    address = server.address.replace("://", "://me:hidden-word@") + "?sas=hidden-part"
    with pytest.raises(EngineBroke) as caught:
        heard(engine_of(address, key="hidden-key"))
    assert "wrong key: …" in caught.value.say("en")
    assert server.address in caught.value.say("en")
    assert "hidden" not in caught.value.say("en") + caught.value.say("zh")


def test_a_server_is_not_waited_for_after_a_cancel(server: Server) -> None:
    server.held.clear()
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        heard(engine_of(server.address), cancel)


# faster-whisper

FAKE = '''
from types import SimpleNamespace as Some

class WhisperModel:
    def __init__(self, folder, device, compute_type, local_files_only):
        assert local_files_only
        if "broken" in folder:
            raise RuntimeError("Unsupported model binary version")

    def transcribe(self, samples, language, beam_size, word_timestamps, condition_on_previous_text):
        assert word_timestamps and samples.dtype == "float32" and abs(float(samples.max()) - 0.3) < 0.01
        words = [Some(word=" Hello,", start=0.1, end=0.4, probability=0.9), Some(word=" ", start=0.4, end=0.4, probability=1.0)]
        return iter([Some(words=words), Some(words=None)]), Some(language=language or "fr")
'''  # fmt: skip


@pytest.fixture
def whisper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Recogniser]:
    """An engine with a made package, and a model folder of a name."""
    (tmp_path / "faster_whisper.py").write_text(FAKE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))

    def made(name: str, language: str = "") -> Recogniser:
        folder = tmp_path / name
        folder.mkdir()
        for needed in ("model.bin", "config.json"):
            (folder / needed).write_text("{}")
        return engine_of(f"faster-whisper:{folder}", language=language)

    return made


def test_a_model_is_loaded_from_its_folder(whisper: Any) -> None:
    engine = whisper("small")
    assert (engine.draft, engine.name) == (False, "faster-whisper")
    assert heard(engine) == ([("Hello,", 0.1, 0.4, 0.9)], "fr")
    assert heard(whisper("base", "zh"))[1] == "zh"
    assert engine.uses() != whisper("other").uses()


def test_a_model_that_cannot_be_loaded_says_why(whisper: Any) -> None:
    with pytest.raises(EngineBroke, match="Unsupported model binary"):
        heard(whisper("broken"))


def test_what_is_missing_is_said_with_how_to_get_it(whisper: Any, tmp_path: Path) -> None:
    with pytest.raises(NoWhisperModel, match=r"model\.bin, config\.json"):
        heard(engine_of(f"faster-whisper:{tmp_path}"))


def test_a_package_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for told, fault in (("faster-whisper:/x", NoWhisper), ("draft", Fault)):
        with pytest.raises(fault, match="pip install"):
            engine_of(told).ready()


def test_a_server_is_configured_with_an_engine() -> None:
    told = {
        "WORKPRINT_RECOGNISER": "http://ears:9000/v1",
        "WORKPRINT_RECOGNISER_KEY": "s3cret",
        "WORKPRINT_RECOGNISER_MODEL": "m",
    }
    config = load_config(environment=told)
    engine: Any = config.engine()
    assert (engine.name, engine.model, engine.key) == ("ears:9000", "m", "s3cret")
    assert "s3cret" not in config.shown()
    with pytest.raises(BadConfig, match="siri"):
        load_config(environment={"WORKPRINT_RECOGNISER": "siri"})
