"""Work that outlives the process that began it: jobs, leased to workers, with steps that are kept.

A worker that takes a job holds a lease on it and renews it while it works. When the worker is gone, the
lease runs out and another takes the job up; the steps that were finished are not done again. A worker
that lost its lease can finish nothing any more: whoever has the job then does.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, RowMapping, and_, delete, exists, func, or_, select, update

from workprint.base import Fault, Text

from .database import Database
from .tables import jobs, steps, workers

LEASE_SECONDS = 6.0
"""How long a job waits for a worker that gives no sign of life any more."""
ATTEMPTS = 5
"""How often a job is begun before it counts as one that kills its workers."""
LONGEST_QUEUE = 500
"""Jobs that may wait at once; more are refused."""
LONGEST_OWN_QUEUE = 50
"""Jobs of one user that may wait at once."""

State = Literal["queued", "running", "done", "failed", "cancelled", "dead"]
ENDED = ("done", "failed", "cancelled", "dead")

PRIORITIES = {"turn": 0, "preview": 10, "ingest": 20, "export": 30, "piece": 30, "tidy": 90}
"""What is waited for goes first: an answer, a preview, footage being taken in, then exports."""


class QueueFull(Fault):
    code = "queue_full"
    en = "There is more to do than this server can take ({waiting} jobs wait). Nothing was begun; try again in {seconds} s."
    zh = "服务器任务已满（{waiting} 个任务在等待）。未开始任何操作，请在 {seconds} 秒后重试。"


class NoSuchJob(Fault):
    code = "no_such_job"
    en = "There is no job {job}."
    zh = "没有任务 {job}。"


class LeaseLost(Fault):
    code = "lease_lost"
    en = "The job {job} was taken over by another worker."
    zh = "任务 {job} 已由另一个工作进程接管。"


@dataclass(frozen=True)
class Job:
    """One piece of work. `result` is there when it is done, `error` (a fault: its code, and a
    sentence per language) when it is not."""

    id: str
    kind: str
    lane: str
    priority: int
    user: str
    session: str | None
    parent: str | None
    alone: str | None
    payload: Mapping[str, Any]
    state: State
    progress: float
    note: Text
    result: Any
    error: Mapping[str, Any] | None
    cancel: bool
    attempts: int
    owner: str | None
    created: float
    started: float | None
    finished: float | None

    @property
    def ended(self) -> bool:
        return self.state in ENDED


@dataclass(frozen=True)
class New:
    """A job to be queued. Without an `id` it gets one."""

    kind: str
    payload: Mapping[str, Any]
    user: str
    session: str | None = None
    lane: str = "cpu"
    alone: str | None = None
    parent: str | None = None
    id: str = ""


class Queue:
    """The jobs of one database."""

    def __init__(
        self,
        database: Database,
        on_end: Callable[[Job], None] = lambda job: None,
        longest: int = LONGEST_QUEUE,
        own: int = LONGEST_OWN_QUEUE,
    ) -> None:
        """`on_end` is called with each job that has ended, however it ended, once and in the same
        transaction: what it changes in the database is changed if and only if the job has ended."""
        self.database = database
        self.on_end = on_end
        self.longest = longest
        self.own = own

    def put(self, new: New) -> Job:
        """Queue a job; one with the same id is there only once, as it is. Inside `database.change()` it
        is queued together with whatever else is changed there. Raises `QueueFull`."""
        job_id = new.id or f"job_{secrets.token_hex(12)}"
        with self.database.change():
            known = self.find(job_id)
            if known is not None:
                return known
            if new.parent is None:
                self._room(new.user)
            values = {
                "id": job_id, "kind": new.kind, "lane": new.lane, "priority": PRIORITIES.get(new.kind, 50),
                "user": new.user, "session": new.session, "parent": new.parent, "alone": new.alone,
                "payload": _json(new.payload), "state": "queued", "progress": 0.0, "note": "{}",
                "cancel": False, "attempts": 0, "after": 0.0, "created": self.database.now,
            }  # fmt: skip
            self.database.run(jobs.insert().values(**values))
            return self.get(job_id)

    def _room(self, user: str) -> None:
        waiting = select(func.count().label("all")).where(jobs.c.state == "queued", jobs.c.parent.is_(None))
        for query, most in ((waiting, self.longest), (waiting.where(jobs.c.user == user), self.own)):
            found = self.database.row(query)
            if found and found["all"] >= most:
                raise QueueFull(waiting=found["all"], seconds=30)

    def find(self, job: str) -> Job | None:
        row = self.database.row(select(jobs).where(jobs.c.id == job))
        return _job(row) if row is not None else None

    def get(self, job: str) -> Job:
        """A job by its id. Raises `NoSuchJob`."""
        found = self.find(job)
        if found is None:
            raise NoSuchJob(job=job)
        return found

    def of_session(self, session: str, kind: str) -> list[Job]:
        """The jobs of a kind that a session has, oldest first."""
        own = select(jobs).where(jobs.c.session == session, jobs.c.kind == kind)
        return [_job(row) for row in self.database.rows(own.order_by(jobs.c.created, jobs.c.id))]

    def children(self, parent: str) -> list[Job]:
        """The jobs that a job has split itself into."""
        own = select(jobs).where(jobs.c.parent == parent).order_by(jobs.c.created, jobs.c.id)
        return [_job(row) for row in self.database.rows(own)]

    def ahead(self, job: Job) -> int:
        """How many jobs are begun before this one: those that wait in its lane and are more urgent or older."""
        before = or_(
            jobs.c.priority < job.priority,
            and_(jobs.c.priority == job.priority, jobs.c.created < job.created),
        )
        waiting = and_(jobs.c.state == "queued", jobs.c.lane == job.lane)
        row = self.database.row(select(func.count().label("all")).where(waiting, before))
        return int(row["all"]) if row else 0

    def claim(self, owner: str, lanes: Sequence[str], *, only: str | None = None) -> Job | None:
        """Take the next job: the most urgent, and among those one of the user for whom least is being
        done. It is this worker's until its lease runs out. `only`: of the children of that job."""
        busy = (
            select(jobs.c.user, func.count().label("running"))
            .where(jobs.c.state == "running")
            .group_by(jobs.c.user)
            .subquery()
        )
        other = jobs.alias()
        in_the_way = exists().where(
            other.c.alone == jobs.c.alone,
            other.c.id != jobs.c.id,
            or_(
                other.c.state == "running",
                and_(other.c.state == "queued", other.c.created < jobs.c.created),
            ),
        )
        query = (
            select(jobs.c.id)
            .outerjoin(busy, busy.c.user == jobs.c.user)
            .where(jobs.c.state == "queued", jobs.c.lane.in_(lanes), jobs.c.after <= self.database.now)
            .where(~in_the_way)
            .order_by(jobs.c.priority, func.coalesce(busy.c.running, 0), jobs.c.created, jobs.c.id)
            .limit(1)
        )
        if only is not None:
            query = query.where(jobs.c.parent == only)
        # A look costs nobody anything; taking it does.
        if self.database.row(query) is None:
            return None
        with self.database.change():
            row = self.database.row(query.with_for_update(skip_locked=True, of=jobs))
            if row is None:
                return None
            self.database.run(
                update(jobs)
                .where(jobs.c.id == row["id"])
                .values(
                    state="running", owner=owner, lease=self.database.now + LEASE_SECONDS,
                    attempts=jobs.c.attempts + 1, started=func.coalesce(jobs.c.started, self.database.now),
                )
            )  # fmt: skip
            return self.get(row["id"])

    def renew(self, owner: str, held: Sequence[str]) -> dict[str, bool]:
        """Hold on to jobs for another lease; those still held, each with whether it is to be given up."""
        if not held:
            return {}
        mine = and_(jobs.c.id.in_(held), jobs.c.owner == owner, jobs.c.state == "running")
        with self.database.change():
            self.database.run(update(jobs).where(mine).values(lease=self.database.now + LEASE_SECONDS))
            return {row["id"]: bool(row["cancel"]) for row in self.database.rows(select(jobs).where(mine))}

    def tell(self, job: str, owner: str, progress: float, note: Text | None = None) -> None:
        """Say how far a job is, from 0 to 1 and in words. It never goes back."""
        values: dict[str, Any] = {"progress": progress}
        if note is not None:
            values["note"] = _json(note)
        mine = and_(jobs.c.id == job, jobs.c.owner == owner, jobs.c.progress <= progress)
        self.database.run(update(jobs).where(mine).values(**values))

    def step(self, job: str, name: str) -> Any:
        """What a step of a job came to, if it was finished by anyone; else None."""
        row = self.database.row(select(steps.c.result).where(steps.c.job == job, steps.c.name == name))
        return None if row is None else json.loads(row["result"])

    def keep(self, job: str, owner: str, name: str, result: Any) -> Any:
        """Note that a step is finished. Whoever was first is right. Raises `LeaseLost`."""
        with self.database.change():
            self._mine(job, owner)
            values = {"job": job, "name": name, "result": _json(result), "created": self.database.now}
            self.database.run(self.database.insert(steps).values(**values).on_conflict_do_nothing())
            return self.step(job, name)

    def finish(self, job: str, owner: str, result: Any) -> None:
        """The job is done. Raises `LeaseLost`."""
        self._end_mine(job, owner, {"state": "done", "result": _json(result), "progress": 1.0})

    def fail(self, job: str, owner: str, error: Mapping[str, Any], state: State = "failed") -> None:
        """The job cannot be done, or (`cancelled`) is not to be. Raises `LeaseLost`."""
        self._end_mine(job, owner, {"state": state, "error": _json(error)})

    def release(self, job: str, owner: str, seconds: float = 0.0) -> None:
        """Put a job back for any worker, as if it had not been begun, for `seconds` from now on."""
        mine = and_(jobs.c.id == job, jobs.c.owner == owner, jobs.c.state == "running")
        again = {"state": "queued", "owner": None, "lease": None, "after": self.database.now + seconds}
        self.database.run(update(jobs).where(mine).values(attempts=jobs.c.attempts - 1, **again))

    def cancel(self, job: str) -> Job:
        """Stop a job and those it split itself into: those that wait at once, one under way within
        a second."""
        family = or_(jobs.c.id == job, jobs.c.parent == job)
        with self.database.change():
            self._end(and_(family, jobs.c.state == "queued"), {"state": "cancelled", "cancel": True})
            running = and_(family, jobs.c.state == "running")
            self.database.run(update(jobs).where(running).values(cancel=True))
            return self.get(job)

    def reap(self) -> int:
        """Take up again what was left by workers that are gone; how many jobs that were. Jobs begun too
        often are dead then."""
        late = and_(jobs.c.state == "running", jobs.c.lease < self.database.now)
        if self.database.row(select(jobs.c.id).where(late)) is None:
            return 0
        with self.database.change():
            self._end(and_(late, jobs.c.cancel.is_(True)), {"state": "cancelled"})
            self._end(and_(late, jobs.c.attempts >= ATTEMPTS), {"state": "dead", "error": _json(_DEAD)})
            return self.database.run(update(jobs).where(late).values(state="queued", owner=None, lease=None))

    def dead(self) -> list[Job]:
        """The jobs that killed their workers, newest first."""
        query = select(jobs).where(jobs.c.state == "dead").order_by(jobs.c.created.desc())
        return [_job(row) for row in self.database.rows(query)]

    def retry(self, job: str) -> Job:
        """Give a dead or failed job another chance; its finished steps stay finished."""
        ended = and_(jobs.c.id == job, jobs.c.state.in_(("dead", "failed", "cancelled")))
        again = {
            "state": "queued", "attempts": 0, "owner": None, "lease": None, "error": None,
            "cancel": False, "finished": None,
        }  # fmt: skip
        self.database.run(update(jobs).where(ended).values(**again))
        return self.get(job)

    def counts(self) -> dict[str, int]:
        """How many jobs there are of each state."""
        query = select(jobs.c.state, func.count().label("all")).group_by(jobs.c.state)
        return {row["state"]: int(row["all"]) for row in self.database.rows(query)}

    def forget(self, older: float) -> int:
        """Remove the ended jobs that ended more than `older` seconds ago; how many."""
        old = and_(jobs.c.state.in_(ENDED), jobs.c.finished < self.database.now - older)
        return self.database.run(delete(jobs).where(old))

    def present(self, worker: str, lanes: Sequence[str]) -> None:
        """Say that a worker is there."""
        now = self.database.now
        self.database.upsert(
            workers, {"id": worker, "lanes": " ".join(lanes), "started": now, "seen": now}, keep=("started",)
        )

    def gone(self, worker: str) -> None:
        """Say that a worker stops; what it still holds is taken up by others at once."""
        with self.database.change():
            self.database.run(delete(workers).where(workers.c.id == worker))
            left = and_(jobs.c.owner == worker, jobs.c.state == "running")
            self.database.run(update(jobs).where(left).values(state="queued", owner=None, lease=None))

    def at_work(self) -> list[str]:
        """The workers that gave a sign of life within a lease."""
        seen = workers.c.seen > self.database.now - LEASE_SECONDS
        return [row["id"] for row in self.database.rows(select(workers).where(seen))]

    def _mine(self, job: str, owner: str) -> None:
        mine = and_(jobs.c.id == job, jobs.c.owner == owner, jobs.c.state == "running")
        if self.database.row(select(jobs.c.id).where(mine)) is None:
            raise LeaseLost(job=job)

    def _end_mine(self, job: str, owner: str, values: Mapping[str, Any]) -> None:
        with self.database.change():
            self._mine(job, owner)
            self._end(jobs.c.id == job, values)

    def _end(self, which: ColumnElement[bool], values: Mapping[str, Any]) -> None:
        ended = {**values, "finished": self.database.now, "lease": None}
        found = [row["id"] for row in self.database.rows(select(jobs.c.id).where(which).with_for_update())]
        for job in found:
            self.database.run(update(jobs).where(jobs.c.id == job).values(**ended))
            self.on_end(self.get(job))


class Dead(Fault):
    code = "dead"
    en = "This broke the program that worked on it, several times. It is kept to be looked at."
    zh = "该任务多次导致处理程序崩溃，已保留以供检查。"


_DEAD = {"code": Dead.code, "en": Dead.en, "zh": Dead.zh}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _job(row: RowMapping) -> Job:
    fields = {name: row[name] for name in Job.__dataclass_fields__ if name in row}
    fields["payload"] = json.loads(row["payload"])
    fields["note"] = json.loads(row["note"])
    fields["result"] = json.loads(row["result"]) if row["result"] else None
    fields["error"] = json.loads(row["error"]) if row["error"] else None
    return Job(**fields)
