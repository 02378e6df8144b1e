"""Exports: begun under an id, looked at until they are over, fetched as a file."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from . import faults
from .calling import Caller, find

LAMBDA = "/api/render/proxy/lambda"
TRIES = 5
GOOD_STATES = ("completed", "complete", "done", "succeeded", "success")
BAD_STATES = ("failed", "error", "cancelled", "canceled")


@dataclass(frozen=True)
class Pace:
    """How often a service is looked at: seconds between polls of an export, how many polls without
    progress are enough, whether progress counts, seconds between looks at the film."""

    poll: float = 30.0
    polls: int = 10
    by_progress: bool = False
    look: float = 30.0

    @classmethod
    def of(cls, local: bool) -> Pace:
        """That of a service on this machine, or of one elsewhere."""
        return cls(0.5, 600, True, 1.0) if local else cls()


@dataclass(frozen=True)
class Export:
    """An export: `progress` in percent, `duration` in seconds, `size` in bytes; `path` once it is here."""

    id: str
    status: str
    progress: float = 0.0
    url: str = ""
    duration: float | None = None
    size: int | None = None
    error: str = ""
    path: Path | None = None

    @property
    def completed(self) -> bool:
        return self.status in GOOD_STATES

    @property
    def failed(self) -> bool:
        return self.status in BAD_STATES


def begin(caller: Caller, session: str, draft: Mapping[str, Any], output: Mapping[str, Any]) -> Export:
    """Begin an export of a film. One id and one body: where the connection breaks, the same is asked
    again and is the same export."""
    name = f"render_{time.time_ns() // 1_000_000}"
    body = {"id": name, "sessionId": session, "draft": draft, "output": dict(output)}
    caller.kept.exported(caller.base, session, name)
    try:
        answer = caller.call("POST", LAMBDA, json=body)
    except httpx.TransportError:
        answer = caller.call("POST", LAMBDA, json=body)
    return read(answer, name)


def look(caller: Caller, name: str) -> Export:
    """How far an export is."""
    return read(caller.call("GET", f"{LAMBDA}/{name}"), name)


def read(answer: Mapping[str, Any], name: str) -> Export:
    """An export from an answer, wherever it has put things."""
    output = find(answer, "output")
    output = output if isinstance(output, Mapping) else {}
    url = output.get("url") or find(answer, "outputUrl", "output_url", "url") or ""
    size, long = output.get("size"), output.get("duration")
    progress = find(answer, "progress")
    return Export(
        id=name,
        status=str(find(answer, "status") or "pending").lower(),
        progress=_percent(progress),
        url=str(url),
        duration=float(long) if isinstance(long, (int, float)) else None,
        size=int(size) if isinstance(size, (int, float)) else None,
        error=str(find(answer, "error") or ""),
    )


def follow(caller: Caller, export: Export, pace: Pace, told: Callable[[Export], None]) -> Export:
    """Look until an export is over. Raises `ExportFailed`, `StillRendering`."""
    polls, best = 0, export.progress
    while True:
        told(export)
        if export.completed:
            return export
        if export.failed:
            raise faults.ExportFailed(id=export.id, reason=export.error or export.status)
        if polls >= pace.polls:
            raise faults.StillRendering(id=export.id, progress=round(export.progress))
        caller.sleep(pace.poll)
        # It goes on without us; the next look may get through.
        with contextlib.suppress(httpx.TransportError):
            export = look(caller, export.id)
        polls = 0 if pace.by_progress and export.progress > best else polls + 1
        best = max(best, export.progress)


def fetch(caller: Caller, export: Export, out: Path, told: Callable[[int, int], None]) -> Path:
    """Download a finished export to a file. It appears under its name once it is whole. Raises
    `NotWhole` and what the service refuses."""
    url = export.url or f"/api/render/proxy/{export.id}/download"
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        size = _download(caller, url, part, export.size, told)
        have = part.stat().st_size
        if (size is not None and have != size) or have == 0 or (export.size and have != export.size):
            raise faults.NotWhole(name=export.id, have=have, size=size or export.size or "?")
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)
    return out


def free(folder: Path, stem: str, format: str) -> Path:
    """A name that no file has yet."""
    names = (f"{stem}{'' if n == 1 else f'-{n}'}.{format}" for n in range(1, 10_000))
    return next(folder / name for name in names if not (folder / name).exists())


def _download(
    caller: Caller, url: str, part: Path, expected: int | None, told: Callable[[int, int], None]
) -> int | None:
    """Fetch into a file, going on from where it breaks off; the size that the service told."""
    size, tag, tries = expected, "", 0
    part.touch()
    while True:
        have = part.stat().st_size
        headers = {**caller.headers(url), "Accept-Encoding": "identity"}
        if have:
            headers |= {"Range": f"bytes={have}-", **({"If-Range": tag} if tag else {})}
        try:
            response = caller.once("GET", url, stream=True, headers=headers, follow_redirects=True)
            try:
                size, tag = _store(caller, response, part, size, told)
            finally:
                response.close()
            if size is None or part.stat().st_size >= size:
                return size
            raise httpx.ReadError("the body ended early")
        except httpx.TransportError:
            tries = 0 if part.stat().st_size > have else tries + 1
            if tries >= TRIES:
                return size
            caller.sleep(min(8.0, 2.0**tries) / 2)


def _store(
    caller: Caller, response: httpx.Response, part: Path, size: int | None, told: Callable[[int, int], None]
) -> tuple[int | None, str]:
    if response.status_code >= 400:
        response.read()
        number, answer = caller.read(response)
        caller.refuse(number, answer, response)
    on = response.status_code == 206
    length = response.headers.get("content-length", "")
    have = part.stat().st_size if on else 0
    if length.isdecimal():
        size = have + int(length)
    with part.open("ab" if on else "wb") as file:
        for chunk in response.iter_raw():
            file.write(chunk)
            have += len(chunk)
            told(have, size or 0)
        file.flush()
        os.fsync(file.fileno())
    return size, response.headers.get("etag", "")


def _percent(value: Any) -> float:
    """Progress in percent, told as a number or as text."""
    if isinstance(value, str):
        value = value.rstrip("%")
    try:
        return min(100.0, max(0.0, float(value or 0)))
    except (TypeError, ValueError):
        return 0.0
