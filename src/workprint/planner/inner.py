"""The clips within a range, made so by cutting at its bounds."""

from __future__ import annotations

from .bench import Bench


def cut_apart(start: float, end: float, bench: Bench) -> tuple[str, ...]:
    """Split where the range begins and ends inside of clips; the clips that lie in it."""
    for moment in (start, end):
        inside = bench.film[0].start + 0.02 < moment < bench.film[-1].end - 0.02
        if inside and all(abs(moment - edge) > 0.02 for p in bench.film for edge in (p.start, p.end)):
            bench.do("split", at=moment)
    return tuple(p.id for p in bench.film if p.start >= start - 0.02 and p.end <= end + 0.02)
