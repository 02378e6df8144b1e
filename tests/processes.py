"""FFmpeg processes as the system's own table has them, and waiting for what will happen soon."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path


def children(parent: int | None = None) -> list[int]:
    """FFmpeg processes that a process (this one) started, itself or through bubblewrap; those that have
    ended and wait to be collected are not among them."""
    found, above_of = [], {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = stat.read_text().rpartition(")")
            state, above = rest.split()[:2]
            above_of[int(stat.parent.name)] = (int(above), name.rpartition("(")[2])
            if "ffmpeg" in name and state != "Z":
                found.append(int(stat.parent.name))
    return [each for each in found if (parent or os.getpid()) in _starters(each, above_of)]


def _starters(process: int, above_of: dict[int, tuple[int, str]]) -> set[int]:
    """Who started a process, and who started the bubblewraps above it."""
    found = set()
    while process in above_of:
        process = above_of[process][0]
        found.add(process)
        if "bwrap" not in above_of.get(process, (0, ""))[1]:
            break
    return found


def running(process: int) -> bool:
    """Whether a process is there and has not ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something that will come true; fail where it does not."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.01)):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it did not happen")
