"""Media by content: what a file held when it was last read, and where the same content lies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from workprint.base import Fault, file_digest
from workprint.model import MediaFile

from .blobs import Blobs
from .database import Database
from .tables import media as seen

BLOB = "blob:"
"""Begins the address of media that lies in the store of a service; its name there follows."""


class SourceMissing(Fault):
    code = "source_missing"
    en = "“{name}” is not at {path} any more. Put it back, or name the file again where it is now."
    zh = "在 {path} 已找不到“{name}”。请放回原处，或重新指定它现在的位置。"


class SourceChanged(Fault):
    code = "source_changed"
    en = "“{name}” at {path} has changed since it was taken in. Put the old file back, or take it in anew."
    zh = "{path} 处的“{name}”在导入之后已被更改。请恢复原文件，或重新导入。"


@dataclass(frozen=True)
class Identity:
    """What is in a file: its sha256, and the size and time that say it has not been touched since."""

    path: str
    hash: str
    size: int
    mtime_ns: int


class Library:
    """The files seen so far. A file is read in full once, and again only when it was touched."""

    def __init__(self, database: Database, blobs: Blobs | None = None) -> None:
        self.database = database
        self.blobs = blobs

    def identify(self, path: Path) -> Identity:
        """The identity of a file. Raises `SourceMissing`."""
        path = path.absolute()
        try:
            now = path.stat()
            known = self.database.row(select(seen).where(seen.c.path == str(path)))
            if known and (known["size"], known["mtime_ns"]) == (now.st_size, now.st_mtime_ns):
                return Identity(**known)
            found = Identity(str(path), file_digest(path), now.st_size, now.st_mtime_ns)
        except OSError as error:
            raise SourceMissing(name=path.name, path=str(path)) from error
        self.database.upsert(seen, dict(vars(found)))
        return found

    def address(self, path: Path) -> str:
        """What a timeline calls a file: its path, or for one in the store of a service its name there."""
        path = path.absolute()
        if self.blobs is not None and path.is_relative_to(self.blobs.folder):
            return BLOB + path.relative_to(self.blobs.folder).as_posix()
        return str(path)

    def locate(self, media: MediaFile) -> Path:
        """Where the content of a media file lies now: its own place, or another where the same
        content was seen. Raises `SourceMissing` or `SourceChanged`."""
        if self.blobs is not None and media.uri.startswith(BLOB):
            return self.blobs.path(media.uri.removeprefix(BLOB), media.hash)
        own = Path(media.uri)
        if own.is_file() and (not media.hash or self.identify(own).hash == media.hash):
            return own
        others = self.database.rows(select(seen.c.path).where(seen.c.hash == media.hash))
        for row in others:
            other = Path(row["path"])
            if other.is_file() and self.identify(other).hash == media.hash:
                return other
        fault = SourceChanged if own.is_file() else SourceMissing
        raise fault(name=media.name or own.name, path=str(own))
