"""The process that looks at strangers' files: see `apart`."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from workprint.base import Fault
from workprint.ffmpeg import guarded

from .probe import probe

CPU = 240
MEMORY = 2 << 30
"""Seconds and bytes that one file may take."""


def main(door: socket.socket) -> None:
    """Answer until the other side is gone. The end of a question's last pipe ends who works on it."""
    at_work: dict[int, int] = {}
    while True:
        for ready in select.select([door.fileno(), *at_work], [], [])[0]:
            if ready != door.fileno():
                _end(at_work.pop(ready))
                os.close(ready)
                continue
            message, files, _, _ = socket.recv_fds(door, 1 << 16, 3)
            if not message:
                for child in at_work.values():
                    _end(child)
                return
            media, answer, watched = files
            child = os.fork()
            if child == 0:
                _child(door, media, answer, json.loads(message)["name"])
            os.close(media)
            os.close(answer)
            at_work[watched] = child


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _child(door: socket.socket, media: int, answer: int, name: str) -> None:
    """Look at one file and end, whatever happens."""
    try:
        door.close()
        _limited()
        with open(answer, "wb") as out:
            out.write(json.dumps(_told(media, name), default=str).encode())
    finally:
        os._exit(0)


def _limited() -> None:
    guarded()
    for what, most in (
        (resource.RLIMIT_CPU, CPU),
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (most, most))


def _told(media: int, name: str) -> dict[str, Any]:
    try:
        found = probe(Path(f"/proc/self/fd/{media}"), name=name)
    except Fault as fault:
        return {"fault": fault.code, "fields": {**fault.fields, "path": ""}}
    return {"media": found.model_dump(mode="json")}


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
