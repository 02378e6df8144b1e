"""`workprint serve` as a process of its own on this machine, for tests of how it lives and ends."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = [sys.executable, "-c", "from workprint.doors.cli import main; main()"]


class ServerProcess:
    """A server that has said its first line."""

    def __init__(self, data: Path, *options: str, **settings: str) -> None:
        told = {f"WORKPRINT_{name.upper()}": value for name, value in settings.items()}
        self.process = subprocess.Popen(
            [*PROGRAM, "serve", "--port", "0", "--data", str(data), "--lang", "en", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **told},
        )  # fmt: skip
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        # Read as it comes: a server whose log nobody reads stops at a full pipe.
        threading.Thread(target=self._read, daemon=True).start()
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline()
        found = re.search(r"https?://[\w.:\[\]]+\w", self.line)
        self.url = found[0] if found else ""

    def log_until(self, words: str) -> str:
        """Reads the log until a line has these words; that line."""
        while (line := self._lines.get(timeout=60)) is not None:
            if words in line:
                return line
        raise AssertionError(f"the log never said {words!r}")

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)
        self._lines.put(None)

    def ended(self) -> int:
        """The exit code, once it has ended."""
        return self.process.wait(30)


@contextmanager
def server_process(data: Path, *options: str, **settings: str) -> Iterator[ServerProcess]:
    made = ServerProcess(data, *options, **settings)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.wait()
