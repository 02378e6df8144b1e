"""When each character of a caption is spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .breaking import atoms
from .fonts import is_chinese

PAUSE = 400
"""Milliseconds between words from which on nothing is shown."""


@dataclass(frozen=True)
class Word:
    """Letters `start` up to `end` of a text without its spaces, spoken from `since` to `until` (ms)."""

    text: str
    start: int
    end: int
    since: int
    until: int


def words(text: str, times: Sequence[tuple[str, float, float]], length: int, together: int = 1) -> list[Word]:
    """The words of a text with their times. Without `times` the whole length is shared out by letters,
    and Chinese, which has no spaces, counts `together` characters as a word."""
    bare = "".join(text.split())
    if not times:
        return _even(text, length, together)
    found: list[Word] = []
    at = 0
    for word, since, until in times:
        letters = "".join(word.split())
        start = bare.lower().find(letters.lower(), at)
        if letters and start >= 0:
            at = start + len(letters)
            found.append(Word(bare[start:at], start, at, round(since * 1000), round(until * 1000)))
    return found


def _even(text: str, length: int, together: int) -> list[Word]:
    parts: list[str] = []
    for row in text.splitlines():
        for at, atom in enumerate(atoms(row, lambda part: 0.0, 1.0)):
            if at and is_chinese(atom.text[0]) and is_chinese(parts[-1][-1]) and len(parts[-1]) < together:
                parts[-1] += atom.text
            else:
                parts.append(atom.text)
    total = sum(map(len, parts))
    found: list[Word] = []
    at = 0
    for part in parts:
        end = at + len(part)
        found.append(Word(part, at, end, length * at // total, length * end // total))
        at = end
    return found


def until_next(spoken: Sequence[Word], length: int) -> list[Word]:
    """The words for showing one at a time: each stays until the next, unless there is a pause."""
    following = [word.since for word in spoken[1:]] + [length]
    return [
        replace(word, until=then) if then - word.until < PAUSE else word
        for word, then in zip(spoken, following, strict=True)
    ]
