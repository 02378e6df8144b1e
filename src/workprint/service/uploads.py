"""Files that users send: judged by what is in them, kept by their hash, put into the session by a job."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, case, func, or_, select, update

from workprint.base import Fault, Text, file_digest
from workprint.ffmpeg import Cancelled
from workprint.jobs import Work
from workprint.store import Blobs, Database, Job, New, Queue, media_name, told
from workprint.store.tables import blobs as blob_rows
from workprint.store.tables import uploads
from workprint.studio import Studio

from .config import Config
from .faults import FileTooLarge, NothingHere, SessionFull, UnsupportedFile
from .fetching import Fetcher
from .file_faults import DiskIsFull, NotFetched, NotTaken, TooManyUploads, UserFull
from .keeping import keep
from .sniff import kind_of
from .state import along_info

AT_ONCE = 32
"""Files of one user that may be on their way at once."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_NOT_KNOWN: Text = {
    "en": "its content is none of the known video, sound or picture formats",
    "zh": "其内容不是已知的视频、音频或图片格式",
}


@dataclass(frozen=True)
class Upload:
    """A file sent to a session. `state` is receiving, taken (a job puts it into the session), ready or
    failed; `info` is what a probe says of it when it is ready, and the reason when it failed."""

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
        self.fetcher = Fetcher()
        self.folder = config.data / "uploads"
        self.folder.mkdir(parents=True, exist_ok=True)

    def begin(self, user: str, session: str, name: str, size: int | None = None) -> Upload:
        """Begin to receive a file. Raises `FileTooLarge`, `SessionFull` or `UserFull` where that is known
        already, `DiskIsFull`, and `TooManyUploads`."""
        upload, now = f"up_{secrets.token_hex(12)}", self.database.now
        if size and size + self.config.min_free > shutil.disk_usage(self.folder).free:
            raise DiskIsFull()
        with self.database.change():
            self._fits(user, session, name, size or 0)
            underway = select(func.count().label("all")).where(uploads.c.user == user, self._underway())
            if (row := self.database.row(underway)) and row["all"] >= AT_ONCE:
                raise TooManyUploads(most=AT_ONCE)
            self.database.run(
                uploads.insert().values(
                    id=upload, session=session, user=user, name=clean(name), size=size, received=0,
                    state="receiving", info="{}", created=now, updated=now,
                )
            )  # fmt: skip
        return self.get(user, upload)

    def get(self, user: str, upload: str) -> Upload:
        """A file that a user sent. Raises `NothingHere`."""
        found = self.find(upload)
        if found is None or found.user != user:
            raise NothingHere()
        return found

    def find(self, upload: str) -> Upload | None:
        """A file that anyone sent."""
        row = self.database.row(select(uploads).where(uploads.c.id == upload))
        return None if row is None else _upload(row)

    def of_session(self, session: str) -> list[Upload]:
        """The files sent to a session, oldest first."""
        own = select(uploads).where(uploads.c.session == session).order_by(uploads.c.created)
        return [_upload(row) for row in self.database.rows(own)]

    def part(self, upload: Upload) -> Path:
        """Where what has come of a file lies."""
        return self.folder / f"{upload.id}.part"

    def offset(self, upload: Upload) -> int:
        """How many bytes of a file have come and are safe, on this machine."""
        if upload.state != "receiving":
            return upload.received
        part = self.part(upload)
        return min(upload.received, part.stat().st_size) if part.is_file() else 0

    def received(self, upload: Upload, many: int) -> None:
        """Note how many bytes have come. Raises `FileTooLarge`, `SessionFull` or `UserFull`, and then
        forgets the file."""
        try:
            self._fits(upload.user, upload.session, upload.name, many, upload.id)
        except Fault:
            self.drop(upload)
            raise
        here = uploads.c.id == upload.id
        self.database.run(update(uploads).where(here).values(received=many, updated=self.database.now))

    def take(self, upload: Upload, sha256: str) -> Job:
        """All has come: the file is kept by its hash, and a job puts it into the session. Raises
        `UnsupportedFile` or `DiskIsFull`, and then forgets the file."""
        try:
            kind, size = self._keep(upload, sha256)
        except Fault:
            self.drop(upload)
            raise
        return self._taken(upload, sha256, kind, size)

    def _keep(self, upload: Upload, sha256: str) -> tuple[str, int]:
        """Move what has come into the store; what it is, and its size. Raises `UnsupportedFile`."""
        part = self.part(upload)
        kind = kind_of(part, upload.name)
        if kind is None:
            raise UnsupportedFile(name=upload.name, found=_NOT_KNOWN)
        size = part.stat().st_size
        keep(self.database, sha256, size, kind)
        with room():
            self.blobs.put(media_name(sha256, kind), part)
        return kind, size

    def _taken(self, upload: Upload, sha256: str, kind: str, size: int) -> Job:
        blob, now = media_name(sha256, kind), self.database.now
        with self.database.change():
            self.database.upsert(
                blob_rows,
                {"hash": sha256, "size": size, "kind": kind, "created": now, "used": now},
                ("created",),
            )
            taken = {"state": "taken", "hash": sha256, "size": size, "received": size, "updated": now}
            self.database.run(update(uploads).where(uploads.c.id == upload.id).values(**taken))
            payload = {"upload": upload.id, "blob": blob, "sha256": sha256, "name": upload.name}
            return self.queue.put(
                New(
                    "ingest", payload, upload.user, upload.session, "light", f"session:{upload.session}",
                    id=ingest_of(upload.id),
                )
            )  # fmt: skip

    def ingest(self, work: Work) -> Mapping[str, Any]:
        """The job that puts a file into its session."""
        payload = work.job.payload
        assert work.job.session
        path = self.blobs.path(payload["blob"], payload["sha256"])
        taken = self.studio.ingest([path], work.job.session, {path: payload["name"]})
        named = {"blob": payload["blob"], "filename": payload["name"]}
        if taken.along:
            return {**along_info(taken.timeline, taken.along[0], taken.notes), **named}
        film = self.studio.head(work.job.session).timeline
        media = next(each for each in film.media if each.hash == payload["sha256"])
        return {**media.model_dump(mode="json"), **named}

    def fetch(self, work: Work) -> Mapping[str, Any]:
        """The job that gets a file from a URL. Once it is there it is not fetched again."""
        upload = self.find(work.job.payload["upload"])
        if upload is None:
            raise NothingHere()
        try:
            kept = work.step("fetched", lambda: self._fetched(work, upload))
        except NotFetched:
            if work.cancel.is_set():
                raise Cancelled() from None
            raise
        self._taken(upload, kept["sha256"], kept["kind"], kept["size"])
        return {"ingest": ingest_of(upload.id)}

    def _fetched(self, work: Work, upload: Upload) -> dict[str, Any]:
        part, seconds = self.part(upload), self.config.fetch_seconds
        many = noted = 0
        with self.fetcher.open(work.job.payload["url"], seconds, work.cancel) as answer, room():
            if answer.size:
                self._fits(upload.user, upload.session, upload.name, answer.size, upload.id)
            with open(part, "wb") as file:
                for chunk in answer.parts:
                    many += len(chunk)
                    if many > self.config.max_upload or many - noted > 1 << 24:
                        self.received(upload, many)
                        noted = many
                    file.write(chunk)
                    work.tell(0.99 * many / (answer.size or self.config.max_upload))
        self.received(upload, many)
        sha256 = file_digest(part)
        kind, size = self._keep(upload, sha256)
        return {"sha256": sha256, "kind": kind, "size": size}

    def ended(self, job: Job) -> None:
        """The job that put a file into its session, or fetched it, is over."""
        if job.kind == "fetch" and job.state == "done":
            return
        good = job.state == "done"
        told = {"state": "ready" if good else "failed", "info": json.dumps(job.result if good else job.error)}
        self.database.run(update(uploads).where(uploads.c.id == job.payload["upload"]).values(**told))
        if not good:
            (self.folder / f"{job.payload['upload']}.part").unlink(missing_ok=True)

    def refuse(self, upload: Upload, fault: Fault) -> None:
        """Note what is against a file; it is forgotten."""
        self.drop(upload)
        here = uploads.c.id == upload.id
        self.database.run(update(uploads).where(here).values(info=json.dumps(told(fault))))

    def drop(self, upload: Upload) -> None:
        """Forget a file that did not come to its end."""
        self.part(upload).unlink(missing_ok=True)
        here = and_(uploads.c.id == upload.id, uploads.c.state == "receiving")
        self.database.run(update(uploads).where(here).values(state="failed", updated=self.database.now))

    def _underway(self) -> ColumnElement[bool]:
        rests = self.database.now - self.config.unfinished_hours * 3600
        return and_(uploads.c.state == "receiving", uploads.c.updated > rests)

    def _fits(self, user: str, session: str, name: str, size: int, but: str = "") -> None:
        """Whether a file of a size has its place beside the others, those that are on their way counted
        with all that was promised of them."""
        if size > self.config.max_upload:
            raise FileTooLarge(name=clean(name), limit=megabytes(self.config.max_upload))
        promised = func.coalesce(uploads.c.size, uploads.c.received)
        weight = case((uploads.c.received > promised, uploads.c.received), else_=promised)
        counted = or_(uploads.c.state.in_(("taken", "ready")), self._underway())
        query = select(func.sum(weight).label("all")).where(counted, uploads.c.id != but)
        for own, most, fault in (
            (uploads.c.session == session, self.config.max_session, SessionFull),
            (uploads.c.user == user, self.config.max_user, UserFull),
        ):
            row = self.database.row(query.where(own))
            if int(row["all"] or 0 if row else 0) + size > most:
                raise fault(limit=megabytes(most))


@contextmanager
def room() -> Iterator[None]:
    """Says it in words when the disk has no room. Raises `DiskIsFull`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskIsFull() from error
        raise


def refused(upload: Upload) -> Fault:
    """Why a file was not taken in."""
    said = upload.info
    if said.get("code") in ("unsupported_media", "damaged_media", "media_too_large"):
        return UnsupportedFile(
            name=upload.name, found={lang: str(said.get(lang, "")).rstrip(".。") for lang in ("en", "zh")}
        )
    if said.get("code") == UnsupportedFile.code:
        return UnsupportedFile(name=upload.name, found=_NOT_KNOWN)
    if not said.get("en"):
        return NothingHere()
    return NotTaken(name=upload.name, said=said)


def ingest_of(upload: str) -> str:
    """The job that puts a file into its session."""
    return f"ingest_{upload}"


def megabytes(size: int) -> int:
    return size // 1_000_000


def clean(name: str) -> str:
    """A file's name without folders and control characters, of a length that one can read."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if letter.isprintable()).strip(" .")
    stem, suffix = os.path.splitext(name)
    return (stem[: 120 - len(suffix[:10])] + suffix[:10]) or "file"


def _upload(row: RowMapping) -> Upload:
    return Upload(**{**row, "info": json.loads(row["info"])})
