"""A worker: takes jobs from the queue, does them, and holds its leases while it does."""

from __future__ import annotations

import errno
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from workprint.base import Fault
from workprint.ffmpeg import Cancelled, stopped_by_others
from workprint.store import (
    ATTEMPTS,
    LEASE_SECONDS,
    Job,
    LeaseLost,
    Presence,
    Queue,
    StorageBroken,
    StoreBroken,
    told,
)

from .work import Task, Work
from .workplace import DiskFull

POLL_SECONDS = 0.2
"""How long a job waits at most that another process has queued."""
BEAT_SECONDS = 0.5
"""How often leases are renewed, and how soon a cancelled job learns of it."""
REAP_SECONDS = 1.0
ALONE_SECONDS = 60.0
"""How long a worker goes on that cannot reach the database: nobody else may be able to either, and what it
does is kept by its content."""
PAUSE_SECONDS = 60.0
"""The longest pause of a job that the surroundings hinder (a full disk, a database that is gone)."""
HINDERED = 16
"""How often such a job is begun again before it fails, with pauses that grow: about a quarter of an hour."""

log = logging.getLogger(__name__)


class Worker:
    """Threads that do the jobs of some lanes, `lanes` says how many for each.

    Any number of workers, in one process or on many machines, share a queue. A thread more looks
    after the leases: it renews them, stops what is cancelled, and takes up what others left.
    """

    def __init__(
        self, queue: Queue, tasks: Mapping[str, Task], lanes: Mapping[str, int], folder: Path | None = None
    ) -> None:
        """In `folder` the workers of a machine see at once which of them were killed; without one they
        wait for its leases to run out."""
        self.queue = queue
        self.tasks = tasks
        self.lanes = lanes
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.presence = Presence(folder, self.name) if folder is not None else None
        self._works: dict[str, Work] = {}
        self._lock = threading.Lock()
        self._awake = threading.Condition()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to work."""
        if self.presence is not None:
            self.presence.hold()
        self.queue.present(self.name, self.lanes)
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
        part = self._claimed(job.lane, only=job.id)
        if part is not None:
            self._do(part)
        return part is not None

    def cancelled(self, job: str) -> None:
        """Stop a job at once if it is in the hands of this worker."""
        with self._lock:
            work = self._works.get(job)
        if work is not None:
            work.cancel.set()

    def drain(self) -> None:
        """Take no more work; what is in hand goes on."""
        self._stopping.set()
        self.wake()

    def stop(self, patience: float = 10.0) -> None:
        """Take no more work, finish what can be finished in `patience` seconds, give back the rest."""
        self.drain()
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
        try:
            self.queue.gone(self.name)
        except StoreBroken as error:
            log.warning("the database does not answer; what was in hand is taken up later: %s", error)
        if self.presence is not None:
            self.presence.leave()

    @property
    def busy(self) -> int:
        """How many jobs are in hand."""
        with self._lock:
            return len(self._works)

    def _serve(self, lane: str) -> None:
        while not self._stopping.is_set():
            try:
                job = self._claimed(lane)
                if job is None:
                    self.rest()
                else:
                    self._do(job)
            except Exception as error:
                # Whatever it was, it is no reason to stop working: what was in hand is taken up again.
                _warn(error)
                self._stopping.wait(1.0)

    def _claimed(self, lane: str, only: str | None = None) -> Job | None:
        """A job that is now in this worker's hands, and is not already: one taken back from it for being
        late may still be on its way out."""
        with self._lock:
            held = list(self._works)
        return self.queue.claim(self.name, [lane], only=only, without=held)

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

    def _outcome(self, work: Work) -> tuple[Any, Fault | None]:
        """What the job came to: a result, or a fault."""
        try:
            task = self.tasks.get(work.job.kind)
            if task is None:
                raise UnknownWork(kind=work.job.kind)
            if work.job.cancel:
                raise Cancelled()
            return task(work), None
        except Fault as fault:
            return None, fault
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return None, DiskFull(path=str(error.filename or ""))
            log.exception("job broke", extra={"job": work.job.id, "kind": work.job.kind})
            return None, Broke()
        except Exception:
            log.exception("job broke", extra={"job": work.job.id, "kind": work.job.kind})
            return None, Broke()

    def _end(self, work: Work, result: Any, fault: Fault | None) -> None:
        """Say what the job came to, as soon as the database takes it; nothing if it is another's now."""
        job = work.job
        while not work.lost:
            try:
                self._say_end(work, result, fault)
            except LeaseLost:
                break
            except StoreBroken as error:
                _warn(error)
                time.sleep(BEAT_SECONDS)
                continue
            log.info("job ends", extra={"job": job.id, "kind": job.kind, "fault": fault and fault.code})
            return
        log.warning("job was taken over", extra={"job": job.id, "kind": job.kind})

    def _say_end(self, work: Work, result: Any, fault: Fault | None) -> None:
        job = work.job
        if fault is None:
            self.queue.finish(job.id, self.name, result)
            return
        if hindered(fault, self.queue.get(job.id).attempts):
            pause = min(PAUSE_SECONDS, 2.0 ** (job.attempts - 1))
            self.queue.release(job.id, self.name, pause, {"en": fault.say("en"), "zh": fault.say("zh")})
            return
        stopped = fault.code == Cancelled.code
        self.queue.fail(job.id, self.name, told(fault), "cancelled" if stopped else "failed")

    def _look_after(self) -> None:
        """Renew the leases, stop what is to be stopped, take up what others left.

        After a time in which the database could not be asked, leases have run out whose holders are well:
        they are given time to renew them before anything is taken up.
        """
        answered = steady = reaped = time.time()
        while not self._stopping.wait(BEAT_SECONDS) or self.busy:
            if self._stopping.is_set():
                time.sleep(BEAT_SECONDS / 5)
            try:
                self._renew()
                if time.time() - answered > LEASE_SECONDS / 2:
                    steady = time.time()
                answered = time.time()
                if answered - reaped > REAP_SECONDS:
                    reaped = answered
                    self._reap(late=answered - steady > LEASE_SECONDS)
            except Exception as error:
                _warn(error)
                if time.time() - answered > ALONE_SECONDS:
                    self._give_up()

    def _renew(self) -> None:
        with self._lock:
            held = dict(self._works)
        still = self.queue.renew(self.name, list(held))
        for job, work in held.items():
            if still.get(job, True):
                work.lost = work.lost or job not in still
                work.cancel.set()

    def _reap(self, late: bool) -> None:
        self.queue.present(self.name, self.lanes)
        found = self.queue.reap() if late else 0
        for name in self.presence.dead() if self.presence else ():
            assert self.presence is not None
            found += self.queue.gone(name, killed=True)
            self.presence.bury(name)
        if found:
            log.warning("%d jobs taken up again that others left", found)
            self.wake()

    def _give_up(self) -> None:
        """Stop what is in hand: by now others have taken it up."""
        with self._lock:
            held = list(self._works.values())
        for work in held:
            work.lost = True
            work.cancel.set()


def hindered(fault: Fault, attempts: int) -> bool:
    """Whether it was the surroundings' fault that a job could not be done, so that a little later it may
    well succeed: a database that is gone, a full disk, an FFmpeg that was killed."""
    if stopped_by_others(fault):
        return attempts < ATTEMPTS
    return fault.code in (StoreBroken.code, StorageBroken.code, DiskFull.code) and attempts < HINDERED


def _warn(error: Exception) -> None:
    if isinstance(error, StoreBroken):
        log.warning("the database does not answer: %s", error)
    else:
        log.error("a worker stumbled", exc_info=error)


class UnknownWork(Fault):
    code = "unknown_work"
    en = "No part of this installation does work of the kind “{kind}”."
    zh = "此安装中没有处理“{kind}”类任务的部分。"


class Broke(Fault):
    code = "internal"
    en = "Workprint itself made a mistake here. Nothing was changed; the log tells more."
    zh = "Workprint 自身出错，未做任何更改；详情见日志。"
