"""Files that go to the service: streamed from the disk, in pieces that can be taken up again where the
service has that, told as they go."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from . import faults
from .calling import Caller, find

Told = Callable[[int, int], None]
"""Is told how many bytes of how many have gone."""

PIECE = 1 << 20
IN_PIECES = 8 << 20
"""Files from this size on are sent so that a broken connection costs nothing, where the service can."""
TRIES = 5
NO_LIMIT = httpx.Timeout(60, read=900, write=120, connect=10)


class Watched(io.FileIO):
    """A file that tells how far it has been read."""

    def __init__(self, path: Path, told: Told) -> None:
        super().__init__(path)
        self.size = path.stat().st_size
        self.told = told

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(-1 if size is None else size) or b""
        self.told(min(self.tell(), self.size), self.size)
        return found


def send_file(caller: Caller, session: str, path: Path, told: Told) -> list[dict[str, Any]]:
    """Send a file. Raises `NoSuchFile`, `BadFile`, `FileTooLarge`, `SessionGone`."""
    if not path.is_file():
        raise faults.NoSuchFile(name=str(path))
    if path.stat().st_size >= IN_PIECES:
        answer = _in_pieces(caller, session, path, told)
        if answer is not None:
            return _files(answer)
    return _files(_at_once(caller, session, path, told))


def send_url(caller: Caller, session: str, url: str) -> list[dict[str, Any]]:
    """Have the service fetch a file by its address."""
    body = {"urls": [url], "source_type": "url"}
    return _files(caller.call("POST", _place(session), json=body, timeout=NO_LIMIT))


def _at_once(caller: Caller, session: str, path: Path, told: Told) -> dict[str, Any]:
    """As one multipart body. Where the connection breaks, it is looked first whether the file has come."""
    before = _known(caller, session)

    def body() -> dict[str, Any]:
        return {"files": [("files", (path.name, Watched(path, told)))], "timeout": NO_LIMIT}

    try:
        return caller.call("POST", _place(session), remake=body)
    except httpx.TransportError:
        come = [each for each in _known(caller, session) if each not in before]
        if come:
            return {"files": come}
        return caller.call("POST", _place(session), remake=body)


def _in_pieces(caller: Caller, session: str, path: Path, told: Told) -> dict[str, Any] | None:
    """From where it broke off, as often as there is something new; None where the service has no such
    call."""
    size = path.stat().st_size
    asked = {"session_id": session, "filename": path.name, "size": size}
    try:
        begun = caller.send("POST", "/v1/uploads", json=asked)
    except faults.SessionGone:
        raise
    except faults.Refused as refused:
        if refused.fields["number"] in (404, 405, 501):
            return None
        raise
    name = find(begun.json(), "upload_id")
    place = f"/v1/uploads/{name}" if name else begun.headers["location"]
    offset, tries = 0, 0
    while True:
        try:
            return caller.call(
                "PATCH", place, headers={"Upload-Offset": str(offset), "Content-Length": str(size - offset)},
                remake=lambda offset=offset: {"content": _from(path, offset, told), "timeout": NO_LIMIT},
            )  # fmt: skip
        except (httpx.TransportError, faults.Refused) as error:
            # After a broken connection the former piece may still be being written, or end elsewhere.
            odd = isinstance(error, faults.Refused) and error.fields["number"] not in (409, 423)
            tries += 1
            if odd or tries > TRIES:
                raise
            caller.sleep(min(8.0, 2.0**tries))
        have = int(caller.send("HEAD", place).headers.get("upload-offset", 0))
        tries = 0 if have > offset else tries
        offset = have


def _from(path: Path, offset: int, told: Told) -> Iterator[bytes]:
    with Watched(path, told) as file:
        file.seek(offset)
        while chunk := file.read(PIECE):
            yield chunk


def _known(caller: Caller, session: str) -> list[dict[str, Any]]:
    answer = caller.call("GET", f"/api/state/nemo_agent/me/{session}/latest")
    state = find(answer, "state")
    infos = state.get("video_infos") if isinstance(state, dict) else None
    return [each for each in infos or () if isinstance(each, dict)]


def _files(answer: dict[str, Any]) -> list[dict[str, Any]]:
    found = find(answer, "files")
    return [each for each in found or () if isinstance(each, dict)] if isinstance(found, list) else []


def _place(session: str) -> str:
    return f"/api/upload-video/nemo_agent/me/{session}"
