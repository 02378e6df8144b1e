"""A job in the hands of a worker: what the one who does it has at hand."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from workprint.base import Text
from workprint.ffmpeg import Cancelled
from workprint.store import Job, New, Queue, StoreBroken

if TYPE_CHECKING:
    from .worker import Worker

TELL_SECONDS = 0.25
AGAIN_SECONDS = 0.5
"""How soon a database that does not answer is asked again."""
T = TypeVar("T")
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
    _joined: threading.Event = field(default_factory=threading.Event)

    def step(self, name: str, do: Callable[[], Any]) -> Any:
        """Do a part of the job, unless it was done before: then what it came to. The result is JSON, and
        something. Once done it is kept, even if the database has to be waited for."""
        known = self._patiently(lambda: self.queue.step(self.job.id, name))
        if known is not None:
            return known
        if self.cancel.is_set():
            raise Cancelled()
        result = do()
        if result is None:
            raise TypeError(f"the step {name} came to nothing, so that nothing tells that it was done")
        kept = self._patiently(lambda: self.queue.keep(self.job.id, self.owner, name, result))
        log.info("step done", extra={"job": self.job.id, "kind": self.job.kind, "step": name})
        return kept

    def _patiently(self, ask: Callable[[], T]) -> T:
        """Ask the database, again and again where it does not answer."""
        while True:
            try:
                return ask()
            except StoreBroken as error:
                log.warning("the database does not answer: %s", error)
                if self.cancel.wait(AGAIN_SECONDS):
                    raise

    def split(
        self, parts: Sequence[New], shares: Mapping[str, float] | None = None, done: float = 0.0
    ) -> list[Job]:
        """Have parts of the job done by whoever is free, and help with them until all have ended; what
        became of each. How far they are is told as progress of the job: each is that share of it, by its
        id, and `done` was done before. Raises `Cancelled`."""
        self._patiently(lambda: self._put(parts))
        self.worker.wake()
        follower = threading.Thread(target=self._follow, args=(shares or {}, done), daemon=True)
        self._joined.clear()
        follower.start()
        try:
            while not self.cancel.is_set():
                if self._patiently(lambda: self.worker.help(self.job)):
                    continue
                found = self._patiently(lambda: self.queue.children(self.job.id))
                if all(job.ended for job in found):
                    return found
                self.worker.rest()
        finally:
            self._joined.set()
            follower.join()
        raise Cancelled()

    def _put(self, parts: Sequence[New]) -> None:
        with self.queue.database.change():
            for part in parts:
                self.queue.put(replace(part, parent=self.job.id, user=self.job.user))

    def _follow(self, shares: Mapping[str, float], done: float) -> None:
        """Tell the sum of what the parts tell, also while this worker is busy with one of them."""
        while not self._joined.wait(2 * TELL_SECONDS):
            try:
                parts = self.queue.children(self.job.id)
                further = sum(shares.get(each.id, 0.0) * each.progress for each in parts)
                self.tell(done + further, now=True)
            except StoreBroken:
                continue

    def tell(self, progress: float, note: Text | None = None, *, now: bool = False) -> None:
        """Say how far it is: at most a few times a second, unless it has to be said `now`. Where the
        database does not answer it is said the next time."""
        if not now and monotonic() - self._told < TELL_SECONDS:
            return
        self._told = monotonic()
        try:
            self.queue.tell(self.job.id, self.owner, min(1.0, progress), note)
        except StoreBroken as error:
            log.warning("the database does not answer: %s", error)


Task = Callable[[Work], Any]
"""Does a job; what it returns is the job's result, as JSON. It may be begun again after a crash: what
it has done it does in steps, or so that doing it again changes nothing."""
