"""What was found out and what was spoken, kept in a data folder until nobody needs it: tidied by how long it was
unused and by its size, and never what a film still uses."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from .database import Database
from .tables import revisions

FACTS, SPOKEN = "facts", "spoken"
"""Folders of the data folder."""
UNUSED = 60 * 86400.0
"""Seconds after which what was not used goes."""
LIMIT = 2 << 30
"""Bytes from which on what was unused for longest goes earlier."""
GRACE = 3600.0
"""Seconds for which everything stays: a film that uses it may just come into being."""
ABANDONED = 86400.0
"""Seconds after which nobody is still writing a half-written file."""
OFTEN = 3600.0
"""Seconds between two looks."""
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Thing:
    """A file, its bytes, when it was last used, and the hash of the media that it is of or is."""

    path: Path
    size: int
    used: float
    of: str = ""


@dataclass(frozen=True)
class Kept:
    """The facts and voices of a data folder; `database` knows the films that use them."""

    database: Database
    folder: Path
    unused: float = UNUSED
    limit: int = LIMIT

    def tidy_at_times(self) -> None:
        """Tidy, unless that was done within the hour."""
        mark = self.folder / FACTS / ".tidied"
        with suppress(OSError):
            if mark.exists() and time.time() - mark.stat().st_mtime < OFTEN:
                return
            mark.touch()
            self.tidy()

    def tidy(self) -> int:
        """Remove what is old; bytes freed."""
        freed = 0
        for each in self.old():
            with suppress(OSError):
                each.path.unlink()
                freed += each.size
        return freed

    def old(self) -> list[Thing]:
        """What would go now, what was unused for longest first."""
        now = time.time()
        things = sorted(self._things(), key=lambda each: each.used)
        half = [each for each in things if not each.of and now - each.used > ABANDONED]
        whole = [each for each in things if each.of]
        over = sum(each.size for each in whole) - self.limit
        if not whole or (over <= 0 and now - whole[0].used <= self.unused):
            return half
        needed, gone = self._needed(), []
        for each in whole:
            if each.of not in needed and now - each.used > (GRACE if over > 0 else self.unused):
                gone.append(each)
                over -= each.size
        return [*half, *gone]

    def _things(self) -> Iterator[Thing]:
        spoken: dict[str, float] = {}
        for path in (self.folder / SPOKEN).glob("*.json"):
            with suppress(OSError, ValueError, KeyError, TypeError):
                stat, of = path.stat(), str(json.loads(path.read_text("utf-8"))["hash"])
                spoken[of] = max(spoken.get(of, 0.0), stat.st_mtime)
                yield Thing(path, stat.st_size, stat.st_mtime, of)
        for path in (*(self.folder / SPOKEN).glob("*.wav"), *(self.folder / FACTS).glob("*/*")):
            named = _HASH.match(path.name)
            of = named[0] if named else ""
            with suppress(OSError):
                stat = path.stat()
                # A sound is used with the text it was made from.
                used = max(stat.st_mtime, spoken.get(of, 0.0)) if path.suffix == ".wav" else stat.st_mtime
                yield Thing(path, stat.st_size, used, of)

    def _needed(self) -> set[str]:
        """The hashes that films name, in any of their revisions."""
        rows = self.database.rows(select(revisions.c.timeline))
        return {name for row in rows for name in _HASH.findall(row["timeline"])}


def used(path: Path) -> None:
    """Say that a kept file was used just now."""
    with suppress(OSError):
        os.utime(path)
