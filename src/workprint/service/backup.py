"""A copy of all that a server keeps, made while it runs, and a server made of it again.

The database is copied as it is at one moment. Files are never changed, only added and removed: they are
copied before that moment, and those that came meanwhile after it, so that every file that the copy of the
database names is there, whatever is added or tidied up in between.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from workprint.base import Fault, file_digest
from workprint.store import Database
from workprint.store.tables import uploads

from .config import Config

DATABASE, NOTE, SECRET = "workprint.db", "backup.json", "link-secret"
KINDS = ("media", "renders")


class NotHere(Fault):
    code = "backup_elsewhere"
    en = "This server keeps its things in Postgres or in an object store: save them with pg_dump and with the store's own copies, as docs/server.md says."
    zh = "此服务器的数据保存在 Postgres 或对象存储中：请按 docs/server.md 的说明，使用 pg_dump 和存储自带的备份。"


class NothingToBackUp(Fault):
    code = "nothing_to_back_up"
    en = "There is no server's data in {data}."
    zh = "{data} 中没有服务器数据。"


class NoBackup(Fault):
    code = "no_backup"
    en = "There is no finished backup in {folder}."
    zh = "{folder} 中没有完整的备份。"


class BackupDamaged(Fault):
    code = "backup_damaged"
    en = "The backup is damaged: {file} is not what it was. Nothing was restored."
    zh = "备份已损坏：{file} 与备份时不一致。未恢复任何内容。"


class DataThere(Fault):
    code = "data_there"
    en = "There is a server's data in {data} already; nothing was restored. Name an empty folder with --data."
    zh = "{data} 中已有服务器数据，未恢复任何内容。请用 --data 指定空文件夹。"


@dataclass(frozen=True)
class Saved:
    """What a backup holds."""

    made: float
    files: int
    bytes: int

    def to_json(self) -> dict[str, Any]:
        return {"made": self.made, "files": self.files, "bytes": self.bytes}


def back_up(config: Config, folder: Path) -> Saved:
    """Copy what a server keeps into a folder; what an earlier backup left there is not copied again.
    Raises `NotHere`, `NothingToBackUp`, and `OSError` for a folder that cannot be written."""
    data = _plain(config)
    if not (data / DATABASE).is_file():
        raise NothingToBackUp(data=str(data))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / NOTE).unlink(missing_ok=True)
    known = _copy_files(data, folder)
    made = time.time()
    _snapshot(data / DATABASE, folder / DATABASE)
    known |= _copy_files(data, folder)
    for name in _files(folder) - known:
        (folder / "blobs" / name).unlink()
    if (data / SECRET).is_file():
        _copy(data / SECRET, folder / SECRET)
        (folder / SECRET).chmod(0o600)
    here = [folder / DATABASE, *(folder / "blobs" / name for name in _files(folder))]
    saved = Saved(made, len(here) - 1, sum(path.stat().st_size for path in here))
    note = {**saved.to_json(), "sha256": file_digest(folder / DATABASE)}
    _write(folder / NOTE, json.dumps(note).encode())
    return saved


def restore(config: Config, folder: Path) -> Saved:
    """Make the data of a server of a backup, in a data folder that has none; every file is compared with
    its hash. Raises `NotHere`, `NoBackup`, `BackupDamaged`, `DataThere`."""
    data = _plain(config)
    if (data / DATABASE).exists():
        raise DataThere(data=str(data))
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        saved = Saved(note["made"], note["files"], note["bytes"])
    except (OSError, ValueError, KeyError) as error:
        raise NoBackup(folder=str(folder)) from error
    names = _files(folder)
    _check(folder, names, note)
    data.mkdir(parents=True, exist_ok=True)
    for name in sorted(names):
        _copy(folder / "blobs" / name, data / "blobs" / name)
    if (folder / SECRET).is_file():
        _copy(folder / SECRET, data / SECRET)
        (data / SECRET).chmod(0o600)
    _copy(folder / DATABASE, data / DATABASE)
    database = Database(data / DATABASE)
    # What had come of a file on its way was not copied: it is sent again.
    database.run(delete(uploads).where(uploads.c.state == "receiving"))
    database.close()
    return saved


def _check(folder: Path, names: set[str], note: dict[str, Any]) -> None:
    if not (folder / DATABASE).is_file() or file_digest(folder / DATABASE) != note["sha256"]:
        raise BackupDamaged(file=DATABASE)
    if len(names) != note["files"]:
        raise BackupDamaged(file="blobs")
    for name in sorted(names):
        if file_digest(folder / "blobs" / name) != Path(name).stem:
            raise BackupDamaged(file=name)


def _plain(config: Config) -> Path:
    if config.database is not None or config.storage is not None:
        raise NotHere()
    return config.data


def _files(folder: Path) -> set[str]:
    """The files of a store, by name: those that are whole."""
    blobs = folder / "blobs"
    found = (path for kind in KINDS for path in (blobs / kind).rglob("*"))
    return {
        path.relative_to(blobs).as_posix()
        for path in found
        if path.is_file() and not path.name.startswith(".")
    }


def _copy_files(data: Path, folder: Path) -> set[str]:
    names = _files(data)
    for name in sorted(names):
        source, place = data / "blobs" / name, folder / "blobs" / name
        try:
            if not place.is_file() or place.stat().st_size != source.stat().st_size:
                _copy(source, place)
        except FileNotFoundError:
            # Tidied up just now: before the copy of the database nothing named it, after it has come
            # nothing is new.
            continue
    return {name for name in names if (folder / "blobs" / name).is_file()}


def _snapshot(database: Path, place: Path) -> None:
    """The database as it is at one moment, while others write to it."""
    part = place.with_name(f".{place.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(database, timeout=60)) as here, closing(sqlite3.connect(part)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")
        if there.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupDamaged(file=DATABASE)
    os.replace(part, place)


def _copy(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(source, "rb") as read:
        handle, part = tempfile.mkstemp(prefix=".part-", dir=place.parent)
        try:
            with os.fdopen(handle, "wb") as write:
                shutil.copyfileobj(read, write, 4 << 20)
                write.flush()
                os.fsync(write.fileno())
            os.replace(part, place)
        finally:
            Path(part).unlink(missing_ok=True)


def _write(place: Path, content: bytes) -> None:
    part = place.with_name(f".{place.name}.part")
    part.write_bytes(content)
    os.replace(part, place)
