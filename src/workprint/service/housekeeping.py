"""Housekeeping: what nobody needs any more goes, by the days that the configuration keeps things.

What goes is found first and can be shown; each thing is looked at again in the transaction that removes
it. Nothing goes that a session in use, a job that waits or runs, or an export younger than its term needs.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import and_, delete, select

from workprint.jobs import Work
from workprint.store import (
    Blobs,
    Database,
    Kept,
    New,
    Queue,
    QueueFull,
    StorageBroken,
    StoreBroken,
    media_name,
)
from workprint.store.tables import blobs, exports, hits, jobs, media, runs, tokens, uploads

from .config import Config
from .old import GRACE, Old, Past
from .projects import Projects

FIRST_SECONDS = 60.0
"""How long a server runs before it tidies up for the first time."""

log = logging.getLogger(__name__)


class Housekeeping:
    """Finds and removes what is old, in the database and in the store, and what was left in the folders
    of this machine."""

    def __init__(
        self, database: Database, queue: Queue, blobs: Blobs, projects: Projects, config: Config
    ) -> None:
        self.database = database
        self.queue = queue
        self.blobs = blobs
        self.projects = projects
        self.config = config
        self.keep = config.keep_days * 86400
        self.past = Past(database, self.keep, config.unfinished_hours * 3600)

    def look(self) -> list[Old]:
        """All that would go now."""
        past = self.past
        sessions, renders = list(past.sessions()), list(past.exports())
        gone = {each.name for each in sessions}, {each.name for each in renders}
        rows = [*past.uploads(), *past.runs(), *past.jobs(gone[1]), *past.counted()]
        return [*sessions, *renders, *rows, *past.files(*gone), *self._left()]

    def tidy(self, work: Work | None = None) -> dict[str, int]:
        """Remove it; how many of each kind. As a job it is one round."""
        removed: Counter[str] = Counter()
        size = 0
        for each in self.look():
            if work is not None and work.cancel.is_set():
                break
            if self._remove(each):
                removed[each.kind] += each.many
                size += each.size
        if removed:
            log.info("tidied up: %s", dict(removed), extra={"bytes": size})
        return dict(removed)

    def _remove(self, old: Old) -> bool:
        """Remove one thing, unless it is in use by now; whether it went."""
        do: Mapping[str, Callable[[Old], bool]] = {
            "session": self._session,
            "export": self._export,
            "upload": self._upload,
            "run": lambda each: self._rows(runs, self.past.old_runs(), runs.c.id == each.name),
            "job": lambda each: self._rows(jobs, self.past.old_jobs(), jobs.c.id == each.name),
            "token": lambda each: self._rows(tokens, tokens.c.expires < self.database.now),
            "count": lambda each: self._rows(hits, hits.c.until < self.database.now),
            "file": self._file,
            "kept": _leftover,
            "leftover": _leftover,
        }
        return do[old.kind](old)

    def _rows(self, table: Any, *which: Any) -> bool:
        return self.database.run(delete(table).where(and_(*which))) > 0

    def _session(self, old: Old) -> bool:
        with self.database.change():
            if not any(self.past.sessions(old.name)):
                return False
            self.projects.remove(old.name)
            # Its messages and files have no other owner; its exports live as long as they are kept.
            self.database.run(delete(runs).where(runs.c.session == old.name))
            rows = self.database.rows(select(uploads.c.id).where(uploads.c.session == old.name))
            self.database.run(delete(uploads).where(uploads.c.session == old.name))
        for row in rows:
            self._part(row["id"]).unlink(missing_ok=True)
        return True

    def _export(self, old: Old) -> bool:
        with self.database.change():
            if not any(self.past.exports(old.name)):
                return False
            return self._rows(exports, exports.c.job == old.name)

    def _upload(self, old: Old) -> bool:
        with self.database.change():
            gone = self._rows(uploads, self.past.old_uploads(), uploads.c.id == old.name)
        if gone:
            self._part(old.name).unlink(missing_ok=True)
        return gone

    def _file(self, old: Old) -> bool:
        """A file goes together with its mark, in one transaction: see `keeping.keep`."""
        sha256, _, kind = old.name.partition(".")
        unused = blobs.c.used < self.database.now - self.keep
        names = [media_name(sha256, kind), f"renders/{sha256[:2]}/{sha256}.{kind}"]
        with self.database.change():
            if not self._rows(blobs, blobs.c.hash == sha256, unused):
                return False
            for name in names:
                self._rows(media, media.c.path == str(self.blobs.folder / name))
                self.blobs.drop(name)
        return True

    def _part(self, upload: str) -> Path:
        return self.config.data / "uploads" / f"{upload}.part"

    def _left(self) -> Iterator[Old]:
        """What killed processes left in the folders of this machine."""
        working = self.past.working()
        receiving = self.past.receiving()
        work, parts = self.config.data / "work", self.config.data / "uploads"
        for path in sorted(work.glob("*")):
            if not any(path.name.startswith(job) for job in working) and _age(path) > GRACE:
                yield Old("leftover", str(path), _size(path))
        for path in sorted(parts.glob("*.part")):
            if path.stem not in receiving and _age(path) > self.config.unfinished_hours * 3600:
                yield Old("leftover", str(path), _size(path))
        for each in Kept(self.database, self.config.data, self.keep).old():
            yield Old("kept" if each.of else "leftover", str(each.path), each.size)
        for path in sorted(self.blobs.folder.rglob(".part-*")):
            if _age(path) > 24 * 3600:
                yield Old("leftover", str(path), _size(path))


class Rounds:
    """Has the house kept every few hours: whichever process of all asks first, one of them does it. What
    lies on a machine of its own is its own business: copies from the object store, `copies` bytes of them."""

    def __init__(self, queue: Queue, hours: float, blobs: Blobs, copies: int) -> None:
        self.queue = queue
        self.blobs = blobs
        self.copies = copies
        self.seconds = hours * 3600
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._go, name="workprint-rounds", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()

    def ask(self) -> str:
        """Queue the round of this hour, if nobody has; its job."""
        number = int(self.queue.database.clock() // self.seconds)
        return self.queue.put(New("tidy", {}, "", None, "light", "tidy", id=f"tidy_{number}")).id

    def _go(self) -> None:
        pause = FIRST_SECONDS
        while not self._end.wait(pause):
            pause = self.seconds
            try:
                self.blobs.trim(self.copies)
                self.ask()
            except (QueueFull, StoreBroken, StorageBroken, OSError) as error:
                log.warning("housekeeping is put off: %s", error)
                pause = FIRST_SECONDS


def _leftover(old: Old) -> bool:
    path = Path(old.name)
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    return not path.exists()


def _age(path: Path) -> float:
    """Seconds since a file, or what lies in a folder, was written."""
    try:
        times = [each.stat().st_mtime for each in (path, *path.rglob("*"))]
    except OSError:
        return 0.0
    return time.time() - max(times)


def _size(path: Path) -> int:
    return sum(each.stat().st_size for each in (path, *path.rglob("*")) if each.is_file())
