"""Files as they come over the wire: written to disk as they come, with nothing of them in memory."""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import unquote

from fastapi import Request
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from workprint.service import BadRequest, Caller, SendsTooMuch, Service, Upload, room

FIELD = "files"
NOTED = 16 << 20
"""After how many bytes it is noted how much has come."""
HEADERS = 16 << 10
AROUND = 1 << 20
"""Bytes of a body that are no file: boundaries, headers, other fields."""
AT_ONCE = 1 << 20
"""Bytes that are gathered before they are written."""
MOST_FILES = 32


@dataclass
class Received:
    """A file that has come whole."""

    upload: Upload
    sha256: str


@dataclass
class _Part:
    """A part of a multipart body on its way."""

    headers: dict[str, str] = field(default_factory=dict)
    name: bytes = b""
    value: bytes = b""
    size: int = 0


class Incoming:
    """Takes the files of one multipart body."""

    def __init__(self, request: Request, service: Service, caller: Caller, session: str) -> None:
        self.request = request
        self.service = service
        self.caller = caller
        self.session = session
        self.done: list[Received] = []
        self._events: list[tuple[str, bytes]] = []
        self._size = self._held = 0
        self._part = _Part()
        self._writer: Writer | None = None

    async def take(self) -> list[Received]:
        """Read the body to its end. Raises `BadRequest`, `FileTooLarge`, `SendsTooMuch`, `SessionFull`,
        `UserFull` or `DiskIsFull`; then nothing of the body is kept, and neither when it breaks off."""
        self._announced()
        parser = self._parser()
        try:
            async for chunk in self.request.stream():
                self._parse(parser, chunk)
                if self._held >= AT_ONCE:
                    await run_in_threadpool(self._handle)
            await run_in_threadpool(self._ended)
        except BaseException:
            # Not to be broken off itself, when it is the connection that has gone.
            self._drop()
            raise
        return self.done

    def _announced(self) -> None:
        """Refuse by its own word a body that is too long, before any of it is read."""
        told = self.request.headers.get("content-length", "")
        if told.isdecimal():
            self._within(int(told))

    def _within(self, size: int) -> None:
        limit = self.service.config.max_upload
        if size > limit + AROUND:
            raise SendsTooMuch(limit=limit // 1_000_000)

    def _parse(self, parser: MultipartParser, chunk: bytes) -> None:
        self._size += len(chunk)
        self._held += len(chunk)
        self._within(self._size)
        try:
            parser.write(chunk)
        except ValueError as error:
            raise BadRequest(reason=str(error)) from error

    def _drop(self) -> None:
        if self._writer is not None:
            self._writer.drop()
        for each in self.done:
            self.service.uploads.drop(each.upload)

    def _parser(self) -> MultipartParser:
        kind, options = parse_options_header(self.request.headers.get("content-type", ""))
        boundary = options.get(b"boundary")
        if kind != b"multipart/form-data" or not boundary:
            raise BadRequest(reason="Content-Type: multipart/form-data")

        def data(name: str) -> Any:
            return lambda chunk, start, end: self._events.append((name, chunk[start:end]))

        def plain(name: str) -> Any:
            return lambda: self._events.append((name, b""))

        told = ("part_data", "header_field", "header_value")
        marks = ("part_begin", "part_end", "header_end", "headers_finished")
        callbacks = {f"on_{name}": data(name) for name in told} | {
            f"on_{name}": plain(name) for name in marks
        }
        return MultipartParser(boundary, callbacks)  # type: ignore[arg-type]

    def _handle(self) -> None:
        """What the last bytes meant."""
        events, self._events, self._held = self._events, [], 0
        with room():
            for name, data in events:
                getattr(self, f"_{name}")(data)

    def _ended(self) -> None:
        self._handle()
        if self._writer is not None:
            raise BadRequest(reason="the body breaks off")
        if not self.done:
            raise BadRequest(reason=f"no file in the field “{FIELD}”")

    def _part_begin(self, data: bytes) -> None:
        self._part = _Part()

    def _header_field(self, data: bytes) -> None:
        self._part.name += data
        self._grown(len(data))

    def _header_value(self, data: bytes) -> None:
        self._part.value += data
        self._grown(len(data))

    def _grown(self, many: int) -> None:
        self._part.size += many
        if self._part.size > HEADERS:
            raise BadRequest(reason="the headers of a part are too long")

    def _header_end(self, data: bytes) -> None:
        name = self._part.name.decode("latin-1").lower()
        self._part.headers[name] = self._part.value.decode("latin-1")
        self._part.name = self._part.value = b""

    def _headers_finished(self, data: bytes) -> None:
        _, options = parse_options_header(self._part.headers.get("content-disposition", ""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name != FIELD:
            return
        filename = _filename(self._part.headers.get("content-disposition", ""), options)
        if filename is None:
            raise BadRequest(reason=f"the field “{FIELD}” is not a file")
        if len(self.done) == MOST_FILES:
            raise BadRequest(reason=f"more than {MOST_FILES} files")
        upload = self.service.files.receive(self.caller, self.session, filename)
        self._writer = Writer(self.service, upload)

    def _part_data(self, data: bytes) -> None:
        if self._writer is not None:
            self._writer.write(data)

    def _part_end(self, data: bytes) -> None:
        if self._writer is not None:
            self.done.append(self._writer.close())
            self._writer = None


def _filename(header: str, options: dict[bytes, bytes]) -> str | None:
    """The name of a file, also where a client spells it as headers of HTTP do."""
    if b"filename" in options:
        return options[b"filename"].decode("utf-8", "replace")
    spelled = re.search(r"filename\*\s*=\s*utf-8'[\w-]*'([^;\s]*)", header, re.I)
    return unquote(spelled[1], errors="replace") if spelled else None


class Writer:
    """Writes a file as it comes and counts its hash."""

    def __init__(self, service: Service, upload: Upload) -> None:
        self.service = service
        self.upload = upload
        self.hash = hashlib.sha256()
        self.many = self.noted = 0
        self.file: IO[bytes] = open(service.uploads.part(upload), "xb")  # noqa: SIM115 - by close(), drop()

    def write(self, data: bytes) -> None:
        """Some more bytes. Raises `FileTooLarge`, `SessionFull` or `UserFull`."""
        self.many += len(data)
        if self.many - self.noted >= NOTED or self.many > self.service.config.max_upload:
            self.noted = self.many
            self.service.uploads.received(self.upload, self.many)
        self.file.write(data)
        self.hash.update(data)

    def close(self) -> Received:
        """The file has come whole. Raises `FileTooLarge`, `SessionFull` or `UserFull`."""
        self.file.close()
        self.service.uploads.received(self.upload, self.many)
        return Received(self.upload, self.hash.hexdigest())

    def drop(self) -> None:
        """The file is not wanted."""
        with contextlib.suppress(OSError):
            # What the disk had no room for is still to be written when the file is closed.
            self.file.close()
        self.service.uploads.drop(self.upload)
