"""Two sequences of words put beside each other: what was heard, and what was written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

CERTAIN = 3
"""Words in a row that are in both texts once only: there the two are the same place."""
LARGE = 16_000_000
"""Pairs of words above which the ends of a gap are compared and not all of it: a byte each."""
SINGLE, JOINED, NEVER = 2, 3, -(1 << 40)
"""What a pair of equal words counts: alone, right behind another pair, and one that is none."""
TIED, FOLLOWS, SKIPPED = 1, 2, 4
"""Ways on: these two are a pair; the pair before is right behind it; the word heard is nowhere."""

Pair = tuple[int, int]
Flags = NDArray[np.uint8]


def matched(heard: Sequence[str], written: Sequence[str]) -> list[Pair]:
    """The places where both have the same word, in order in both. Long texts are held together by rows of
    words that each has once (as in patience diff, Cohen), and compared word by word in between."""
    fixed = [(-1, -1), *_certain(heard, written), (len(heard), len(written))]
    found: list[Pair] = []
    for (a, b), (c, d) in pairwise(fixed):
        if a >= 0:
            found.append((a, b))
        found += _between(heard, written, a + 1, c, b + 1, d)
    return found


def _certain(heard: Sequence[str], written: Sequence[str]) -> list[Pair]:
    """The places of rows that both have once, in order, without those at which two rows contradict."""
    ours, theirs = _once(heard), _once(written)
    chain = _rising(sorted((at, theirs[row]) for row, at in ours.items() if row in theirs))
    places: dict[int, set[int]] = {}
    for a, b in chain:
        for more in range(CERTAIN):
            places.setdefault(a + more, set()).add(b + more)
    return _rising(sorted((a, b) for a, found in places.items() if len(found) == 1 for b in found))


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    seen: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - CERTAIN + 1):
        row = tuple(words[at : at + CERTAIN])
        seen[row] = -1 if row in seen else at
    return {row: at for row, at in seen.items() if at >= 0}


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs, sorted by their first number, whose second number rises too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        before.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(second)
            ends.append(index)
        else:
            tails[place], ends[place] = second, index
    run: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _between(heard: Sequence[str], written: Sequence[str], a: int, c: int, b: int, d: int) -> list[Pair]:
    if (c - a) * (d - b) > LARGE:
        # So much without one certain place: what is there was not said like that.
        reach = 500
        head = _between(heard, written, a, min(c, a + reach), b, min(d, b + reach))
        tail = _between(heard, written, max(a, c - reach), c, max(b, d - reach), d)
        return _rising(sorted({*head, *tail}))
    return [(a + x, b + y) for x, y in _most(heard[a:c], written[b:d])]


def _most(heard: Sequence[str], written: Sequence[str]) -> list[Pair]:
    """The most words that both have in one order, rather in rows than apart (longest common subsequence). Where
    a text says the same again, the longest row alone may tie what is said now to what is written later."""
    numbers: dict[str, int] = {}
    ours, theirs = (
        np.array([numbers.setdefault(word, len(numbers)) for word in words], np.int64)
        for words in (heard, written)
    )
    way = np.zeros((len(ours), len(theirs)), np.uint8)
    best = np.zeros(len(theirs) + 1, np.int64)
    row = np.full(len(theirs) + 1, NEVER, np.int64)
    for at, word in enumerate(ours):
        same, alone, joined = theirs == word, best[:-1] + SINGLE, row[:-1] + JOINED
        row = np.concatenate(([NEVER], np.where(same, np.maximum(alone, joined), NEVER)))
        without = np.maximum.accumulate(np.maximum(best, row))
        tied, skipped = row[1:] == without[1:], best[1:] == without[1:]
        way[at] = TIED * tied | FOLLOWS * (same & (joined >= alone)) | SKIPPED * skipped
        best = without
    return _back(way)


def _back(way: Flags) -> list[Pair]:
    """The pairs on the best way through, from its end."""
    found: list[Pair] = []
    a, b, tied = way.shape[0] - 1, way.shape[1] - 1, False
    while a >= 0 and b >= 0:
        here = int(way[a, b])
        if tied or here & TIED:
            found.append((a, b))
            a, b, tied = a - 1, b - 1, bool(here & FOLLOWS)
        elif here & SKIPPED:
            a -= 1
        else:
            b -= 1
    return found[::-1]
