"""Files by what is in them: in a folder of this machine, or in an object store shared by many.

FFmpeg needs a file: one that lies in an object store is fetched once to this machine and then used
from there. Whatever is fetched is compared with its hash.
"""

from __future__ import annotations

import contextlib
import filecmp
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from workprint.base import Fault, file_digest

CHUNK = 4 << 20


class BlobMissing(Fault):
    code = "blob_missing"
    en = "A file that this film needs is not in the store any more ({key})."
    zh = "这部影片所需的文件已不在存储中（{key}）。"


class NoObstore(Fault):
    code = "no_obstore"
    en = "Files in an object store need the package obstore: pip install 'workprint[cluster]'."
    zh = "使用对象存储需要 obstore 软件包：pip install 'workprint[cluster]'。"


class BlobDamaged(Fault):
    code = "blob_damaged"
    en = "A file in the store is not what it was when it was put there ({key})."
    zh = "存储中的文件与存入时不一致（{key}）。"


class StorageBroken(Fault):
    code = "storage_broken"
    en = "The object store cannot be used just now ({reason})."
    zh = "暂时无法使用对象存储（{reason}）。"


class NoStorageFolder(Fault):
    code = "no_storage_folder"
    en = "There is no folder {folder}, in which the storage is to be ({address}). Make it (mkdir -p '{folder}'), or name another storage."
    zh = (
        "存储所用的文件夹 {folder} 不存在（{address}）。请先创建（mkdir -p '{folder}'），或改用其他存储地址。"
    )


class BadStorage(Fault):
    code = "bad_storage"
    en = "“{address}” is no storage that can be used ({reason}). Name a bucket (s3://bucket/prefix) or a folder (file:///folder); without `storage`, files lie in the data folder."
    zh = "无法使用存储地址“{address}”（{reason}）。请写存储桶（s3://bucket/prefix）或文件夹（file:///folder）；不设 `storage` 时，文件放在数据文件夹中。"


class Blobs:
    """Files by name. `address` None keeps them in the folder itself; else it is that of an object
    store (`s3://bucket/prefix`), and the folder keeps copies.

    Names are like `media/ab/abcdef….mp4`: a kind of thing, then its hash.
    """

    def __init__(
        self, folder: Path, address: str | None = None, options: dict[str, Any] | None = None
    ) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.remote = _Remote(address, options or {}) if address else None

    def put(self, name: str, made: Path, *, keep: bool = False) -> Path:
        """Take a finished file into the store under a name; it is moved, unless `keep`. Where it lies
        now on this machine."""
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with open(made, "rb") as file:
            os.fsync(file.fileno())
        if self.remote is not None:
            self.remote.put(name, made)
        if place.is_file() and filecmp.cmp(made, place, shallow=False):
            # It stays as it is: to whoever reads it, a new file would look like a change.
            if not keep:
                made.unlink()
        elif keep:
            _copied(made, place)
        else:
            os.replace(made, place)
        return place

    def path(self, name: str, sha256: str = "") -> Path:
        """Where the file of that name lies on this machine; fetched first if need be, and then compared
        with its hash. Raises `BlobMissing` or `BlobDamaged`."""
        place = self.folder / name
        if not place.is_file():
            self.fetch(name, place, sha256)
        elif self.remote is not None:
            # When it was used last, also where the disk does not note it; when it was written stays.
            os.utime(place, ns=(time.time_ns(), place.stat().st_mtime_ns))
        return place

    def trim(self, most: int, rest: float = 24 * 3600) -> tuple[int, int]:
        """Remove copies of what lies in the object store, the one used longest ago first, until they take
        `most` bytes; one used in the last `rest` seconds stays. How many went, and their bytes."""
        if self.remote is None:
            return 0, 0
        copies = [
            (found.st_atime, found.st_size, path)
            for path in self.folder.rglob("*")
            if path.is_file() and not path.name.startswith(".part-") and (found := path.stat())
        ]
        size, limit, gone, freed = sum(each[1] for each in copies), time.time() - rest, 0, 0
        for used, weight, path in sorted(copies, key=lambda each: each[0]):
            if size - freed <= most or used > limit:
                break
            if self.remote.has(path.relative_to(self.folder).as_posix()):
                path.unlink(missing_ok=True)
                gone, freed = gone + 1, freed + weight
        return gone, freed

    def fetch(self, name: str, place: Path, sha256: str = "") -> None:
        """Write the file of that name in the object store to a place. Raises `BlobMissing` or
        `BlobDamaged`."""
        if self.remote is None:
            raise BlobMissing(key=name)
        chunks = self.remote.get(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if sha256 and file_digest(Path(part)) != sha256:
                raise BlobDamaged(key=name)
            os.replace(part, place)
        finally:
            Path(part).unlink(missing_ok=True)

    def share(self, name: str, made: Path) -> None:
        """Put a file that is kept elsewhere on this machine into the object store, if there is one."""
        if self.remote is not None:
            self.remote.put(name, made)

    def has(self, name: str) -> bool:
        """Whether there is a file of that name, here or in the object store."""
        if (self.folder / name).is_file():
            return True
        return self.remote is not None and self.remote.has(name)

    def drop(self, name: str) -> None:
        """Remove a file here and from the object store; one that is not there is no fault."""
        (self.folder / name).unlink(missing_ok=True)
        if self.remote is not None:
            self.remote.drop(name)

    def names(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The names that begin with a folder's, each with its size in bytes."""
        if self.remote is not None:
            yield from self.remote.names(prefix)
            return
        for path in sorted((self.folder / prefix).rglob("*")):
            if path.is_file() and not path.name.startswith(".part-"):
                yield path.relative_to(self.folder).as_posix(), path.stat().st_size


class _Remote:
    """An object store by its address."""

    def __init__(self, address: str, options: dict[str, Any]) -> None:
        try:
            import obstore.exceptions
            from obstore.store import from_url
        except ImportError as error:
            raise NoObstore() from error
        _there(address)
        self.api: Any = obstore
        try:
            self.store = from_url(address, **options)
        except (obstore.exceptions.BaseError, ValueError) as error:
            raise BadStorage(address=address, reason=_first_line(error)) from error

    def put(self, name: str, made: Path) -> None:
        with self._reaching(), open(made, "rb") as file:
            self.api.put(self.store, name, file, chunk_size=CHUNK)

    def get(self, name: str) -> Iterator[bytes]:
        with self._reaching():
            try:
                found = self.api.get(self.store, name)
            except (FileNotFoundError, KeyError) as error:
                raise BlobMissing(key=name) from error
            yield from found.stream(CHUNK)

    def has(self, name: str) -> bool:
        with self._reaching():
            try:
                self.api.head(self.store, name)
            except (FileNotFoundError, KeyError):
                return False
        return True

    @contextlib.contextmanager
    def _reaching(self) -> Iterator[None]:
        """Says in words that the store cannot be reached."""
        from obstore.exceptions import BaseError

        try:
            yield
        except BaseError as error:
            raise StorageBroken(reason=_first_line(error)) from error

    def drop(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError, KeyError):
            self.api.delete(self.store, name)

    def names(self, prefix: str) -> Iterator[tuple[str, int]]:
        for batch in self.api.list(self.store, prefix):
            yield from ((each["path"], each["size"]) for each in batch)


def _there(address: str) -> None:
    """Raises `NoStorageFolder` where a storage in a folder has none."""
    place = urlsplit(address)
    if place.scheme == "file" and not Path(unquote(place.path)).is_dir():
        raise NoStorageFolder(folder=unquote(place.path), address=address)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]


def media_name(sha256: str, kind: str) -> str:
    """The name of a media file: `kind` is its suffix, by what is in it."""
    return f"media/{sha256[:2]}/{sha256}.{kind}"


def _copied(source: Path, place: Path) -> None:
    handle, part = tempfile.mkstemp(prefix=".part-", dir=place.parent)
    os.close(handle)
    try:
        with open(source, "rb") as read, open(part, "wb") as write:
            while chunk := read.read(CHUNK):
                write.write(chunk)
            write.flush()
            os.fsync(write.fileno())
        os.replace(part, place)
    finally:
        Path(part).unlink(missing_ok=True)
