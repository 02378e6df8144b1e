"""Where rendered pieces are kept: by what they are made from, checked by what is in them.

A piece is a file and a small note (its length, its hash, what a check found). Both are written
under temporary names and renamed (without waiting for the disk: what a power cut spoils does not match its note), so several processes can share a shelf; whoever renders the same
piece at the same time writes the same thing. A piece that does not match its note is not used.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

from workprint.base import file_digest
from workprint.store import BlobMissing, Blobs

from .workplace import DiskFull

DEFAULT_LIMIT = 10 << 30
"""Bytes that a shelf may hold before the pieces unused for longest go."""
PART = ".part-"
OFTEN = 600
"""Seconds between two looks at how large a shelf of previews has become."""
ABANDONED = 3600
"""Seconds after which nobody is still writing a half-written file."""
SHARED = "pieces"
"""Where a shared store keeps pieces."""
CHECKED_BY_HASH_ONCE: set[tuple[str, int, int]] = set()


@dataclass(frozen=True)
class Piece:
    """A file on a shelf and its note."""

    path: Path
    note: dict[str, Any]


class Shelf:
    """A folder of pieces by key; with a `shared` store, those that other machines have put there too."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT, shared: Blobs | None = None) -> None:
        self.folder = folder
        self.limit = limit
        self.shared = shared

    def _place(self, key: str, suffix: str) -> Path:
        return self.folder / key[:2] / f"{key}{suffix}"

    def find(self, key: str, suffix: str) -> Piece | None:
        """The piece of that key, if it is there and whole; it then counts as just used."""
        found = self._find(key, suffix)
        if found is None and self.shared is not None and self._fetch(self.shared, key, suffix):
            found = self._find(key, suffix)
        return found

    def _fetch(self, shared: Blobs, key: str, suffix: str) -> bool:
        """Take a piece over from the shared store, the note last."""
        place = self._place(key, suffix)
        try:
            for path in (place, place.with_suffix(".json")):
                shared.fetch(f"{SHARED}/{key[:2]}/{path.name}", path)
        except BlobMissing:
            return False
        return True

    def _find(self, key: str, suffix: str) -> Piece | None:
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
        """Take a finished file onto the shelf (it is moved). Raises `DiskFull`; then there is nothing
        of it on the shelf."""
        path = self._place(key, made.suffix)
        note = {**note, "size": made.stat().st_size, "sha256": file_digest(made)}
        try:
            self._keep(made, path, note)
        except FileNotFoundError:
            # The folder was removed at that very moment.
            self._keep(made, path, note)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFull(path=str(self.folder)) from error
            raise
        made.unlink()
        if self.shared is not None:
            for each in (path, path.with_suffix(".json")):
                self.shared.share(f"{SHARED}/{key[:2]}/{each.name}", each)
        return Piece(path, note)

    def _keep(self, made: Path, path: Path, note: dict[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        file_part, note_part = (path.parent / f"{PART}{uuid4().hex}" for _ in range(2))
        try:
            try:
                os.link(made, file_part)
            except FileNotFoundError:
                raise
            except OSError:
                # The work folder lies on another disk.
                shutil.copyfile(made, file_part)
            note_part.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
            os.replace(file_part, path)
            os.replace(note_part, path.with_suffix(".json"))
        finally:
            for part in (file_part, note_part):
                part.unlink(missing_ok=True)

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

    def tidy_at_times(self) -> None:
        """Tidy, unless that was done a few minutes ago: for what puts many small pieces here."""
        mark = self.folder / ".tidied"
        try:
            if mark.exists() and time() - mark.stat().st_mtime < OFTEN:
                return
            mark.touch()
        except FileNotFoundError:
            # Nothing was put here yet, or all was removed.
            return
        self.tidy()

    def tidy(self) -> int:
        """Remove what killed processes left half written, and what was unused for longest until the shelf is within its limit; bytes freed."""
        for part in self.folder.glob(f"??/{PART}*"):
            with contextlib.suppress(OSError):
                if time() - part.stat().st_mtime > ABANDONED:
                    part.unlink()
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
