"""Files as they come over the wire: written to disk as they come, with nothing of them in memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import IO, Any

from fastapi import Request
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from workprint.service import BadRequest, Caller, Service, Upload

FIELD = "files"
NOTED = 16 << 20
"""After how many bytes it is noted how much has come: so much a client may have to send again."""
HEADERS = 16 << 10


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
        self._part = _Part()
        self._writer: Writer | None = None

    async def take(self) -> list[Received]:
        """Read the body to its end. Raises `BadRequest`, `FileTooLarge`, `SessionFull`; files that came
        whole before that stay."""
        parser = self._parser()
        try:
            async for chunk in self.request.stream():
                try:
                    parser.write(chunk)
                except ValueError as error:
                    raise BadRequest(reason=str(error)) from error
                await run_in_threadpool(self._handle)
            await run_in_threadpool(self._ended)
        except BaseException:
            if self._writer is not None:
                await run_in_threadpool(self._writer.drop)
            raise
        return self.done

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
        events, self._events = self._events, []
        for name, data in events:
            getattr(self, f"_{name}")(data)

    def _ended(self) -> None:
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
        self._part.headers[name] = self._part.value.decode("utf-8", "replace")
        self._part.name = self._part.value = b""

    def _headers_finished(self, data: bytes) -> None:
        _, options = parse_options_header(self._part.headers.get("content-disposition", ""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if name != FIELD:
            return
        if b"filename" not in options:
            raise BadRequest(reason=f"the field “{FIELD}” is not a file")
        filename = options[b"filename"].decode("utf-8", "replace")
        upload = self.service.receive(self.caller, self.session, filename)
        self._writer = Writer(self.service, upload)

    def _part_data(self, data: bytes) -> None:
        if self._writer is not None:
            self._writer.write(data)

    def _part_end(self, data: bytes) -> None:
        if self._writer is not None:
            self.done.append(self._writer.close())
            self._writer = None


class Writer:
    """Writes a file as it comes and counts its hash; gone on with, from where it broke off."""

    def __init__(self, service: Service, upload: Upload) -> None:
        self.service = service
        self.upload = upload
        self.path = service.uploads.part(upload)
        self.hash = hashlib.sha256()
        self.many = self._before()
        self.noted = self.many
        self.file: IO[bytes] = open(self.path, "ab")  # noqa: SIM115 - closed by close() or drop()

    def _before(self) -> int:
        """What has come before: only what was noted counts."""
        if not self.upload.received or not self.path.is_file():
            self.path.unlink(missing_ok=True)
            return 0
        with open(self.path, "r+b") as file:
            file.truncate(self.upload.received)
            while chunk := file.read(1 << 20):
                self.hash.update(chunk)
            return file.tell()

    def write(self, data: bytes) -> None:
        """Some more bytes. Raises `FileTooLarge` or `SessionFull`."""
        self.many += len(data)
        limit = self.service.config.max_upload
        if self.many - self.noted >= NOTED or self.many > limit:
            self.file.flush()
            self.noted = self.many
            self.service.uploads.received(self.upload, self.many)
        self.file.write(data)
        self.hash.update(data)

    def pause(self) -> None:
        """The connection is gone: what has come is kept, to be gone on with."""
        self.file.close()
        self.service.uploads.received(self.upload, self.many)

    def close(self) -> Received:
        """The file has come whole. Raises `FileTooLarge` or `SessionFull`."""
        self.file.close()
        self.service.uploads.received(self.upload, self.many)
        return Received(self.upload, self.hash.hexdigest())

    def drop(self) -> None:
        """The file is not wanted."""
        self.file.close()
        self.service.uploads.drop(self.upload)
