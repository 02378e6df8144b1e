"""Whether a server can do what it is there for just now."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from workprint.base import Fault, Text
from workprint.ffmpeg import NoFFmpeg, binary
from workprint.store import Blobs, Database

LOOK_SECONDS = 2.0
"""How long what was found out counts: whoever asks more often is told the same."""
PROBE = "health/probe"


class Stopping(Fault):
    code = "stopping"
    en = "This server is being stopped."
    zh = "服务器正在停止。"


class LittleSpace(Fault):
    code = "little_space"
    en = "Only {free} MB are free in {folder}; {least} MB are wanted."
    zh = "{folder} 只剩 {free} MB 可用空间，至少需要 {least} MB。"


class NotKept(Fault):
    code = "not_kept"
    en = "Nothing can be written to {folder} ({reason})."
    zh = "无法写入 {folder}（{reason}）。"


@dataclass(frozen=True)
class Found:
    """One thing that a server needs, and what is wrong with it, if anything is."""

    name: str
    fault: Fault | None = None


NAMES: Mapping[str, Text] = {
    "database": {"en": "database", "zh": "数据库"},
    "storage": {"en": "storage", "zh": "存储"},
    "space": {"en": "disk space", "zh": "磁盘空间"},
    "ffmpeg": {"en": "FFmpeg", "zh": "FFmpeg"},
    "stopping": {"en": "stopping", "zh": "停止中"},
}


class Readiness:
    """Looks at the database, the store, the disk and FFmpeg."""

    def __init__(self, database: Database, blobs: Blobs, data: Path, least: int) -> None:
        """`least`: bytes that must be free in `data`."""
        self.database = database
        self.blobs = blobs
        self.data = data
        self.least = least
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._found: list[Found] = []
        self._until = 0.0

    def look(self) -> list[Found]:
        """Each thing needed, with what is wrong with it."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = [Found(name, _fault(look)) for name, look in self._looks().items()]
                self._until = time.monotonic() + LOOK_SECONDS
            stopping = [Found("stopping", Stopping())] if self.stopping.is_set() else []
            return [*self._found, *stopping]

    def _looks(self) -> Mapping[str, Callable[[], None]]:
        return {
            "database": self._database,
            "storage": self._storage,
            "space": self._space,
            "ffmpeg": _ffmpeg,
        }

    def _database(self) -> None:
        self.database.rows(text("SELECT 1"))

    def _storage(self) -> None:
        try:
            handle, probe = tempfile.mkstemp(prefix=".probe-", dir=self.data)
            try:
                os.write(handle, b"workprint")
            finally:
                os.close(handle)
                os.unlink(probe)
        except OSError as error:
            raise NotKept(folder=str(self.data), reason=error.strerror or str(error)) from error
        if self.blobs.remote is not None:
            self.blobs.has(PROBE)

    def _space(self) -> None:
        free = shutil.disk_usage(self.data).free
        if free < self.least:
            million = 1_000_000
            raise LittleSpace(folder=str(self.data), free=free // million, least=self.least // million)


def _ffmpeg() -> None:
    path = binary()
    if not os.access(path, os.X_OK):
        raise NoFFmpeg(path=path, reason="no such program")


def _fault(look: Callable[[], None]) -> Fault | None:
    try:
        look()
    except Fault as fault:
        return fault
    except OSError as error:
        return NotKept(folder=str(error.filename or ""), reason=error.strerror or str(error))
    return None
