"""Several things found out at once, beside whatever is rendered.

A process finds no more at once than it has cores and memory for, whoever asks. Only the FFmpegs and engines that
are started for it come after a render: a thread of low priority would make all of Python wait when it holds
Python's lock.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from threading import Event
from typing import Generic, TypeVar

from workprint.base import cores, memory
from workprint.ffmpeg import Cancelled, aside

from .detector import Progress

MEMORY = 600 << 20
"""Bytes that one detector and what it starts may take: putting a script in step takes the most."""
SOON = 0.05
"""Seconds after which it is looked again whether somebody cancelled."""
T = TypeVar("T")
Work = Callable[[Progress, Event], T]
"""What is to be found: it is given where to tell its progress, and what stops it."""


def at_once() -> int:
    """How many detectors of a process may work at once."""
    return max(1, min(8, cores(), memory() // MEMORY))


@cache
def _places() -> threading.Semaphore:
    return threading.Semaphore(at_once())


@contextmanager
def place(stop: Event) -> Iterator[None]:
    """One of the places that this process has for detectors, waited for. Raises `Cancelled`."""
    places = _places()
    while not places.acquire(timeout=SOON):
        if stop.is_set():
            raise Cancelled()
    try:
        with aside():
            yield
    finally:
        places.release()


def found(works: Sequence[Work[T]], on_progress: Progress | None, cancel: Event | None) -> list[T]:
    """What each of these finds, in their order, with one progress over all that is told in this thread.

    When one fails, or `cancel` is set, all are stopped; once they have stopped, what went wrong is raised.
    """
    return _Together(works).done(on_progress, cancel)


class _Together(Generic[T]):
    def __init__(self, works: Sequence[Work[T]]) -> None:
        self._works = works
        self._waiting = deque(range(len(works)))
        self._results: dict[int, T] = {}
        self._parts = [0.0] * len(works)
        self._failed: BaseException | None = None
        self._stop = Event()
        self._changed = threading.Condition()

    def done(self, on_progress: Progress | None, cancel: Event | None) -> list[T]:
        many = min(at_once(), len(self._works))
        threads = [
            threading.Thread(target=self._work, name=f"finding-{number}", daemon=True)
            for number in range(many)
        ]
        try:
            for each in threads:
                each.start()
            self._follow(on_progress, cancel)
        finally:
            self._stop.set()
            for each in threads:
                if each.ident is not None:
                    each.join()
        if self._failed is not None:
            raise self._failed
        return [self._results[index] for index in range(len(self._works))]

    def _follow(self, on_progress: Progress | None, cancel: Event | None) -> None:
        """Tell how far it is until all is found or something stops it."""
        told = -1.0
        while True:
            with self._changed:
                if self._failed is not None:
                    return
                part, over = sum(self._parts) / len(self._parts), len(self._results) == len(self._works)
            if part > told:
                told = part
                if on_progress is not None:
                    on_progress(part)
            if over:
                return
            if cancel is not None and cancel.is_set():
                raise Cancelled()
            with self._changed:
                self._changed.wait_for(partial(self._news, told), SOON)

    def _news(self, told: float) -> bool:
        """Whether there is something to tell, or an end."""
        ended = self._failed is not None or len(self._results) == len(self._works)
        return ended or sum(self._parts) / len(self._parts) > told

    def _work(self) -> None:
        """Find one after another of what is left, until there is nothing or it is stopped."""
        while not self._stop.is_set():
            try:
                index = self._waiting.popleft()
            except IndexError:
                return
            try:
                result = self._works[index](partial(self._tell, index), self._stop)
            except BaseException as error:
                self._fail(error)
                return
            with self._changed:
                self._results[index], self._parts[index] = result, 1.0
                self._changed.notify_all()

    def _tell(self, index: int, part: float) -> None:
        with self._changed:
            self._parts[index] = max(self._parts[index], min(1.0, part))
            self._changed.notify_all()

    def _fail(self, error: BaseException) -> None:
        """The first that went wrong counts: the others are stopped because of it."""
        with self._changed:
            if self._failed is None and not self._stop.is_set():
                self._failed = error
            self._stop.set()
            self._changed.notify_all()
