"""Work that outlives the process that began it: jobs, leased to workers, with steps that are kept.

A worker that takes a job holds a lease on it and renews it while it works. When the worker is gone, the
lease runs out and another takes the job up; the steps that were finished are not done again. A worker
that lost its lease can finish nothing any more: whoever has the job then does.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, exists, func, or_, select, update

from workprint.base import Text

from .database import Database
from .job import (
    ENDED,
    PRIORITIES,
    Dead,
    Job,
    LeaseLost,
    New,
    NoSuchJob,
    NotEnded,
    QueueFull,
    State,
    Stuck,
    WholeEnded,
    as_json,
    job_of,
    told,
)
from .tables import jobs, steps, workers
from .waiting import Waiting, lanes_text

LEASE_SECONDS = 6.0
"""How long a job waits for a worker that gives no sign of life any more."""
ATTEMPTS = 5
"""How often a job is begun without getting further before it counts as one that kills its workers."""
STUCK_SECONDS = 600.0
"""How long a job may make no progress before it is taken from its worker."""
LONGEST_QUEUE = 500
"""Jobs that may wait at once; more are refused."""
LONGEST_OWN_QUEUE = 50
"""Jobs of one user that may wait at once."""
_MARKS = 0x776B
"""Of the database's locks, those for jobs that run alone."""


class Queue:
    """The jobs of one database."""

    def __init__(
        self,
        database: Database,
        on_end: Callable[[Job], None] = lambda job: None,
        longest: int = LONGEST_QUEUE,
        own: int = LONGEST_OWN_QUEUE,
        stuck: float = STUCK_SECONDS,
    ) -> None:
        """`on_end` is called with each job that has ended, however it ended, once and in the same
        transaction: what it changes in the database is changed if and only if the job has ended.
        `stuck`: seconds without progress after which a job is taken from its worker."""
        self.database = database
        self.on_end = on_end
        self.longest = longest
        self.own = own
        self.stuck = stuck
        self.waiting = Waiting(database)

    def put(self, new: New) -> Job:
        """Queue a job; one with the same id is there only once, as it is. Inside `database.change()` it
        is queued together with whatever else is changed there. Raises `QueueFull`."""
        job_id = new.id or f"job_{secrets.token_hex(12)}"
        with self.database.change():
            known = self.find(job_id)
            if known is not None:
                return known
            urgency = PRIORITIES.get(new.kind, 50)
            if new.parent is None:
                self._room(new)
            else:
                urgency = self.get(new.parent).priority
            values = {
                "id": job_id, "kind": new.kind, "lane": new.lane, "priority": urgency,
                "user": new.user, "session": new.session, "parent": new.parent, "alone": new.alone,
                "payload": as_json(new.payload), "state": "queued", "progress": 0.0, "note": "{}",
                "cancel": False, "attempts": 0, "after": 0.0, "created": self.database.now,
            }  # fmt: skip
            self.database.run(self.database.insert(jobs).values(**values).on_conflict_do_nothing())
            return self.get(job_id)

    def _room(self, new: New) -> None:
        waiting = select(func.count().label("all")).where(jobs.c.state == "queued", jobs.c.parent.is_(None))
        for query, most in ((waiting, self.longest), (waiting.where(jobs.c.user == new.user), self.own)):
            found = self.database.row(query)
            if found and found["all"] >= most:
                raise QueueFull(waiting=found["all"], seconds=self.waiting.until_room(new.lane))

    def find(self, job: str) -> Job | None:
        row = self.database.row(select(jobs).where(jobs.c.id == job))
        return job_of(row) if row is not None else None

    def get(self, job: str) -> Job:
        """A job by its id. Raises `NoSuchJob`."""
        found = self.find(job)
        if found is None:
            raise NoSuchJob(job=job)
        return found

    def recent(self, states: Sequence[str] = (), many: int = 100) -> list[Job]:
        """The jobs of some states, or of all, newest first; parts of others not among them."""
        query = select(jobs).where(jobs.c.parent.is_(None))
        if states:
            query = query.where(jobs.c.state.in_(states))
        rows = self.database.rows(query.order_by(jobs.c.created.desc(), jobs.c.id).limit(many))
        return [job_of(row) for row in rows]

    def of_session(self, session: str, kind: str) -> list[Job]:
        """The jobs of a kind that a session has, oldest first."""
        own = select(jobs).where(jobs.c.session == session, jobs.c.kind == kind)
        return [job_of(row) for row in self.database.rows(own.order_by(jobs.c.created, jobs.c.id))]

    def children(self, parent: str) -> list[Job]:
        """The jobs that a job has split itself into."""
        own = select(jobs).where(jobs.c.parent == parent).order_by(jobs.c.created, jobs.c.id)
        return [job_of(row) for row in self.database.rows(own)]

    def ahead(self, job: Job) -> int:
        """How many jobs are begun before this one: those that wait in its lane and are more urgent or older."""
        return self.waiting.ahead(job)

    def claim(
        self, owner: str, lanes: Sequence[str], *, only: str | None = None, without: Sequence[str] = ()
    ) -> Job | None:
        """Take the next job: the most urgent, and among those one of the user for whom least is being
        done. It is this worker's until its lease runs out. `only`: of the children of that job;
        `without`: none of those."""
        query = self._next(lanes)
        if only is not None:
            query = query.where(jobs.c.parent == only)
        if without:
            query = query.where(jobs.c.id.not_in(without))
        if self.database.remote:
            return self._taken(owner, query.with_for_update(skip_locked=True, of=jobs))
        # A look costs nobody anything; a change makes all other writers wait.
        while (seen := self.database.row(query)) is not None:
            job = self._taken(owner, query.where(jobs.c.id == seen["id"]))
            if job is not None:
                return job
        return None

    def _taken(self, owner: str, query: Select[Any]) -> Job | None:
        """The job that a query finds, now in the owner's hands."""
        with self.database.change():
            row = self.database.row(query)
            if row is None or not self._alone(row["alone"]):
                return None
            now = self.database.now
            self.database.run(
                update(jobs)
                .where(jobs.c.id == row["id"])
                .values(
                    state="running", owner=owner, lease=now + LEASE_SECONDS, attempts=jobs.c.attempts + 1,
                    started=func.coalesce(jobs.c.started, now), moved=now,
                )
            )  # fmt: skip
            return self.get(row["id"])

    def _next(self, lanes: Sequence[str]) -> Select[Any]:
        """The job that is to be begun next, of those that wait."""
        busy = (
            select(jobs.c.user, func.count().label("running"))
            .where(jobs.c.state == "running")
            .group_by(jobs.c.user)
            .subquery()
        )
        other = jobs.alias()
        older = or_(
            other.c.created < jobs.c.created,
            and_(other.c.created == jobs.c.created, other.c.id < jobs.c.id),
        )
        in_the_way = exists().where(
            other.c.alone == jobs.c.alone,
            other.c.id != jobs.c.id,
            or_(other.c.state == "running", and_(other.c.state == "queued", older)),
        )
        return (
            select(jobs.c.id, jobs.c.alone)
            .outerjoin(busy, busy.c.user == jobs.c.user)
            .where(jobs.c.state == "queued", jobs.c.lane.in_(lanes), jobs.c.after <= self.database.now)
            .where(or_(jobs.c.alone.is_(None), ~in_the_way))
            .order_by(jobs.c.priority, func.coalesce(busy.c.running, 0), jobs.c.created, jobs.c.id)
            .limit(1)
        )

    def _alone(self, mark: str | None) -> bool:
        """Whether no other job with that mark is under way, asked so that no two workers ask at once:
        where writers do not wait for each other, what one has just begun is not seen by the other."""
        if mark is None or not self.database.remote:
            return True
        lock = select(func.pg_try_advisory_xact_lock(_MARKS, func.hashtext(mark)).label("got"))
        got = self.database.row(lock)
        under_way = select(jobs.c.id).where(jobs.c.alone == mark, jobs.c.state == "running")
        return bool(got and got["got"]) and self.database.row(under_way) is None

    def renew(self, owner: str, held: Sequence[str]) -> dict[str, bool]:
        """Hold on to jobs for another lease; those still held, each with whether it is to be given up."""
        if not held:
            return {}
        mine = and_(jobs.c.id.in_(held), jobs.c.owner == owner, jobs.c.state == "running")
        with self.database.change():
            self.database.run(update(jobs).where(mine).values(lease=self.database.now + LEASE_SECONDS))
            return {row["id"]: bool(row["cancel"]) for row in self.database.rows(select(jobs).where(mine))}

    def tell(self, job: str, owner: str, progress: float, note: Text | None = None) -> None:
        """Say how far a job is, from 0 to 1 and in words. It never goes back; one that gets further has
        not been begun in vain."""
        further = jobs.c.progress < progress
        values: dict[str, Any] = {
            "progress": progress,
            "moved": case((further, self.database.now), else_=jobs.c.moved),
            "attempts": case((further, 1), else_=jobs.c.attempts),
        }
        if note is not None:
            values["note"] = as_json(note)
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
            now = self.database.now
            values = {"job": job, "name": name, "result": as_json(result), "created": now}
            if self.database.run(self.database.insert(steps).values(**values).on_conflict_do_nothing()):
                self.database.run(update(jobs).where(jobs.c.id == job).values(moved=now, attempts=1))
            return self.step(job, name)

    def finish(self, job: str, owner: str, result: Any) -> None:
        """The job is done. Raises `LeaseLost`."""
        self._end_mine(job, owner, {"state": "done", "result": as_json(result), "progress": 1.0})

    def fail(self, job: str, owner: str, error: Mapping[str, Any], state: State = "failed") -> None:
        """The job cannot be done, or (`cancelled`) is not to be. Raises `LeaseLost`."""
        self._end_mine(job, owner, {"state": state, "error": as_json(error)})

    def release(self, job: str, owner: str, seconds: float, note: Text) -> None:
        """Put a job back for any worker, for `seconds` from now on, and say why."""
        mine = and_(jobs.c.id == job, jobs.c.owner == owner, jobs.c.state == "running")
        later = {"after": self.database.now + seconds, "note": as_json(note)}
        self.database.run(update(jobs).where(mine).values(**_QUEUED, **later))

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
        """Take up again what was left by workers that are gone, and what makes no progress; how many
        jobs that were. Jobs begun too often without getting further are dead then."""
        now = self.database.now
        part = jobs.alias()
        has_parts = exists().where(part.c.parent == jobs.c.id, part.c.state.not_in(ENDED))
        late = and_(jobs.c.state == "running", jobs.c.lease < now)
        stuck = and_(jobs.c.state == "running", jobs.c.moved < now - self.stuck, ~has_parts)
        if self.database.row(select(jobs.c.id).where(or_(late, stuck))) is None:
            return 0
        with self.database.change():
            return self._take_back(late, told(Dead)) + self._take_back(stuck, told(Stuck))

    def _take_back(self, which: ColumnElement[bool], error: Mapping[str, Any]) -> int:
        self._end(and_(which, jobs.c.cancel.is_(True)), {"state": "cancelled"})
        self._end(and_(which, jobs.c.attempts >= ATTEMPTS), {"state": "dead", "error": as_json(error)})
        return self.database.run(update(jobs).where(which).values(**_QUEUED))

    def retry(self, job: str) -> Job:
        """Give a job that did not come to its end another chance; its finished steps stay finished.
        Raises `NotEnded`."""
        with self.database.change():
            found = self.get(job)
            if found.state not in ("dead", "failed", "cancelled"):
                raise NotEnded(job=job, state=found.state)
            again = {"attempts": 0, "error": None, "cancel": False, "finished": None, "after": 0.0}
            self.database.run(update(jobs).where(jobs.c.id == job).values(**_QUEUED, **again))
            # Its parts are cut anew.
            self.database.run(delete(jobs).where(jobs.c.parent == job, jobs.c.state != "done"))
            return self.get(job)

    def counts(self) -> dict[str, int]:
        """How many jobs there are of each state."""
        query = select(jobs.c.state, func.count().label("all")).group_by(jobs.c.state)
        return {row["state"]: int(row["all"]) for row in self.database.rows(query)}

    def forget(self, older: float) -> int:
        """Remove the ended jobs that ended more than `older` seconds ago; how many."""
        old = and_(jobs.c.state.in_(ENDED), jobs.c.finished < self.database.now - older)
        return self.database.run(delete(jobs).where(old))

    def present(self, worker: str, lanes: Mapping[str, int]) -> None:
        """Say that a worker is there, and how many jobs of each lane it does at once."""
        now = self.database.now
        row = {"id": worker, "lanes": lanes_text(lanes), "started": now, "seen": now}
        self.database.upsert(workers, row, keep=("started",))

    def gone(self, worker: str, *, killed: bool = False) -> int:
        """Say that a worker is there no more; what it still holds is taken up by others at once. How
        many jobs that are. One whose worker was `killed` may be why."""
        with self.database.change():
            self.database.run(delete(workers).where(workers.c.id == worker))
            left = and_(jobs.c.owner == worker, jobs.c.state == "running")
            if killed:
                return self._take_back(left, told(Dead))
            back = {"attempts": jobs.c.attempts - 1}
            return self.database.run(update(jobs).where(left).values(**_QUEUED, **back))

    def at_work(self, lane: str = "") -> list[str]:
        """The workers that are there, or only those for a lane."""
        return self.waiting.at_work(lane)

    def _mine(self, job: str, owner: str) -> None:
        mine = and_(jobs.c.id == job, jobs.c.owner == owner, jobs.c.state == "running")
        if self.database.row(select(jobs.c.id).where(mine).with_for_update()) is None:
            raise LeaseLost(job=job)

    def _end_mine(self, job: str, owner: str, values: Mapping[str, Any]) -> None:
        with self.database.change():
            self._mine(job, owner)
            self._end(jobs.c.id == job, values)

    def _end(self, which: ColumnElement[bool], values: Mapping[str, Any]) -> None:
        ended = {**values, "finished": self.database.now, "lease": None}
        query = select(jobs.c.id).where(which).order_by(jobs.c.id).with_for_update()
        for row in self.database.rows(query):
            self.database.run(update(jobs).where(jobs.c.id == row["id"]).values(**ended))
            self.on_end(self.get(row["id"]))
            if values["state"] != "done":
                self._end_parts(row["id"])

    def _end_parts(self, parent: str) -> None:
        """Nobody waits for the parts of a job that has ended."""
        parts = and_(jobs.c.parent == parent, jobs.c.state == "queued")
        self._end(parts, {"state": "cancelled", "cancel": True, "error": as_json(told(WholeEnded))})
        running = and_(jobs.c.parent == parent, jobs.c.state == "running")
        self.database.run(update(jobs).where(running).values(cancel=True))


_QUEUED: Mapping[str, Any] = {"state": "queued", "owner": None, "lease": None}
