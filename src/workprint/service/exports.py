"""Exports: a film written to a file as a job, found again by the client's name for it or by its session."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import RowMapping, select, update

from workprint.base import digest, file_digest
from workprint.jobs import (
    STAGES,
    NothingToRender,
    Progress,
    Quality,
    RenderOptions,
    Work,
    missing,
    render_segments,
)
from workprint.model import Timeline, load, save
from workprint.store import Blobs, Database, Job, New, Queue
from workprint.store.tables import exports
from workprint.studio import Studio, writable

from .config import Config
from .faults import BadRequest, Conflict, NothingHere

STATUS = {"queued": "pending", "running": "processing", "done": "completed"}
"""What the protocol calls the states of a job; every other is `failed`."""
FORMAT = "mp4"
_QUALITIES: Mapping[str, Quality] = {
    "low": "draft",
    "draft": "draft",
    "normal": "standard",
    "medium": "standard",
    "standard": "standard",
    "high": "high",
    "best": "high",
    "max": "high",
    "ultra": "high",
}


@dataclass(frozen=True)
class Export:
    """An export and its job."""

    id: str
    session: str
    user: str
    job: Job

    @property
    def status(self) -> str:
        return STATUS.get(self.job.state, "failed")


class Exports:
    """The exports of a database."""

    def __init__(
        self, database: Database, queue: Queue, blobs: Blobs, studio: Studio, config: Config
    ) -> None:
        self.database = database
        self.queue = queue
        self.blobs = blobs
        self.studio = studio
        self.config = config

    def begin(
        self, user: str, name: str, session: str, film: Timeline, output: Mapping[str, Any], asked: Any
    ) -> Export:
        """Queue an export under the client's `name` for it. The same name and the same thing `asked`
        is the same export. Raises `Conflict` for another thing, `QueueFull`, and what would hinder the
        render."""
        options = _options(output)
        writable(None, options.format, options.size)
        if film.duration < 1:
            raise NothingToRender()
        payload = {"film": save(film), "output": dict(output), "name": name}
        job = f"export_{secrets.token_hex(12)}"
        with self.database.change():
            begun = self.database.insert(exports).values(
                user=user, id=name, session=session, job=job, digest=digest([session, asked]),
                created=self.database.now,
            )  # fmt: skip
            if self.database.run(begun.on_conflict_do_nothing()):
                self.queue.put(New("export", payload, user, session, id=job))
        found = self.known(user, name, session, asked)
        assert found is not None
        return found

    def known(self, user: str, name: str, session: str, asked: Any) -> Export | None:
        """The export of that name, if there is one. Raises `Conflict` if another thing was asked of it."""
        row = self._find(user, name)
        if row is None:
            return None
        if row["digest"] != digest([session, asked]):
            raise Conflict(id=name)
        return self._export(row)

    def get(self, user: str, name: str) -> Export:
        """An export by the client's name for it. Raises `NothingHere`, also for those of others."""
        row = self._find(user, name)
        if row is None:
            raise NothingHere()
        return self._export(row)

    def of_session(self, session: str) -> list[Export]:
        """The exports of a session, oldest first."""
        rows = self.database.rows(
            select(exports).where(exports.c.session == session).order_by(exports.c.created)
        )
        return [self._export(row) for row in rows]

    def by_job(self, job: str) -> Export:
        """The export that a job does. Raises `NothingHere`."""
        row = self.database.row(select(exports).where(exports.c.job == job))
        if row is None:
            raise NothingHere()
        return self._export(row)

    def render(self, work: Work) -> Mapping[str, Any]:
        """The job of an export: its segments by all workers there are, then the film."""
        work.step("segments", lambda: self._split(work))
        result: Mapping[str, Any] = work.step("render", lambda: self._render(work))
        return result

    def ended(self, job: Job) -> None:
        """The job of an export is over."""
        if job.result:
            here = exports.c.job == job.id
            self.database.run(update(exports).where(here).values(hash=job.result["sha256"]))

    def segments(self, work: Work) -> Mapping[str, Any]:
        """The job of some segments of an export."""
        film, options = self._film(work.job.payload)
        folder = self.config.data / "work" / work.job.id
        try:
            many = render_segments(
                self.studio.intake.located(film),
                work.job.payload["names"],
                folder,
                options,
                None,
                work.cancel,
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return {"frames": many}

    def _split(self, work: Work) -> list[str]:
        """Have the segments rendered by several workers, where there are several; their names."""
        film, options = self._film(work.job.payload)
        if len(self.queue.at_work()) < 2:
            return []
        names = missing(self.studio.intake.located(film), options)
        if len(names) < 2:
            return []
        parts = [
            New(
                "piece",
                {**work.job.payload, "names": [name]},
                work.job.user,
                work.job.session,
                work.job.lane,
                id=f"{work.job.id}-{name}",
            )
            for name in names
        ]
        # What went wrong with a segment is said by the render, which tries it again.
        work.split(parts)
        return names

    def _film(self, payload: Mapping[str, Any]) -> tuple[Timeline, RenderOptions]:
        return load(payload["film"]), self._how(_options(payload["output"]))

    def _render(self, work: Work) -> dict[str, Any]:
        film, options = self._film(work.job.payload)
        folder = self.config.data / "work"
        folder.mkdir(parents=True, exist_ok=True)
        out = folder / f"{work.job.id}-{work.job.attempts}.{options.format}"
        report = self.studio.render(
            out, timeline=film, options=options, on_progress=_teller(work), cancel=work.cancel
        )
        told = out.with_name(out.name + ".report.json")
        told.unlink(missing_ok=True)
        sha256, size = file_digest(out), out.stat().st_size
        name = f"renders/{sha256[:2]}/{sha256}.{options.format}"
        self.blobs.put(name, out)
        return {
            "file": name,
            "sha256": sha256,
            "size": size,
            "format": options.format,
            "duration": float(film.duration / film.rate),
            "report": report.to_json(),
        }

    def _how(self, options: RenderOptions) -> RenderOptions:
        shelf = self.config.data / "pieces"
        return replace(options, cache=shelf, cache_limit=self.config.shelf, shared=self.blobs)

    def _find(self, user: str, name: str) -> RowMapping | None:
        return self.database.row(select(exports).where(exports.c.user == user, exports.c.id == name))

    def _export(self, row: RowMapping) -> Export:
        return Export(row["id"], row["session"], row["user"], self.queue.get(row["job"]))


def _options(output: Mapping[str, Any]) -> RenderOptions:
    """How a client wants the file: `format`, `quality` (draft, standard, high), `size` or `resolution`."""
    wanted = str(output.get("quality") or "standard").lower()
    quality = _QUALITIES.get(wanted)
    if quality is None:
        raise BadRequest(reason=f"output.quality: {wanted[:40]} ({', '.join(_QUALITIES)})")
    size = output.get("size") or output.get("resolution")
    return RenderOptions(
        format=str(output.get("format") or FORMAT), quality=quality, size=str(size) if size else None
    )


def _teller(work: Work) -> Any:
    def tell(progress: Progress) -> None:
        work.tell(progress.done, STAGES[progress.stage])

    return tell
