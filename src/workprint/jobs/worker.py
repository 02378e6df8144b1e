"""A worker: takes jobs from the queue, does them, and holds its leases while it does."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from workprint.base import Fault, Text
from workprint.ffmpeg import Cancelled
from workprint.store import LEASE_SECONDS, Job, LeaseLost, New, Queue, StoreBroken

POLL_SECONDS = 0.2
"""How long a job waits at most that another process has queued."""
BEAT_SECONDS = 0.5
"""How often leases are renewed, and how soon a cancelled job learns of it."""
REAP_SECONDS = 2.0
TELL_SECONDS = 0.25

log = logging.getLogger(__name__)


@dataclass
class Work:
    """A job in the hands of a worker. What takes long looks at `cancel`."""

    job: Job
    queue: Queue
    owner: str
    worker: Worker
    cancel: threading.Event = field(default_factory=threading.Event)
    lost: bool = False
    _told: float = 0.0

    def step(self, name: str, do: Callable[[], Any]) -> Any:
        """Do a part of the job, unless it was done before: then what it came to. The result is JSON."""
        known = self.queue.step(self.job.id, name)
        if known is not None:
            return known
        if self.cancel.is_set():
            raise Cancelled()
        return self.queue.keep(self.job.id, self.owner, name, do())

    def split(self, parts: Sequence[New]) -> list[Job]:
        """Have parts of the job done by whoever is free, and help with them until all have ended; what
        became of each. Raises `Cancelled`."""
        with self.queue.database.change():
            for part in parts:
                self.queue.put(replace(part, parent=self.job.id, user=self.job.user))
        self.worker.wake()
        while not self.cancel.is_set():
            if self.worker.help(self.job):
                continue
            found = self.queue.children(self.job.id)
            if all(job.ended for job in found):
                return found
            self.worker.rest()
        raise Cancelled()

    def tell(self, progress: float, note: Text | None = None, *, now: bool = False) -> None:
        """Say how far it is: at most a few times a second, unless it has to be said `now`."""
        if not now and monotonic() - self._told < TELL_SECONDS:
            return
        self._told = monotonic()
        self.queue.tell(self.job.id, self.owner, min(1.0, progress), note)


Task = Callable[[Work], Any]
"""Does a job; what it returns is the job's result, as JSON. It may be begun again after a crash: what
it has done it does in steps, or so that doing it again changes nothing."""


class Worker:
    """Threads that do the jobs of some lanes, `lanes` says how many for each.

    Any number of workers, in one process or on many machines, share a queue. A thread more looks
    after the leases: it renews them, stops what is cancelled, and takes up what others left.
    """

    def __init__(self, queue: Queue, tasks: Mapping[str, Task], lanes: Mapping[str, int]) -> None:
        self.queue = queue
        self.tasks = tasks
        self.lanes = lanes
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._works: dict[str, Work] = {}
        self._lock = threading.Lock()
        self._awake = threading.Condition()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to work."""
        self.queue.present(self.name, list(self.lanes))
        beat = threading.Thread(target=self._look_after, name="workprint-leases", daemon=True)
        self._threads.append(beat)
        for lane, many in self.lanes.items():
            self._threads += [
                threading.Thread(
                    target=self._serve, args=(lane,), name=f"workprint-{lane}-{index}", daemon=True
                )
                for index in range(many)
            ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look for work at once: something was queued in this process."""
        with self._awake:
            self._awake.notify_all()

    def rest(self) -> None:
        """Wait until there may be something to do."""
        with self._awake:
            self._awake.wait(POLL_SECONDS)

    def help(self, job: Job) -> bool:
        """Do one part of a job in the thread that waits for it; whether there was one."""
        part = self.queue.claim(self.name, [job.lane], only=job.id)
        if part is not None:
            self._do(part)
        return part is not None

    def cancelled(self, job: str) -> None:
        """Stop a job at once if it is in the hands of this worker."""
        with self._lock:
            work = self._works.get(job)
        if work is not None:
            work.cancel.set()

    def stop(self, patience: float = 10.0) -> None:
        """Take no more work, finish what can be finished in `patience` seconds, give back the rest."""
        self._stopping.set()
        self.wake()
        until = monotonic() + patience
        working = [thread for thread in self._threads if thread.name != "workprint-leases"]
        for thread in working:
            thread.join(max(0.0, until - monotonic()))
        with self._lock:
            left = list(self._works.values())
        for work in left:
            work.lost = True
            work.cancel.set()
        for thread in working:
            thread.join(5)
        self.queue.gone(self.name)

    @property
    def busy(self) -> int:
        """How many jobs are in hand."""
        with self._lock:
            return len(self._works)

    def _serve(self, lane: str) -> None:
        while not self._stopping.is_set():
            try:
                job = self.queue.claim(self.name, [lane])
            except StoreBroken as error:
                log.warning("the database does not answer: %s", error)
                self._stopping.wait(1.0)
                continue
            if job is None:
                self.rest()
                continue
            self._do(job)

    def _do(self, job: Job) -> None:
        work = Work(job, self.queue, self.name, self)
        with self._lock:
            self._works[job.id] = work
        log.info("job begins", extra={"job": job.id, "kind": job.kind, "session": job.session})
        try:
            self._end(work, *self._outcome(work))
        finally:
            with self._lock:
                del self._works[job.id]
            self.wake()

    def _outcome(self, work: Work) -> tuple[Any, Mapping[str, Any] | None]:
        """What the job came to: a result, or a fault."""
        try:
            task = self.tasks.get(work.job.kind)
            if task is None:
                raise UnknownWork(kind=work.job.kind)
            if work.job.cancel:
                raise Cancelled()
            return task(work), None
        except Fault as fault:
            return None, told(fault)
        except Exception:
            log.exception("job broke", extra={"job": work.job.id, "kind": work.job.kind})
            return None, told(Broke())

    def _end(self, work: Work, result: Any, fault: Mapping[str, Any] | None) -> None:
        """Say what the job came to, as soon as the database takes it; nothing if it is another's now."""
        job = work.job
        while not work.lost:
            try:
                if fault is None:
                    self.queue.finish(job.id, self.name, result)
                elif fault["code"] in _UNSTEADY and job.attempts < 3:
                    self.queue.release(job.id, self.name, 1.0)
                else:
                    stopped = fault["code"] == Cancelled.code
                    self.queue.fail(job.id, self.name, fault, "cancelled" if stopped else "failed")
            except LeaseLost:
                break
            except StoreBroken as error:
                log.warning("the database does not answer: %s", error)
                if self._stopping.wait(1.0):
                    break
                continue
            log.info("job ends", extra={"job": job.id, "kind": job.kind, "fault": fault and fault["code"]})
            return
        log.warning("job was taken over", extra={"job": job.id, "kind": job.kind})

    def _look_after(self) -> None:
        renewed = reaped = monotonic()
        while not self._stopping.wait(BEAT_SECONDS) or self.busy:
            with self._lock:
                held = dict(self._works)
            try:
                still = self.queue.renew(self.name, list(held))
                renewed = monotonic()
                for job, work in held.items():
                    if still.get(job, True):
                        work.lost = work.lost or job not in still
                        work.cancel.set()
                if monotonic() - reaped > REAP_SECONDS:
                    reaped = monotonic()
                    self.queue.present(self.name, list(self.lanes))
                    if self.queue.reap():
                        self.wake()
            except StoreBroken as error:
                log.warning("the database does not answer: %s", error)
                if monotonic() - renewed > LEASE_SECONDS:
                    # By now others may have taken the jobs up: two must not work on one.
                    for work in held.values():
                        work.lost = True
                        work.cancel.set()


class UnknownWork(Fault):
    code = "unknown_work"
    en = "No part of this installation does work of the kind “{kind}”."
    zh = "此安装中没有处理“{kind}”类任务的部分。"


class Broke(Fault):
    code = "internal"
    en = "Workprint itself made a mistake here. Nothing was changed; the log tells more."
    zh = "Workprint 自身出错，未做任何更改；详情见日志。"


_UNSTEADY = frozenset((StoreBroken.code,))
"""Faults of the surroundings, which a little later may be gone."""


def told(fault: Fault) -> dict[str, Any]:
    """A fault as it is kept: its code, and its sentence in every language."""
    return {"code": fault.code, "en": fault.say("en"), "zh": fault.say("zh")}
