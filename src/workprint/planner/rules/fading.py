"""Fades at the ends of what lies on a track."""

from __future__ import annotations

from collections.abc import Sequence

from ..bench import Bench
from ..clause import Clause


def fade_ends(c: Clause, bench: Bench, ids: Sequence[str], into: bool, out: bool, kind: str = "") -> bool:
    """Fade clips in, out, or both where neither is said, for as long as the clause says. `kind`: "sound_" for what
    is heard."""
    moment = c.times.range
    seconds = c.times.length or (moment.a if moment is not None and moment.kind in ("head", "tail") else None)
    params = {"params": {"duration": seconds}} if seconds else {}
    if into or not out:
        bench.do("add_effect", targets=list(ids), effect=f"{kind}fade_in", **params)
    if out or not into:
        bench.do("add_effect", targets=list(ids), effect=f"{kind}fade_out", **params)
    return True
