"""Which files are kept, and since when nobody has had a use for them."""

from __future__ import annotations

from workprint.store import Database
from workprint.store.tables import blobs


def keep(database: Database, sha256: str, size: int, kind: str) -> None:
    """Say that a file is about to be put into the store, or was used. Said before it is put there:
    housekeeping removes a file only together with the mark that is renewed here, so that what comes
    again in that moment comes after."""
    now = database.now
    row = {"hash": sha256, "size": size, "kind": kind, "created": now, "used": now}
    database.upsert(blobs, row, ("created",))
