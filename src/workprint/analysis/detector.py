"""What a detector is: one module that finds facts of some kinds in one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import sleep, thread_time
from typing import Literal, Protocol, runtime_checkable

from workprint.ffmpeg import rendering
from workprint.model import Fact, MediaFile

Progress = Callable[[float], None]


class Detector(Protocol):
    """Finds facts. A new `version` makes what an older one found be found again.

    `needs` says what the file must have: "sound", "picture" (a photo counts), "moving" pictures or
    "nothing" of them.
    `find` tells `on_progress` numbers from 0 to 1 and raises `Cancelled` soon after `cancel` is set.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def needs(self) -> Literal["sound", "picture", "moving", "nothing"]: ...

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]: ...


@runtime_checkable
class Particular(Protocol):
    """A detector whose facts depend on more than what the file holds: on what was given along with it, or
    on how the detector is set up."""

    def uses(self, media: MediaFile) -> str:
        """A hash of that; "" for nothing. Facts are kept for each one."""
        ...


def uses(detector: Detector, media: MediaFile) -> str:
    """What the facts of a detector depend on besides what the file holds."""
    return detector.uses(media) if isinstance(detector, Particular) else ""


WAY = 3.0
"""Seconds that are left to a render for each second of work, while there is one."""
LONGEST = 0.3
"""Seconds for which nothing is done at a time: a cancel waits no longer."""


class Watch:
    """Tells progress through a file by the seconds read of it; it never goes back. While this process renders
    something, the work gives way: FFmpegs and engines have a low priority, Python's threads cannot have one."""

    def __init__(self, media: MediaFile, on_progress: Progress | None) -> None:
        self._length = float(media.duration) or 1.0
        self._tell = on_progress
        self._most = 0.0
        self._worked = thread_time()

    def at(self, seconds: float) -> None:
        if self._tell is not None:
            self._most = max(self._most, min(1.0, seconds / self._length))
            self._tell(self._most)
        if rendering():
            sleep(min(LONGEST, WAY * (thread_time() - self._worked)))
        self._worked = thread_time()
