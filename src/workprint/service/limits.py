"""How often something may be done: counted in the database, so that all processes count together."""

from __future__ import annotations

import ipaddress
import threading
from dataclasses import dataclass

from sqlalchemy import delete

from workprint.store import Database
from workprint.store.tables import hits

from .faults import TooMany

SHARE = 20
"""A process notes what it has counted when it is this part of what is allowed: many requests are one
write, and several processes together let through at most that part more each."""
KEYS = 10_000


@dataclass
class _Count:
    window: int
    # What all processes had counted when this one looked, and what it has counted since.
    known: int
    since: int = 0


class Limits:
    """Counts by key, each in windows of time."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._counts: dict[str, _Count] = {}
        self._lock = threading.Lock()

    def count(self, key: str, most: int, seconds: int) -> None:
        """One more; at most `most` in `seconds`. Raises `TooMany`, and then it does not count."""
        now = self.database.clock()
        window = int(now // seconds)
        with self._lock:
            found = self._counts.get(key)
            if found is None or found.window != window:
                found = self._counts[key] = _Count(window, self._note(key, window, seconds, 0))
                self._prune()
            if found.known + found.since >= most:
                raise TooMany(most=most, window=seconds, seconds=max(1, int((window + 1) * seconds - now)))
            found.since += 1
            if found.since >= max(1, most // SHARE):
                found.known, found.since = self._note(key, window, seconds, found.since), 0

    def forget(self) -> int:
        """Remove the counts of windows that are over."""
        return self.database.run(delete(hits).where(hits.c.until < self.database.now))

    def _note(self, key: str, window: int, seconds: int, more: int) -> int:
        """Add to what all processes count; what that comes to."""
        key = key[:200]
        values = {"key": key, "window": window, "count": more, "until": (window + 1) * seconds}
        added = self.database.insert(hits).values(**values)
        added = added.on_conflict_do_update(
            index_elements=["key", "window"], set_={"count": hits.c.count + more}
        )
        with self.database.change() as connection:
            return int(connection.execute(added.returning(hits.c.count)).scalar_one())

    def _prune(self) -> None:
        """What was not asked for longest goes, when there are too many."""
        while len(self._counts) > KEYS:
            del self._counts[next(iter(self._counts))]


def place_of(address: str) -> str:
    """What counts as one address: an IPv6 network of 64 bits belongs to one subscriber."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False)) if found.version == 6 else str(found)


def is_here(address: str) -> bool:
    """Whether that is this machine itself (or a socket without an address)."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return True
