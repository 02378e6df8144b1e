"""Stretches of time, in seconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Span = tuple[float, float]


def free(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of a stretch without those taken."""
    at = span[0]
    for start, end in sorted(taken):
        if end <= at or start >= span[1]:
            continue
        if start > at:
            yield at, start
        at = max(at, end)
    if at < span[1]:
        yield at, span[1]
