"""Engines in a process of their own, started for one text and gone with it.

Such a process may hold libraries under other terms and large models, and may crash without harm. It has
limits on time and memory, and is killed where the work is cancelled.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Any

import numpy as np

from workprint.ffmpeg import Cancelled

from .speaker import SpeakerFailed, Uttered

_LOOK = 0.05
"""Seconds between two looks at whether the work is cancelled."""


def spoken_apart(
    engine: str, program: Path, task: Mapping[str, Any], seconds: float, cancel: threading.Event | None
) -> list[Uttered]:
    """What a program makes of a task. Raises `SpeakerFailed` or `Cancelled`."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as bad:
        given.write(json.dumps({**task, "seconds": int(seconds) + 1}).encode())
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", str(program)], stdin=given, stdout=out, stderr=bad, close_fds=True,
            start_new_session=True, env=_environment(),
        )  # fmt: skip
        try:
            code = _ended(process, seconds, cancel)
        finally:
            _killed(process)
        if code is None:
            raise SpeakerFailed(engine=engine, reason=f"{seconds:.0f} s")
        out.seek(0), bad.seek(0)
        if code != 0:
            said = bad.read()[-300:].decode("utf-8", "replace").strip()
            raise SpeakerFailed(engine=engine, reason=said.rpartition("\n")[2] or f"{code}")
        return list(_answers(engine, out))


def _ended(process: subprocess.Popen[bytes], seconds: float, cancel: threading.Event | None) -> int | None:
    until = monotonic() + seconds
    while monotonic() < until:
        if cancel is not None and cancel.is_set():
            raise Cancelled()
        with suppress(subprocess.TimeoutExpired):
            return process.wait(_LOOK)
    return None


def _killed(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _answers(engine: str, out: IO[bytes]) -> Iterator[Uttered]:
    while line := out.readline():
        try:
            told = json.loads(line)
            count = int(told["samples"])
            samples = np.frombuffer(out.read(2 * count), "<i2").astype(np.float32) / np.float32(32768)
            marks = told.get("marks")
            pairs = None if marks is None else tuple((int(at), int(sample)) for at, sample in marks)
        except (ValueError, KeyError, TypeError) as error:
            raise SpeakerFailed(engine=engine, reason=str(error)) from error
        if len(samples) != count:
            raise SpeakerFailed(engine=engine, reason=f"{len(samples)} / {count}")
        yield Uttered(samples, int(told["rate"]), pairs)


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "2"}
