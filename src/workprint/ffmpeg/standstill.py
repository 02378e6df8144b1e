"""Seeing that an FFmpeg stands still: its threads wait for each other, and none of them works.

FFmpeg's scheduler can come to that, seldom, where several inputs of one graph end within a few frames of
each other: it goes on waiting for one that has ended, and holds back the one that has not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

PATIENCE = 10.0
"""Seconds without any work after which an FFmpeg counts as standing still."""
_EVERY = 1.0
"""Seconds between two looks."""
_LEAST = 2
"""Hundredths of a second of CPU time between two looks that are no work yet: clocks are looked at."""


class Standstill:
    """Watches one process, and those that it started. Where the system does not tell (it is not Linux), it
    never stands still."""

    def __init__(self, pid: int) -> None:
        self.root = pid
        self._worked = self._looked = monotonic()
        self._spent = 0

    def lasts(self) -> bool:
        """Whether it has stood still for as long as one is patient. Looks once a second at most."""
        now = monotonic()
        if now - self._looked < min(_EVERY, PATIENCE / 4):
            return False
        self._looked = now
        found = list(_family(self.root))
        spent = sum(_spent(pid) for pid in found)
        if spent - self._spent > _LEAST or not _waits(found[-1]):
            self._worked = now
        self._spent = spent
        return now - self._worked >= PATIENCE


def _family(pid: int) -> Iterator[int]:
    """A process and those that it started, youngest last."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _spent(pid: int) -> int:
    """CPU time in the system's ticks."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        return sum(map(int, fields.split()[11:13]))
    except (OSError, ValueError):
        return 0


def _waits(pid: int) -> bool:
    """Whether every thread waits for another one: not for a disk, a pipe or a clock."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return bool(threads) and all("futex" in (each / "wchan").read_text() for each in threads)
    except OSError:
        return False
