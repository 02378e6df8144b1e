"""Which workers on this machine are alive: each holds a lock that ends with its process.

Another machine is only known to be gone when its leases run out; a process that used the same data folder
is known to be gone the moment it is.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

SUFFIX = ".lock"


class Presence:
    """The lock of one worker in a folder of such locks, and a look at those of others."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self._held = -1

    def hold(self) -> None:
        """Be there from now on, until the process ends or `leave`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        # It appears under its name only when it is locked.
        new = self.folder / f".{self.name}"
        self._held = os.open(new, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._held, fcntl.LOCK_EX)
        os.replace(new, self.folder / f"{self.name}{SUFFIX}")

    def leave(self) -> None:
        """Be there no more."""
        if self._held >= 0:
            (self.folder / f"{self.name}{SUFFIX}").unlink(missing_ok=True)
            os.close(self._held)
            self._held = -1

    def dead(self) -> Iterator[str]:
        """The workers of this folder whose process has ended without a word, each until `bury`."""
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            if path.stem != self.name and _free(path):
                yield path.stem

    def bury(self, name: str) -> None:
        """What a dead worker held is taken care of."""
        (self.folder / f"{name}{SUFFIX}").unlink(missing_ok=True)


def _free(path: Path) -> bool:
    with contextlib.suppress(OSError):
        lock = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(lock)
        return True
    return False
