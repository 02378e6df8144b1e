"""Engines in a process of their own, started for one text and gone with it.

Such a process may hold libraries under other terms and large models, and may crash without harm. It has
limits on time, memory and what it writes, is confined where that is chosen, and is killed where the work is cancelled.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO, Any

import numpy as np

from workprint.base import cores
from workprint.ffmpeg import Cancelled, Limits, over, program

from .speaker import SpeakerFailed, SpeakerOverLimit, Uttered

_LOOK = 0.05
"""Seconds between two looks at whether the work is cancelled."""


@dataclass(frozen=True)
class Worker:
    """A program that speaks: what the engine is called, its file, bytes of `memory` it may take, and what it
    must `read` besides a Python."""

    engine: str
    file: Path
    memory: int
    read: Sequence[Path] = ()


def spoken_apart(
    worker: Worker, task: Mapping[str, Any], seconds: float, cancel: threading.Event | None
) -> list[Uttered]:
    """What a program makes of a task in so many seconds. Raises `SpeakerFailed`,
    `SpeakerOverLimit` or `Cancelled`."""
    engine, limits = worker.engine, Limits(worker.memory, cpu=cores() * int(seconds + 1))
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as bad:
        given.write(json.dumps(dict(task)).encode())
        given.seek(0)
        process = program(
            ["-I", str(worker.file)], limits, stdin=given, stdout=out, stderr=bad,
            environment=_environment(), read=[worker.file, *worker.read],
        )  # fmt: skip
        try:
            code = _ended(process, seconds, cancel)
        finally:
            _killed(process)
        if code is None:
            late = {"en": f"it took more than {seconds:.0f} s", "zh": f"用时超过 {seconds:.0f} 秒"}
            raise SpeakerOverLimit(engine=engine, limit=late)
        out.seek(0), bad.seek(0)
        if code != 0:
            said = bad.read()[-4000:].decode("utf-8", "replace").strip()
            if (limit := over(limits, code, said)) is not None:
                raise SpeakerOverLimit(engine=engine, limit=limit)
            raise SpeakerFailed(engine=engine, reason=said.rpartition("\n")[2][-300:] or f"{code}")
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
    return {**kept, "OMP_NUM_THREADS": "2"}
