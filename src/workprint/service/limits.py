"""How often something may be done: counted in the database, so that all processes count together."""

from __future__ import annotations

from sqlalchemy import delete, select

from workprint.store import Database
from workprint.store.tables import hits

from .faults import TooMany


class Limits:
    """Counts by key, each in windows of time."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def count(self, key: str, most: int, seconds: int, what: str) -> None:
        """One more; at most `most` in `seconds`. Raises `TooMany`, and then it does not count."""
        with self.database.change():
            now = self._now()
            window = int(now // seconds)
            here = (hits.c.key == key[:200]) & (hits.c.window == window)
            row = self.database.row(select(hits.c.count).where(here))
            if row is not None and row["count"] >= most:
                raise TooMany(what=what, seconds=max(1, int((window + 1) * seconds - now)))
            counted = {"key": key[:200], "window": window, "count": (row["count"] if row else 0) + 1}
            self.database.upsert(hits, {**counted, "until": (window + 1) * seconds})

    def forget(self) -> int:
        """Remove the counts of windows that are over."""
        return self.database.run(delete(hits).where(hits.c.until < self.database.now))

    def _now(self) -> float:
        row = self.database.row(select(self.database.now.label("now")))
        assert row is not None
        return float(row["now"])
