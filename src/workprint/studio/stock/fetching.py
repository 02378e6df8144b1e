"""A find brought to this machine: whole or not at all."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import httpx

from workprint.ffmpeg import Cancelled

from .item import Item, StockDamaged, StockTooLarge

MOST = 500 << 20
"""Bytes of one file."""
TIMES = httpx.Timeout(60, connect=10)


def fetched(
    item: Item,
    folder: Path,
    tell: Callable[[float], None] | None = None,
    cancel: threading.Event | None = None,
) -> Path:
    """The file of a find in a folder, under a name that says what it is. One that is there already is not
    fetched again. Raises `StockDamaged`, `StockTooLarge`, `Cancelled`."""
    place = folder / item.name
    if place.is_file():
        return place
    folder.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=".part-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            _written(item, file.write, tell, cancel)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, place)
    finally:
        Path(part).unlink(missing_ok=True)
    return place


def _written(
    item: Item,
    write: Callable[[bytes], int],
    tell: Callable[[float], None] | None,
    cancel: threading.Event | None,
) -> None:
    def damaged(reason: str) -> StockDamaged:
        return StockDamaged(what=item.name, name=item.provider, reason=reason)

    named = f"“{item.name}”"
    large = StockTooLarge(what={"en": named, "zh": named}, name=item.provider, most=MOST >> 20)
    try:
        with (
            httpx.Client(timeout=TIMES, trust_env=False, follow_redirects=True, max_redirects=5) as client,
            client.stream("GET", item.address) as answer,
        ):
            if answer.status_code != 200:
                raise damaged(f"HTTP {answer.status_code}")
            size, got = int(answer.headers.get("content-length") or 0), 0
            if size > MOST:
                raise large
            for chunk in answer.iter_bytes(1 << 16):
                if got + len(chunk) > MOST:
                    raise large
                got += write(chunk)
                if cancel is not None and cancel.is_set():
                    raise Cancelled()
                if tell is not None and size:
                    tell(min(1.0, got / size))
            if size and got != size:
                raise damaged(f"{got} / {size}")
    except httpx.HTTPError as error:
        raise damaged(type(error).__name__) from error
