"""How long what waits will wait: from how long such work took lately, and from how many do it."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from sqlalchemy import and_, func, or_, select

from .database import Database
from .job import Job
from .tables import jobs, workers

SEEN_SECONDS = 6.0
"""How long a worker counts as there after its last sign of life."""
LATELY = 30
"""Jobs whose time tells how long the next will take."""
USUAL_SECONDS = 20.0
"""How long a job takes where none has been done yet."""


class Waiting:
    """The waiting of the jobs of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def at_work(self, lane: str = "") -> list[str]:
        """The workers that are there, or only those for a lane."""
        return [worker for worker, lanes in self._there().items() if not lane or lane in lanes]

    def places(self, lane: str) -> int:
        """How many jobs of a lane are done at once."""
        return sum(lanes.get(lane, 0) for lanes in self._there().values())

    def ahead(self, job: Job) -> int:
        """How many jobs are begun before this one: those that wait in its lane and are more urgent or older."""
        before = or_(
            jobs.c.priority < job.priority,
            and_(jobs.c.priority == job.priority, jobs.c.created < job.created),
        )
        waiting = and_(jobs.c.state == "queued", jobs.c.lane == job.lane)
        return self._many(and_(waiting, before))

    def until_begun(self, job: Job) -> int | None:
        """Seconds until a job that waits is begun, as far as can be told; None where nobody does such work."""
        places = self.places(job.lane)
        if not places:
            return None
        running = self._many(and_(jobs.c.state == "running", jobs.c.lane == job.lane))
        in_front = self.ahead(job) + max(0, running - places + 1)
        return ceil(in_front / places * self.usual(job.lane))

    def left(self, job: Job) -> int | None:
        """Seconds until a job is done, by how far it is and how long that took; for one that waits, by how
        long such work takes. None where that cannot be told."""
        if job.ended:
            return 0
        if job.state == "queued":
            begun = self.until_begun(job)
            return None if begun is None else begun + ceil(self.usual(job.lane))
        now = self.database.row(select(self.database.now.label("now")))
        taken = float(now["now"]) - (job.started or 0.0) if now else 0.0
        if job.progress < 0.02:
            return ceil(max(0.0, self.usual(job.lane) - taken))
        return ceil(taken / job.progress * (1 - job.progress))

    def until_room(self, lane: str) -> int:
        """Seconds until one more job fits into a full queue: until the next of its lane ends."""
        return max(1, min(600, ceil(self.usual(lane) / max(1, self.places(lane)))))

    def usual(self, lane: str) -> float:
        """Seconds that a job of a lane takes, by those that ended last."""
        last = (
            select((jobs.c.finished - jobs.c.started).label("took"))
            .where(jobs.c.state == "done", jobs.c.lane == lane, jobs.c.parent.is_(None))
            .where(jobs.c.started.is_not(None))
            .order_by(jobs.c.finished.desc())
            .limit(LATELY)
            .subquery()
        )
        row = self.database.row(select(func.avg(last.c.took).label("took")))
        return USUAL_SECONDS if row is None or row["took"] is None else max(0.05, float(row["took"]))

    def counts(self) -> dict[str, dict[str, int]]:
        """How many jobs there are of each state, by lane."""
        query = select(jobs.c.lane, jobs.c.state, func.count().label("all"))
        found: dict[str, dict[str, int]] = {}
        for row in self.database.rows(query.group_by(jobs.c.lane, jobs.c.state)):
            found.setdefault(row["lane"], {})[row["state"]] = int(row["all"])
        return found

    def _many(self, which: object) -> int:
        row = self.database.row(select(func.count().label("all")).select_from(jobs).where(which))  # type: ignore[arg-type]
        return int(row["all"]) if row else 0

    def _there(self) -> dict[str, dict[str, int]]:
        seen = workers.c.seen > self.database.now - SEEN_SECONDS
        return {row["id"]: lanes_of(row["lanes"]) for row in self.database.rows(select(workers).where(seen))}


def lanes_text(lanes: Mapping[str, int]) -> str:
    """Lanes as a worker's row has them."""
    return " ".join(f"{lane}={many}" for lane, many in lanes.items())


def lanes_of(text: str) -> dict[str, int]:
    return {name: int(many) for name, _, many in (each.partition("=") for each in text.split())}
