"""Files of strangers are looked at by a process of their own, which may crash without harm.

One process that never reads such a file stands ready with everything loaded, confined where that works.
It makes a copy of itself for each file; the copy gets the open file and nothing else, has little time,
memory and room to write, and is gone when it has answered.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from pydantic import ValidationError

from workprint.base import Fault, Text, file_digest
from workprint.ffmpeg import Cancelled, confined, confining, python
from workprint.model import MediaFile

from .faults import DamagedMedia, MediaTooLarge, NoSuchFile, UnsupportedMedia

MODULE = "workprint.analysis.apart_main"
SECONDS = 300.0
"""How long one file may be looked at."""
ANSWER = 1 << 20
"""Bytes of an answer."""
FAULTS: Mapping[str, type[Fault]] = {
    each.code: each for each in (DamagedMedia, MediaTooLarge, UnsupportedMedia)
}
_CRASHED: Text = {
    "en": "reading it takes more time or memory than a file may, or crashes the reader",
    "zh": "读取它所需的时间或内存超出限制，或导致读取程序崩溃",
}


class Apart:
    """Probes files in another process."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._door: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def probe(self, path: str | Path, id: str = "", cancel: threading.Event | None = None) -> MediaFile:
        """What a file holds, as `probe` says it. Raises what `probe` raises; a file on which the reader
        crashes, or that takes it too long, is `DamagedMedia`."""
        path = Path(path)
        if not path.is_file():
            raise NoSuchFile(path=str(path))
        told = self._answer(path, cancel)
        if told is None:
            told = self._answer(path, cancel)  # maybe the process that stands ready was gone
        return _media(told or {}, path, id)

    def close(self) -> None:
        """End the process that stands ready."""
        with self._lock:
            self._end()

    def _answer(self, path: Path, cancel: threading.Event | None) -> dict[str, Any] | None:
        """What the process says of a file; None where it said nothing."""
        ours, theirs = os.pipe()
        watched, held = os.pipe()
        try:
            with open(path, "rb") as file:
                self._send(json.dumps({"name": path.name}).encode(), [file.fileno(), theirs, watched])
            os.close(theirs)
            theirs = -1
            said = self._read(ours, cancel)
        finally:
            for each in (ours, theirs, watched, held):
                if each >= 0:
                    os.close(each)
        with suppress(ValueError):
            told = json.loads(said)
            return told if isinstance(told, dict) else None
        return None

    def _send(self, message: bytes, files: list[int]) -> None:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._end()
                self._begin()
            assert self._door is not None
            try:
                socket.send_fds(self._door, [message], files)
            except OSError:
                self._end()
                self._begin()
                socket.send_fds(self._door, [message], files)

    def _read(self, pipe: int, cancel: threading.Event | None) -> bytes:
        """All that comes through a pipe, in time."""
        said, until = b"", monotonic() + self.seconds
        while len(said) <= ANSWER:
            if cancel is not None and cancel.is_set():
                raise Cancelled()
            if monotonic() > until:
                return b""
            if select.select([pipe], [], [], 0.1)[0]:
                part = os.read(pipe, 1 << 16)
                if not part:
                    return said
                said += part
        return b""

    def _begin(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with closing(theirs):
            line = [sys.executable, "-P", "-m", MODULE, str(theirs.fileno())]
            if confining():
                line = confined(line, python(), dies_with_parent=False)
            self._process = subprocess.Popen(
                line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
                pass_fds=[theirs.fileno()], env=_environment(),
            )  # fmt: skip
        self._door = ours

    def _end(self) -> None:
        if self._door is not None:
            self._door.close()
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, 9)
            self._process.wait()
        self._door = self._process = None


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    places = os.pathsep.join(str(each) for each in python()[2:])
    return {**kept, "PYTHONPATH": places, "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}


def _media(told: Mapping[str, Any], path: Path, id: str) -> MediaFile:
    """The media of an answer; nothing in it is believed that is known here."""
    fault = FAULTS.get(str(told.get("fault")))
    fields = told.get("fields")
    if fault is not None and isinstance(fields, dict):
        raised = fault(**{**fields, "name": path.name})
        try:
            raised.say(), raised.say("zh")
        except (KeyError, TypeError, IndexError, AttributeError, ValueError):
            raise DamagedMedia(name=path.name, reason=_CRASHED) from None
        raise raised
    try:
        media = MediaFile.model_validate(told["media"])
    except (KeyError, ValidationError) as error:
        raise DamagedMedia(name=path.name, reason=_CRASHED) from error
    known = {"id": id, "name": path.name, "uri": str(path.resolve()), "hash": file_digest(path)}
    return media.model_copy(update={**known, "size": path.stat().st_size})
