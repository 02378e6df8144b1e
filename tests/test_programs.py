"""Engines that hear and speak run apart: with limits that are told in words, confined, gone with their maker."""

from __future__ import annotations

import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from workprint import ffmpeg
from workprint.analysis.words import EngineBroke, EngineOverLimit, EngineSilent, process, sphinx
from workprint.analysis.words.process import Engine
from workprint.base import Fault
from workprint.ffmpeg import Cancelled, Limits, over, program, sandbox
from workprint.synth import SpeakerOverLimit, Wanted, speaker_of, voice_settings
from workprint.synth.speaking.child import Worker, spoken_apart

ENOUGH = Limits(1 << 30)
SECOND = np.zeros(16_000, np.float32)
needs_bubblewrap = pytest.mark.skipif(bool(ffmpeg.unavailable()), reason="bubblewrap does not work here")


@pytest.fixture
def confining() -> Iterator[None]:
    sandbox("auto")
    yield
    sandbox("off")


def ran(code: str, limits: Limits = ENOUGH, read: tuple[Path, ...] = ()) -> tuple[int, str]:
    """How a program ends, and what it says."""
    with tempfile.TemporaryFile() as said:
        made = program(
            ["-c", code],
            limits,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            environment={},
            read=read,
        )
        ended = made.wait()
        said.seek(0)
        return ended, said.read().decode()


@pytest.mark.parametrize(
    ("code", "limits", "told"),
    [
        ("bytearray(1 << 29)", Limits(1 << 28), "needs more than the 256 MB of memory"),
        ("while True: pass", Limits(1 << 28, cpu=1), "after 1 s of processor time"),
        ("import tempfile; tempfile.TemporaryFile().write(bytes(9 << 20))", Limits(1 << 28, written=1 << 20), "wrote more than 1 MB"),
    ],
)  # fmt: skip
def test_a_limit_that_is_met_is_told(code: str, limits: Limits, told: str) -> None:
    limit = over(limits, *ran(code, limits))
    assert limit is not None
    assert told in limit["en"]
    assert limit["zh"]


def test_what_meets_no_limit_failed_by_itself() -> None:
    assert over(ENOUGH, *ran("raise ValueError('no such voice')")) is None


@needs_bubblewrap
@pytest.mark.usefixtures("confining")
def test_what_it_is_not_given_it_does_not_find(tmp_path: Path) -> None:
    given, secret = tmp_path / "given", tmp_path / "secret"
    given.write_text("g")
    secret.write_text("s")
    assert ran(f"print(open({str(given)!r}).read())", read=(given,)) == (0, "g\n")
    assert ran(f"open({str(secret)!r})", read=(given,))[0] == 1
    assert "unreachable" in ran("import socket; socket.create_connection(('192.0.2.1', 80), 5)")[1]
    # As bubblewrap tells a signal.
    assert over(ENOUGH, 128 + signal.SIGKILL, "")


def test_it_ends_with_whoever_began_it() -> None:
    made: list[subprocess.Popen[bytes]] = []

    def begin() -> None:
        with tempfile.TemporaryFile() as said:
            code = "import time; print(1); time.sleep(600)"
            made.append(
                program(["-u", "-c", code], ENOUGH, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, environment={})
            )  # fmt: skip
        assert made[0].stdout is not None
        made[0].stdout.read(1)

    thread = threading.Thread(target=begin)
    thread.start()
    thread.join()
    assert made[0].wait(60) == -signal.SIGKILL
    assert made[0].stdout is not None
    made[0].stdout.close()


def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, memory: int = 1 << 30) -> Engine:
    (tmp_path / "made_engine.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Engine("made", "made_engine", {}, memory)


@pytest.mark.parametrize(
    ("code", "fault", "told"),
    [
        ("bytearray(1 << 30)", EngineOverLimit, "more than the 256 MB of memory"),
        ("import sys; sys.stderr.write('x' * 1_000_000); sys.exit('no model')", EngineBroke, "no model"),
        ("import os; os.kill(os.getpid(), 11)", EngineBroke, "exit -11"),
        ("print('no JSON', flush=True); input()", EngineBroke, "Expecting value"),
        ("import sys; sys.stdin.read()", EngineSilent, "no answer"),
    ],
)
def test_why_an_engine_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, fault: type[Fault], told: str
) -> None:
    made = engine(tmp_path, monkeypatch, code, 256 << 20)
    if fault is EngineSilent:
        monkeypatch.setattr(process, "PATIENCE", 0.0)
    with pytest.raises(fault, match=told) as caught:
        made.ask(SECOND, {}, None)
    assert caught.value.say("zh")
    assert made.process.returncode is not None


def test_an_engine_that_listens_to_nothing_is_cancelled_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = engine(tmp_path, monkeypatch, "import time; time.sleep(600)")
    cancel = threading.Event()
    threading.Timer(0.2, cancel.set).start()
    with pytest.raises(Cancelled):
        made.ask(np.zeros(1_000_000, np.float32), {}, cancel)
    assert made.process.returncode is not None


@needs_bubblewrap
@pytest.mark.usefixtures("confining")
def test_the_embedded_engine_and_voice_work_where_they_are_confined(tmp_path: Path) -> None:
    said = speaker_of(voice_settings(tmp_path)).speak(Wanted("Good morning, everybody."), tmp_path / "a.wav")
    assert said.words
    (tmp_path / "script.dict").write_text("morning M AO R N IH NG\n")
    (tmp_path / "script.lm").write_text(
        "\\data\\\nngram 1=3\n\n\\1-grams:\n-99 <s> 0\n-1 </s>\n-0.1 morning 0\n\n\\end\\\n"
    )
    options = {"lm": str(tmp_path / "script.lm"), "dict": str(tmp_path / "script.dict")}
    with sphinx.opened(options) as made:
        assert list(made.hear(SECOND, None)) == []


def test_a_voice_that_takes_too_much_is_told(tmp_path: Path) -> None:
    greedy = tmp_path / "greedy.py"
    greedy.write_text("bytearray(1 << 30)")
    with pytest.raises(SpeakerOverLimit, match="256 MB of memory"):
        spoken_apart(Worker("greedy", greedy, 256 << 20), {}, 20, None)
    greedy.write_text("import time; time.sleep(600)")
    with pytest.raises(SpeakerOverLimit, match="more than 0 s"):
        spoken_apart(Worker("greedy", greedy, 256 << 20), {}, 0.2, None)
