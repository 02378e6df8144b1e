"""Something found in what is said, that an edit may take or leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """Words `first` to `last` of all that is said (none where `last` is before `first`), from frame
    `start` to `end` of the film, not whole ones; `around`: the words about it; `sure`: its words and
    times can be relied upon."""

    text: str
    first: int
    last: int
    start: float
    end: float
    around: str
    sure: bool = True


def chosen(found: Sequence[Found], keep: Sequence[int], only: Sequence[int]) -> list[tuple[int, Found]]:
    """Those that are taken, with their numbers from 1: all, or `only` these, but none of `keep`."""
    return [
        (number, each)
        for number, each in enumerate(found, 1)
        if number not in keep and (not only or number in only)
    ]
