"""What is old: found in the database, by rules that say what is still needed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select

from workprint.store import ENDED, Database
from workprint.store.tables import (
    blobs,
    exports,
    hits,
    jobs,
    projects,
    revisions,
    runs,
    sessions,
    steps,
    tokens,
    uploads,
)

GRACE = 3600.0
"""Seconds that what belongs to nothing any more stays all the same: it may just be coming."""
RUN_ENDED = ("done", "failed", "aborted")
Kind = Literal["session", "export", "upload", "run", "job", "token", "count", "file", "kept", "leftover"]
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Old:
    """Something that nobody needs any more: its kind, its name (of tokens and counts, how many there are
    is all that is told), its bytes."""

    kind: Kind
    name: str = ""
    size: int = 0
    many: int = 1


class Past:
    """What is over in a database: `keep` seconds after its last use; uploads that rest for `unfinished`
    seconds before they are whole."""

    def __init__(self, database: Database, keep: float, unfinished: float) -> None:
        self.database = database
        self.keep = keep
        self.unfinished = unfinished

    def sessions(self, only: str = "") -> Iterator[Old]:
        """Sessions of users that were not used for long, and for which nothing is being done."""
        limit = self.database.now - self.keep
        name = projects.c.session
        busy = exists().where(jobs.c.session == name, jobs.c.state.not_in(ENDED))
        used = [
            exists().where(sessions.c.name == name, sessions.c.updated >= limit),
            exists().where(uploads.c.session == name, uploads.c.updated >= limit),
            exists().where(exports.c.session == name, exports.c.created >= limit),
            exists().where(runs.c.session == name, runs.c.created >= limit),
            exists().where(jobs.c.session == name, func.coalesce(jobs.c.finished, jobs.c.created) >= limit),
        ]
        query = select(name).where(projects.c.updated < limit, ~busy, *map(not_, used))
        for row in self.database.rows(query.where(name == only) if only else query):
            yield Old("session", row["session"])

    def exports(self, only: str = "") -> Iterator[Old]:
        """Exports whose term is over, by the names of their jobs."""
        limit = self.database.now - self.keep
        over = exists().where(jobs.c.id == exports.c.job, jobs.c.state.in_(ENDED), jobs.c.finished < limit)
        lost = and_(~exists().where(jobs.c.id == exports.c.job), exports.c.created < limit)
        query = select(exports.c.job).where(or_(over, lost))
        for row in self.database.rows(query.where(exports.c.job == only) if only else query):
            yield Old("export", row["job"])

    def uploads(self) -> Iterator[Old]:
        """Files that never came to their end, and those whose session is gone."""
        query = select(uploads.c.id, uploads.c.received).where(self.old_uploads())
        for row in self.database.rows(query):
            yield Old("upload", row["id"])

    def old_uploads(self) -> ColumnElement[bool]:
        now = self.database.now
        busy = exists().where(jobs.c.session == uploads.c.session, jobs.c.state.not_in(ENDED))
        orphan = ~exists().where(projects.c.session == uploads.c.session)
        return or_(
            and_(uploads.c.state == "receiving", ~busy, uploads.c.updated < now - self.unfinished),
            and_(uploads.c.state == "failed", uploads.c.updated < now - self.keep),
            and_(orphan, ~busy, uploads.c.updated < now - GRACE),
        )

    def runs(self) -> Iterator[Old]:
        """Messages and their events, that are over for long or whose session is gone."""
        for row in self.database.rows(select(runs.c.id).where(self.old_runs())):
            yield Old("run", row["id"])

    def old_runs(self) -> ColumnElement[bool]:
        now = self.database.now
        orphan = ~exists().where(projects.c.session == runs.c.session)
        before = or_(runs.c.finished < now - self.keep, and_(orphan, runs.c.finished < now - GRACE))
        return and_(runs.c.state.in_(RUN_ENDED), before)

    def jobs(self, exports_gone: Collection[str] = ()) -> Iterator[Old]:
        """Work that ended long ago, but for that of exports that are kept; `exports_gone` are not."""
        for row in self.database.rows(select(jobs.c.id).where(self._ended())):
            if row["id"] in exports_gone or self._of_no_export(row["id"]):
                yield Old("job", row["id"])

    def old_jobs(self) -> ColumnElement[bool]:
        return and_(self._ended(), ~exists().where(exports.c.job == jobs.c.id))

    def _ended(self) -> ColumnElement[bool]:
        whole = jobs.alias()
        needed = exists().where(whole.c.id == jobs.c.parent, whole.c.state.not_in(ENDED))
        over = and_(jobs.c.state.in_(ENDED), jobs.c.finished < self.database.now - self.keep)
        return and_(over, ~needed)

    def _of_no_export(self, job: str) -> bool:
        return self.database.row(select(exports.c.job).where(exports.c.job == job)) is None

    def counted(self) -> Iterator[Old]:
        """Tokens that have expired, counts of requests of times that are over: how many."""
        now = self.database.now
        for kind, query in (
            ("token", select(func.count().label("all")).select_from(tokens).where(tokens.c.expires < now)),
            ("count", select(func.count().label("all")).select_from(hits).where(hits.c.until < now)),
        ):
            row = self.database.row(query)
            if row is not None and row["all"]:
                yield Old("token" if kind == "token" else "count", many=int(row["all"]))

    def files(self, sessions_gone: Collection[str] = (), exports_gone: Collection[str] = ()) -> Iterator[Old]:
        """Files that nothing refers to any more, once those sessions and exports are gone."""
        unused = blobs.c.used < self.database.now - self.keep
        rows = self.database.rows(select(blobs.c.hash, blobs.c.kind, blobs.c.size).where(unused))
        needed = self._needed(sessions_gone, exports_gone) if rows else set()
        for row in rows:
            if row["hash"] not in needed:
                yield Old("file", f"{row['hash']}.{row['kind']}", row["size"])

    def _needed(self, sessions_gone: Collection[str], exports_gone: Collection[str]) -> set[str]:
        """The hashes that films, files, work under way and exports name."""
        found: set[str] = set()
        for row in self.database.rows(select(sessions.c.name)):
            if row["name"] not in sessions_gone:
                own = select(revisions.c.timeline).where(revisions.c.session == row["name"])
                found |= self._hashes(own)
        for row in self.database.rows(select(exports.c.job, exports.c.hash)):
            if row["job"] not in exports_gone:
                found.add(row["hash"] or "")
        for row in self.database.rows(select(uploads.c.session, uploads.c.hash).where(~self.old_uploads())):
            if row["session"] not in sessions_gone:
                found.add(row["hash"] or "")
        under_way = jobs.c.state.not_in(ENDED)
        found |= self._hashes(select(jobs.c.payload).where(under_way))
        found |= self._hashes(select(steps.c.result).join(jobs, jobs.c.id == steps.c.job).where(under_way))
        return found

    def _hashes(self, query: Select[tuple[str]]) -> set[str]:
        return {name for row in self.database.rows(query) for name in _HASH.findall(next(iter(row.values())))}

    def working(self) -> list[str]:
        """Jobs that wait or run."""
        return [row["id"] for row in self.database.rows(select(jobs.c.id).where(jobs.c.state.not_in(ENDED)))]

    def receiving(self) -> set[str]:
        """Uploads that are not at their end."""
        own = select(uploads.c.id).where(uploads.c.state.in_(("receiving", "fetching")))
        return {row["id"] for row in self.database.rows(own)}
