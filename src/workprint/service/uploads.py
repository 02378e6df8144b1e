"""Files that users send: judged by what is in them, kept by their hash, put into the session by a job."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping, func, select, update

from workprint.base import Fault
from workprint.jobs import Work
from workprint.store import Blobs, Database, Job, New, Queue, media_name
from workprint.store.tables import blobs as blob_rows
from workprint.store.tables import uploads
from workprint.studio import Studio

from .config import Config
from .faults import ACCEPTED, FileTooLarge, NothingHere, SessionFull, UnsupportedFile
from .sniff import kind_of


@dataclass(frozen=True)
class Upload:
    """A file sent to a session. `info` is what a probe says of it, once it was taken in."""

    id: str
    session: str
    user: str
    name: str
    size: int | None
    received: int
    hash: str | None
    state: str
    info: Mapping[str, Any]
    created: float
    updated: float


class Uploads:
    """The files sent to the sessions of a database."""

    def __init__(
        self, database: Database, queue: Queue, blobs: Blobs, studio: Studio, config: Config
    ) -> None:
        self.database = database
        self.queue = queue
        self.blobs = blobs
        self.studio = studio
        self.config = config
        self.folder = config.data / "uploads"
        self.folder.mkdir(parents=True, exist_ok=True)

    def begin(self, user: str, session: str, name: str, size: int | None = None) -> Upload:
        """Begin to receive a file. Raises `FileTooLarge` or `SessionFull` where that is known already."""
        self._fits(session, name, size or 0)
        upload, now = f"up_{secrets.token_hex(12)}", self.database.now
        self.database.run(
            uploads.insert().values(
                id=upload, session=session, user=user, name=_clean(name), size=size, received=0,
                state="receiving", info="{}", created=now, updated=now,
            )
        )  # fmt: skip
        return self.get(user, upload)

    def get(self, user: str, upload: str) -> Upload:
        """A file that a user sent. Raises `NothingHere`."""
        row = self.database.row(select(uploads).where(uploads.c.id == upload, uploads.c.user == user))
        if row is None:
            raise NothingHere()
        return _upload(row)

    def of_session(self, session: str) -> list[Upload]:
        """The files sent to a session, oldest first."""
        own = select(uploads).where(uploads.c.session == session).order_by(uploads.c.created)
        return [_upload(row) for row in self.database.rows(own)]

    def part(self, upload: Upload) -> Path:
        """Where what has come of a file lies."""
        return self.folder / f"{upload.id}.part"

    def received(self, upload: Upload, many: int) -> None:
        """Note how many bytes have come. Raises `FileTooLarge` or `SessionFull`, and then forgets the
        file."""
        try:
            self._fits(upload.session, upload.name, many)
        except Fault:
            self.drop(upload)
            raise
        here = uploads.c.id == upload.id
        self.database.run(update(uploads).where(here).values(received=many, updated=self.database.now))

    def take(self, upload: Upload, sha256: str) -> Job:
        """All has come: the file is kept by its hash, and a job puts it into the session. Raises
        `UnsupportedFile`."""
        part = self.part(upload)
        kind = kind_of(part)
        if kind is None:
            self.drop(upload)
            raise UnsupportedFile(name=upload.name, found="", accepted=", ".join(ACCEPTED))
        size = part.stat().st_size
        self.blobs.put(media_name(sha256, kind), part)
        now = self.database.now
        with self.database.change():
            self.database.upsert(
                blob_rows,
                {"hash": sha256, "size": size, "kind": kind, "created": now, "used": now},
                ("created",),
            )
            taken = {"state": "taken", "hash": sha256, "size": size, "received": size, "updated": now}
            self.database.run(update(uploads).where(uploads.c.id == upload.id).values(**taken))
            payload = {
                "upload": upload.id,
                "blob": media_name(sha256, kind),
                "sha256": sha256,
                "name": upload.name,
            }
            alone = f"session:{upload.session}"
            new = New(
                "ingest", payload, upload.user, upload.session, "light", alone, id=f"ingest_{upload.id}"
            )
            return self.queue.put(new)

    def ingest(self, work: Work) -> Mapping[str, Any]:
        """The job that puts a file into its session."""
        payload = work.job.payload
        assert work.job.session
        path = self.blobs.path(payload["blob"], payload["sha256"])
        self.studio.ingest([path], work.job.session, {path: payload["name"]})
        film = self.studio.head(work.job.session).timeline
        media = next(each for each in film.media if each.hash == payload["sha256"])
        return media.model_dump(mode="json")

    def ended(self, job: Job) -> None:
        """The job that put a file into its session is over."""
        good = job.state == "done"
        told = {"state": "ready" if good else "failed", "info": json.dumps(job.result if good else job.error)}
        self.database.run(update(uploads).where(uploads.c.id == job.payload["upload"]).values(**told))

    def drop(self, upload: Upload) -> None:
        """Forget a file that did not come to its end."""
        self.part(upload).unlink(missing_ok=True)
        here = uploads.c.id == upload.id
        self.database.run(update(uploads).where(here).values(state="failed", updated=self.database.now))

    def _fits(self, session: str, name: str, size: int) -> None:
        if size > self.config.max_upload:
            raise FileTooLarge(name=_clean(name), limit=self.config.max_upload // 1_000_000)
        query = select(func.sum(uploads.c.size).label("all"))
        kept = query.where(uploads.c.session == session, uploads.c.state.in_(("taken", "ready")))
        row = self.database.row(kept)
        if (row["all"] or 0 if row else 0) + size > self.config.max_session:
            raise SessionFull(limit=self.config.max_session // 1_000_000)


def _clean(name: str) -> str:
    """A file's name without folders and control characters, of a length that one can read."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if letter.isprintable()).strip(" .")
    stem, suffix = os.path.splitext(name)
    return (stem[: 120 - len(suffix[:10])] + suffix[:10]) or "file"


def _upload(row: RowMapping) -> Upload:
    return Upload(**{**row, "info": json.loads(row["info"])})
