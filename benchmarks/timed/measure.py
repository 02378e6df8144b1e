"""What a command costs: wall time, processor time and memory of it and of all that it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """One run. Seconds; `memory` is the most bytes resident at a time, all processes together (where
    the system does not tell that: of the largest one)."""

    wall: float
    cpu: float
    memory: int


class CommandFailed(Exception):
    """A command of a benchmark ended with an error; the end of what it said."""


def run(args: Sequence[str], env: Mapping[str, str] | None = None, timeout: float = 1800) -> Cost:
    """Run a command to its end; what it says on its outputs is only kept for when it fails."""
    full = {**os.environ, **(env or {})}
    started = time.perf_counter()
    with subprocess.Popen(
        args, env=full, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as child:
        said: list[bytes] = []
        ended = threading.Event()
        most = [0]
        threads = (
            threading.Thread(target=_listen, args=(child, said)),
            threading.Thread(target=_watch, args=(child, ended, most, started + timeout)),
        )
        for thread in threads:
            thread.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        ended.set()
        child.returncode = os.waitstatus_to_exitcode(status)
        for thread in threads:
            thread.join()
    if child.returncode:
        text = b"".join(said).decode("utf-8", "replace")
        raise CommandFailed(f"{Path(args[0]).name} ended with {child.returncode}: {text[-600:].strip()}")
    # The system's own figure begins at the memory of whoever started the command: it is only better than none.
    return Cost(wall, used.ru_utime + used.ru_stime, most[0] or used.ru_maxrss * 1024)


def _listen(child: subprocess.Popen[bytes], said: list[bytes]) -> None:
    assert child.stdout
    for line in child.stdout:
        said.append(line)
        del said[:-200]


def _watch(child: subprocess.Popen[bytes], ended: threading.Event, most: list[int], late: float) -> None:
    while not ended.wait(0.1):
        most[0] = max(most[0], sum(_resident(pid) for pid in _family(child.pid)))
        if time.perf_counter() > late:
            child.kill()


def _family(pid: int) -> list[int]:
    """A process and all below it; only the process where the system does not tell."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        tasks = [int(each) for each in os.listdir(f"/proc/{pid}/task")]
        for task in tasks:
            if task != pid:
                below += Path(f"/proc/{pid}/task/{task}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(each for child in below for each in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0
