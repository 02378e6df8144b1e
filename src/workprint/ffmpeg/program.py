"""Programs besides FFmpeg that do a part of the work, as engines that hear or speak do: each has limits on
memory, time and what it writes, is confined where that is chosen, and ends with whoever started it."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from workprint.base import Text

from .confine import confined, confining, ended
from .run import MAX_CPU, comes_after, guarded

MAX_WRITTEN = 256 << 20
"""Bytes of a file that such a program may write."""
_NO_MEMORY = re.compile(
    r"MemoryError|bad_alloc|alloc\w*\b.*\bfail|(cannot|unable to|failed to) allocate", re.I
)
_NO_ROOM = re.compile(r"File too large|Errno 27\b")


@dataclass(frozen=True)
class Limits:
    """Bytes of `memory`, seconds of processor time, bytes of a file; `nice`: how much it comes after others."""

    memory: int
    cpu: int = MAX_CPU
    written: int = MAX_WRITTEN
    nice: int = 0


def program(
    args: Sequence[str],
    limits: Limits,
    *,
    stdin: int | IO[bytes],
    stdout: int | IO[bytes],
    stderr: IO[bytes],
    environment: Mapping[str, str],
    read: Sequence[Path] = (),
) -> subprocess.Popen[bytes]:
    """A Python begun with these arguments, in a session of its own. Where it is confined it finds of the machine
    what a Python needs and what it is given to `read`; it has no network then."""
    line = [sys.executable, *args]
    if confining():
        line = confined(line, [each for each in (*python(), *read) if each.exists()])

    def before() -> None:
        guarded()
        if limits.nice:
            comes_after(limits.nice)
        for what, most in (
            (resource.RLIMIT_DATA, limits.memory),
            (resource.RLIMIT_CPU, limits.cpu),
            (resource.RLIMIT_FSIZE, limits.written),
        ):
            resource.setrlimit(what, (most, most))

    return subprocess.Popen(
        line, stdin=stdin, stdout=stdout, stderr=stderr, bufsize=0, start_new_session=True, preexec_fn=before,
        env={**environment, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip


def python() -> list[Path]:
    """What a Python needs to run this package."""
    return [Path(sys.prefix), Path(sys.base_prefix), Path(__file__).parents[2]]


def over(limits: Limits, code: int, said: str) -> Text | None:
    """Which limit a program met, by how it ended and what it said last; None for none of them."""
    code = ended(code) if confining() else code
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        # Both ends look alike from outside.
        return {
            "en": f"the system ended it, as it does after {limits.cpu} s of processor time or where there is no memory left",
            "zh": f"已被系统终止：处理器时间超过 {limits.cpu} 秒，或系统内存不足",
        }
    if _NO_MEMORY.search(said):
        megabytes = limits.memory >> 20
        return {
            "en": f"it needs more than the {megabytes} MB of memory it may have",
            "zh": f"所需内存超过上限 {megabytes} MB",
        }
    if code == -signal.SIGXFSZ or _NO_ROOM.search(said):
        megabytes = limits.written >> 20
        return {"en": f"it wrote more than {megabytes} MB", "zh": f"写入超过 {megabytes} MB"}
    return None
