"""When each character of a caption is spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .breaking import atoms


@dataclass(frozen=True)
class Word:
    """Letters `start` up to `end` of a text without its spaces, spoken from `since` to `until` (ms)."""

    text: str
    start: int
    end: int
    since: int
    until: int


def words(text: str, times: Sequence[tuple[str, float, float]], length: int) -> list[Word]:
    """The words of a text with their times. Without `times` the whole length is shared out by letters."""
    bare = "".join(text.split())
    if not times:
        return _even(text, length)
    found: list[Word] = []
    at = 0
    for word, since, until in times:
        letters = "".join(word.split())
        start = bare.lower().find(letters.lower(), at)
        if letters and start >= 0:
            at = start + len(letters)
            found.append(Word(bare[start:at], start, at, round(since * 1000), round(until * 1000)))
    return found


def _even(text: str, length: int) -> list[Word]:
    parts = [atom.text for row in text.splitlines() for atom in atoms(row, lambda part: 0.0, 1.0)]
    total = sum(map(len, parts))
    found: list[Word] = []
    at = 0
    for part in parts:
        end = at + len(part)
        found.append(Word(part, at, end, length * at // total, length * end // total))
        at = end
    return found
