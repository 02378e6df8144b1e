"""Who works on what, and in which order: one pool of workers for all that a process renders.

Everything goes through one crew, so that two renders and a preview together start no more than the
machine bears. What somebody waits for comes first: a preview does not queue at all, and while one is
being made nothing else is started.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from workprint.base import Range, cores, memory

EXPORT, AHEAD = 1, 2
"""Ranks: pieces of a film that is written; what is made ahead because it may be looked at."""
MEMORY = 700 << 20
"""Bytes that a worker's FFmpeg may take: a graph of a 1080p piece holds 0.3 to 0.6 GB."""
PIXELS = 1920 * 1080
T = TypeVar("T")


@dataclass(frozen=True)
class _Job(Generic[T]):
    rank: int
    order: int
    lane: Lane
    work: Callable[[], T]
    future: Future[T]

    def run(self) -> None:
        try:
            result = self.work()
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class Crew:
    """Workers that take the most wanted job that may be started."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._lock = threading.Lock()
        self._jobs: list[_Job[Any]] = []
        self._working = 0
        self._urgent = 0

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """For work that somebody waits for, done in the caller's own thread: it starts at once, and no
        queued job is started before it has ended."""
        with self._lock:
            self._urgent += 1
        try:
            yield
        finally:
            with self._lock:
                self._urgent -= 1
                self._start()

    def _add(self, job: _Job[Any]) -> None:
        with self._lock:
            self._jobs.append(job)
            self._start()

    def _start(self) -> None:
        """Let idle workers take what may be started. Called with the lock held."""
        while self._working < self.workers and (job := self._take()) is not None:
            self._working += 1
            threading.Thread(target=self._work, args=(job,), name="crew", daemon=True).start()

    def _take(self) -> _Job[Any] | None:
        while not self._urgent:
            free = [job for job in self._jobs if job.lane.running < job.lane.limit]
            if not free:
                return None
            job = min(free, key=lambda each: (each.rank, each.order))
            self._jobs.remove(job)
            if job.future.set_running_or_notify_cancel():
                job.lane.running += 1
                return job
        return None

    def _work(self, job: _Job[Any] | None) -> None:
        while job is not None:
            job.run()
            with self._lock:
                job.lane.running -= 1
                job = self._take()
                if job is None:
                    self._working -= 1
                # Another lane may have become free besides.
                self._start()


class Lane:
    """The jobs of one render, at most `limit` of them at once."""

    def __init__(self, crew: Crew, limit: int, rank: int = EXPORT) -> None:
        self.crew = crew
        self.limit = max(1, limit)
        self.rank = rank
        self.running = 0

    def submit(self, work: Callable[[], T], order: int = 0) -> Future[T]:
        """Have `work` done; among jobs of the same rank the lowest order comes first."""
        job = _Job(self.rank, order, self, work, Future[T]())
        self.crew._add(job)
        return job.future


@cache
def crew() -> Crew:
    """The crew of this process: a worker for each core, as far as memory goes."""
    return Crew(max(1, min(8, cores(), memory() // MEMORY)))


def bearable(pixels: int) -> int:
    """How many pieces with pictures of so many pixels this machine's memory bears at once: what a graph
    holds are frames."""
    return max(1, int(memory() / (MEMORY * max(1.0, pixels / PIXELS))))


def wanted_order(parts: Sequence[Range], first: Range | int | None) -> list[int]:
    """For each part of a film its place in the queue: from the playhead `first` on in order, then
    what lies before it, from the start. With a range, what it covers comes before all else."""
    if first is None:
        return list(range(len(parts)))
    start, end = (first.start, first.end) if isinstance(first, Range) else (first, first + 1)

    def place(index: int) -> tuple[int, int]:
        part = parts[index]
        if part.end > start and part.start < end:
            return 0, index
        return (1 if part.start >= end else 2), index

    queue = sorted(range(len(parts)), key=place)
    places = [0] * len(queue)
    for turn, index in enumerate(queue):
        places[index] = turn
    return places
