"""An FFmpeg whose threads wait for each other is seen, ended and started again."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from processes import children, until
from workprint.ffmpeg import StoodStill, run, stream
from workprint.ffmpeg.standstill import Standstill

if sys.platform != "linux":
    pytest.skip("only Linux tells what threads wait for", allow_module_level=True)

STANDS = "import threading; lock = threading.Lock(); lock.acquire(); print(flush=True); lock.acquire()"
READS = "import sys; print(flush=True); sys.stdin.read()"
SLEEPS = "import time; print(flush=True); time.sleep(1e6)"
WORKS = "print(flush=True)\nwhile True: pass"
"""Programs that tell that they have begun, and never end."""


@pytest.mark.parametrize("program", [STANDS, READS, SLEEPS, WORKS])
def test_only_threads_that_wait_for_each_other_stand_still(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr("workprint.ffmpeg.standstill.monotonic", lambda: now[0])
    arguments = [sys.executable, "-c", program]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        watched = Standstill(child.pid)

        def lasts() -> bool:
            now[0] += 1
            return watched.lasts()

        try:
            if program == STANDS:
                until(lasts)
                assert now[0] >= 10
            else:
                assert not any(lasts() for _ in range(100))
        finally:
            child.kill()


def stands_still(folder: Path, times: int, monkeypatch: pytest.MonkeyPatch, said: str = "") -> Path:
    """FFmpeg stands still this many times, having `said` something; the file with what it was told."""
    told = folder / "told"
    program = folder / "ffmpeg-that-stands"
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys, threading\n"
        f"with open({str(told)!r}, 'a+') as told:\n"
        "    print(*sys.argv, file=told)\n"
        "    told.seek(0)\n"
        "    times = len(told.readlines())\n"
        f"print({said!r}, end='', flush=True)\n"
        "lock = threading.Lock()\n"
        f"for _ in range(2 if times <= {times} else 1):\n"
        "    lock.acquire()\n"
        "print('done', end='')\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(import_module("workprint.ffmpeg.run"), "binary", lambda: str(program))
    monkeypatch.setattr("workprint.ffmpeg.standstill.PATIENCE", 0.2)
    return told


def test_it_is_started_again_with_less_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = stands_still(tmp_path, 2, monkeypatch)
    run(["-i", "a", "-i", "b", "out"])
    first, second, third = told.read_text().splitlines()
    assert "-threads" not in first
    assert second == third
    assert second.count("-threads 1 -i") == 2
    assert second.replace("-threads 1 ", "") == first
    assert children() == []


def test_what_it_gives_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stands_still(tmp_path, 2, monkeypatch)
    assert list(stream(["-i", "a", "pipe:1"], 3)) == [b"don", b"e"]


def test_what_was_given_already_is_not_given_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stands_still(tmp_path, 1, monkeypatch, said="abc")
    given = stream(["-i", "a", "pipe:1"], 3)
    assert next(given) == b"abc"
    with pytest.raises(StoodStill):
        next(given)


@pytest.mark.parametrize("how", ["run", "stream"])
def test_one_that_always_stands_still_is_told(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = stands_still(tmp_path, 99, monkeypatch)
    with pytest.raises(StoodStill, match="stood still"):
        run(["out"]) if how == "run" else list(stream(["pipe:1"], 3))
    assert len(told.read_text().splitlines()) == 4
    assert children() == []
