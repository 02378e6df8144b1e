"""Exports: a film written to a file as a job, found again by the client's name for it or by its session."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from sqlalchemy import RowMapping, select, update

from workprint.base import digest, file_digest
from workprint.jobs import (
    STAGES,
    Encoder,
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
from workprint.studio import FORMS, Studio, has_captions, subtitles, writable

from .config import Config
from .faults import BadRequest, Conflict, NothingHere
from .keeping import keep
from .plans import Plans, not_too_long

STATUS = {"queued": "pending", "running": "processing", "done": "completed"}
"""What the protocol calls the states of a job; every other is `failed`."""
FORMAT = "mp4"
PARTS = 3
"""Parts for each worker that a render is split into: the slowest of them hold up the film, and each has to
find out first what is to be done."""
PICTURE = 0.93
"""What the segments are of the progress of a render; the rest is joining and checking."""
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
        self, database: Database, queue: Queue, blobs: Blobs, studio: Studio, plans: Plans, config: Config
    ) -> None:
        self.database = database
        self.queue = queue
        self.blobs = blobs
        self.studio = studio
        self.plans = plans
        self.config = config

    def begin(
        self,
        user: str,
        name: str,
        session: str,
        film: Timeline,
        output: Mapping[str, Any],
        asked: Any,
        urgent: bool = False,
    ) -> Export:
        """Queue an export under the client's `name` for it. The same name and the same thing `asked`
        is the same export. An `urgent` one is a preview, which goes before the others. Raises `Conflict`
        for another thing, `QueueFull`, and what would hinder the render."""
        options = self._options(output)
        writable(None, options.format, options.size)
        if film.duration < 1:
            raise NothingToRender()
        not_too_long(film, self.config.max_duration)
        self.plans.allow(user, film, options)
        payload = {"film": save(film), "output": dict(output), "name": name}
        job = f"export_{secrets.token_hex(12)}"
        with self.database.change():
            begun = self.database.insert(exports).values(
                user=user, id=name, session=session, job=job, digest=digest([session, asked]),
                created=self.database.now,
            )  # fmt: skip
            if self.database.run(begun.on_conflict_do_nothing()):
                kind = "preview" if urgent else "export"
                self.queue.put(New(kind, payload, user, session, self._lane(output), id=job))
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

    def captions(self, export: Export, form: str) -> str:
        """The captions of a finished export as a subtitle file. Raises `NothingHere`."""
        known = next((each for each in FORMS if each == form), None)
        if known is None or known not in (export.job.result or {}).get("subtitles", ()):
            raise NothingHere()
        return subtitles(load(export.job.payload["film"]), known)

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
                _teller(work),
                work.cancel,
            )
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return {"frames": many}

    def _split(self, work: Work) -> list[str]:
        """Have the segments rendered by several workers, where there are several; their names."""
        film, options = self._film(work.job.payload)
        if len(self.queue.at_work(work.job.lane)) < 2:
            return []
        left = missing(self.studio.intake.located(film), options)
        if len(left) < 2:
            return []
        job = work.job
        parts, shares = [], {}
        for number, names in enumerate(_bundles(left, PARTS * self.queue.waiting.places(job.lane))):
            part = f"{job.id}-{number}"
            payload = {**job.payload, "names": names}
            parts.append(New("piece", payload, job.user, job.session, job.lane, id=part))
            shares[part] = PICTURE * sum(left[name] for name in names)
        # What went wrong with a segment is said by the render, which tries it again.
        work.split(parts, shares, PICTURE * (1 - sum(left.values())))
        return list(left)

    def _lane(self, output: Mapping[str, Any]) -> str:
        """Where it is rendered: what is to be encoded in hardware on a machine that has some, if one is
        there."""
        hardware = self._options(output).encoder != "software"
        return "gpu" if hardware and self.queue.at_work("gpu") else "cpu"

    def _options(self, output: Mapping[str, Any]) -> RenderOptions:
        """How a client wants the file: `format`, `quality` (draft, standard, high), `size` or `resolution`,
        `encoder` (that of the configuration otherwise). Raises `BadRequest`."""
        wanted = str(output.get("quality") or "standard").lower()
        quality = _QUALITIES.get(wanted)
        if quality is None:
            raise BadRequest(reason=f"output.quality: {wanted[:40]} ({', '.join(_QUALITIES)})")
        encoder = output.get("encoder") or self.config.encoder
        if encoder not in get_args(Encoder):
            raise BadRequest(reason=f"output.encoder: {str(encoder)[:40]} ({', '.join(get_args(Encoder))})")
        size = output.get("size") or output.get("resolution")
        return RenderOptions(
            format=str(output.get("format") or FORMAT),
            quality=quality,
            size=str(size) if size else None,
            encoder=encoder,
        )

    def _film(self, payload: Mapping[str, Any]) -> tuple[Timeline, RenderOptions]:
        return load(payload["film"]), self._how(self._options(payload["output"]))

    def _render(self, work: Work) -> dict[str, Any]:
        film, options = self._film(work.job.payload)
        folder = self.config.data / "work"
        folder.mkdir(parents=True, exist_ok=True)
        # What a killed process left of it.
        for left in folder.glob(f"*{work.job.id}-*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        out = folder / f"{work.job.id}-{secrets.token_hex(4)}.{options.format}"
        report = self.studio.render(
            out, timeline=film, options=options, on_progress=_teller(work), cancel=work.cancel
        )
        told = out.with_name(out.name + ".report.json")
        told.unlink(missing_ok=True)
        sha256, size = file_digest(out), out.stat().st_size
        name = f"renders/{sha256[:2]}/{sha256}.{options.format}"
        keep(self.database, sha256, size, options.format or FORMAT)
        self.blobs.put(name, out)
        return {
            "file": name,
            "sha256": sha256,
            "size": size,
            "format": options.format,
            "duration": float(film.duration / film.rate),
            "subtitles": list(FORMS) if has_captions(film) else [],
            "report": report.to_json(),
        }

    def _how(self, options: RenderOptions) -> RenderOptions:
        shelf = self.config.data / "pieces"
        return replace(options, cache=shelf, cache_limit=self.config.shelf, shared=self.blobs)

    def _find(self, user: str, name: str) -> RowMapping | None:
        return self.database.row(select(exports).where(exports.c.user == user, exports.c.id == name))

    def _export(self, row: RowMapping) -> Export:
        return Export(row["id"], row["session"], row["user"], self.queue.get(row["job"]))


def _bundles(left: Mapping[str, float], most: int) -> list[list[str]]:
    """Neighbouring segments together, about as much work in each bundle, at most so many."""
    fair, filled = sum(left.values()) / max(1, most), 0.0
    bundles: list[list[str]] = []
    for name, share in left.items():
        # The sound is made by itself: the picture does not wait for it.
        if not bundles or filled >= fair or bundles[-1] == ["sound"]:
            bundles.append([])
            filled = 0.0
        bundles[-1].append(name)
        filled += share
    return bundles


def _teller(work: Work) -> Any:
    def tell(progress: Progress) -> None:
        work.tell(progress.done, STAGES[progress.stage])

    return tell
