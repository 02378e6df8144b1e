"""Where rendered pieces are kept: by what they are made from, checked by what is in them.

A piece is a file and a small note (its length, its hash, what a check found). Both are written
under temporary names and renamed, so several processes can share a shelf; whoever renders the same
piece at the same time writes the same thing. A piece that does not match its note is not used.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workprint.base import file_digest

DEFAULT_LIMIT = 10 << 30
"""Bytes that a shelf may hold before the pieces unused for longest go."""
CHECKED_BY_HASH_ONCE: set[tuple[str, int, int]] = set()


@dataclass(frozen=True)
class Piece:
    """A file on a shelf and its note."""

    path: Path
    note: dict[str, Any]


class Shelf:
    """A folder of pieces by key."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self.limit = limit

    def _place(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}{suffix}"

    def find(self, key: str, suffix: str) -> Piece | None:
        """The piece of that key, if it is there and whole; it then counts as just used."""
        path = self._place(key, suffix)
        note_path = path.with_suffix(".json")
        try:
            note = json.loads(note_path.read_text(encoding="utf-8"))
            stat = path.stat()
            seen = (str(path), stat.st_size, stat.st_mtime_ns)
            if seen not in CHECKED_BY_HASH_ONCE:
                if stat.st_size != note["size"] or file_digest(path) != note["sha256"]:
                    self.drop(key, suffix)
                    return None
                CHECKED_BY_HASH_ONCE.add(seen)
            os.utime(note_path)
        except (OSError, ValueError, KeyError):
            return None
        return Piece(path, note)

    def put(self, key: str, made: Path, note: dict[str, Any]) -> Piece:
        """Take a finished file onto the shelf (it is moved)."""
        path = self._place(key, made.suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        note = {**note, "size": made.stat().st_size, "sha256": file_digest(made)}
        handle, temporary = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        os.close(handle)
        try:
            shutil.move(str(made), temporary)
            with open(temporary, "rb") as file:
                os.fsync(file.fileno())
            os.replace(temporary, path)
            self._write_note(path.with_suffix(".json"), note)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
        return Piece(path, note)

    def _write_note(self, path: Path, note: dict[str, Any]) -> None:
        handle, temporary = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(note, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

    def drop(self, key: str, suffix: str) -> None:
        """Forget a piece."""
        path = self._place(key, suffix)
        for part in (path.with_suffix(".json"), path):
            with contextlib.suppress(OSError):
                part.unlink()

    def _notes(self) -> Iterator[tuple[float, int, Path]]:
        for note in self.folder.glob("??/*.json"):
            with contextlib.suppress(OSError, ValueError, KeyError):
                yield note.stat().st_mtime, json.loads(note.read_text(encoding="utf-8"))["size"], note

    def tidy(self) -> int:
        """Remove what was unused for longest until the shelf is within its limit; bytes freed."""
        notes = sorted(self._notes())
        total, freed = sum(size for _, size, _ in notes), 0
        for _, size, note in notes:
            if total - freed <= self.limit:
                break
            for path in note.parent.glob(note.stem + ".*"):
                with contextlib.suppress(OSError):
                    path.unlink()
            freed += size
        return freed
