"""Files as they go over the wire: whole or in ranges, and not at all where the client has them."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from workprint.service import NothingHere, RangeNotThere

from .described import may
from .envelope import language, refusal

CHUNK = 1 << 20
MOST_RANGES = 32
"""Of a request for more ranges than that the ranges are passed over."""

TYPES = {
    "mp4": "video/mp4", "mov": "video/quicktime", "avi": "video/x-msvideo", "webm": "video/webm",
    "mkv": "video/x-matroska", "jpg": "image/jpeg", "png": "image/png", "gif": "image/gif",
    "webp": "image/webp", "mp3": "audio/mpeg", "wav": "audio/wav", "m4a": "audio/mp4", "aac": "audio/aac",
    "txt": "text/plain; charset=utf-8", "srt": "application/x-subrip", "vtt": "text/vtt", "ass": "text/x-ssa", "ssa": "text/x-ssa", "json": "application/json",
    "csv": "text/csv",
}  # fmt: skip
"""Content types, by what is in a file; everything else is bytes."""

FILE: dict[str, Any] = {
    "response_class": Response,
    "responses": {
        200: {"description": "The file.", "content": {"*/*": {}}},
        206: {"description": "The ranges asked for, several as `multipart/byteranges`."},
        304: {"description": "The client has it already: `If-None-Match` names it."},
        **may(403, 404, 416),
    },
}
"""How a route that sends a file is described."""

Range = tuple[int, int]
"""From the first byte to behind the last."""


def send(request: Request, path: Path, sha256: str, name: str) -> Response:
    """The answer that sends a file, or the part of it that is asked for. It is the same file as long as
    its hash is, whatever its name. Raises `NothingHere`."""
    etag = f'"{sha256}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if _has(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    kind = TYPES.get(path.suffix[1:], "application/octet-stream")
    headers |= {"Content-Disposition": disposition(name)}
    try:
        file = open(path, "rb")  # noqa: SIM115 - closed when all is sent
    except OSError as error:
        raise NothingHere() from error
    size = os.fstat(file.fileno()).st_size
    if request.method == "HEAD":
        file.close()
        return Response(headers={**headers, "Content-Length": str(size)}, media_type=kind)
    asked = None
    if request.headers.get("if-range", etag) == etag:
        asked = ranges(request.headers.get("range", ""), size)
    if asked is None:
        return _streamed(file, [(b"", (0, size))], b"", {**headers, "Content-Length": str(size)}, 200, kind)
    if not asked:
        file.close()
        refused = refusal(RangeNotThere(size=size), language(request))
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    return _parts(file, asked, size, headers, kind)


def ranges(text: str, size: int) -> list[Range] | None:
    """The ranges that a header asks for: those that are there, in its order, overlapping ones as one.
    None where it asks for nothing that one can understand: then all is sent."""
    unit, _, told = text.partition("=")
    if unit.strip().lower() != "bytes" or not told or told.count(",") >= MOST_RANGES:
        return None
    found: list[Range] = []
    for part in (each.strip() for each in told.split(",")):
        match = re.fullmatch(r"(\d{0,18})-(\d{0,18})", part, re.ASCII)
        if match is None or part == "-":
            return None
        first, last = match.groups()
        if first and last and int(last) < int(first):
            return None
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if start < end:
            found.append((start, end))
    return _joined(found)


def _joined(found: Sequence[Range]) -> list[Range]:
    """Ranges that touch as one, so that nothing is sent twice."""
    joined: list[Range] = []
    for start, end in found:
        touching = [each for each in joined if each[0] <= end and start <= each[1]]
        for each in touching:
            joined.remove(each)
            start, end = min(start, each[0]), max(end, each[1])
        joined.append((start, end))
    return joined


def disposition(name: str) -> str:
    """How a download is to be called: for old clients in plain letters, for others as it is."""
    name = "".join(letter for letter in name if letter.isprintable()).replace("/", "_") or "file"
    plain = "".join(letter if letter.isascii() and letter not in '"\\%' else "_" for letter in name)
    told = f'attachment; filename="{plain}"'
    exact = quote(name.encode("utf-8", "replace"), safe="")
    return told if plain == name else f"{told}; filename*=UTF-8''{exact}"


def _has(told: str | None, etag: str) -> bool:
    """Whether the client has the file already."""
    if told is None:
        return False
    return told.strip() == "*" or etag in [each.strip().removeprefix("W/") for each in told.split(",")]


def _parts(
    file: IO[bytes], asked: Sequence[Range], size: int, headers: dict[str, str], kind: str
) -> Response:
    if len(asked) == 1:
        start, end = asked[0]
        one = {"Content-Range": f"bytes {start}-{end - 1}/{size}", "Content-Length": str(end - start)}
        return _streamed(file, [(b"", asked[0])], b"", {**headers, **one}, 206, kind)
    boundary = secrets.token_hex(16)
    pieces = [
        (
            f"\r\n--{boundary}\r\nContent-Type: {kind}\r\n"
            f"Content-Range: bytes {start}-{end - 1}/{size}\r\n\r\n".encode(),
            (start, end),
        )
        for start, end in asked
    ]
    tail = f"\r\n--{boundary}--\r\n".encode()
    length = sum(len(head) + end - start for head, (start, end) in pieces) + len(tail)
    headers = {**headers, "Content-Length": str(length)}
    return _streamed(file, pieces, tail, headers, 206, f"multipart/byteranges; boundary={boundary}")


def _streamed(
    file: IO[bytes], pieces: Sequence[tuple[bytes, Range]], tail: bytes, headers: dict[str, str], status: int,
    kind: str,
) -> Response:  # fmt: skip
    async def body() -> AsyncIterator[bytes]:
        with file:
            for head, (start, end) in pieces:
                if head:
                    yield head
                while start < end:
                    chunk = await run_in_threadpool(os.pread, file.fileno(), min(CHUNK, end - start), start)
                    if not chunk:
                        # The length is promised already: breaking off is all that tells the client.
                        raise EOFError(file.name)
                    yield chunk
                    start += len(chunk)
            if tail:
                yield tail

    return StreamingResponse(body(), status, headers, kind)
