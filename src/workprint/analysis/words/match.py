"""Two sequences of words put beside each other: what was heard, and what was written."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

CERTAIN = 3
"""Words in a row that are in both texts once only: there the two are the same place."""
LARGE = 1_000_000
"""Pairs of words above which the ends of a gap are compared and not all of it."""

Pair = tuple[int, int]


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
    blocks = SequenceMatcher(None, heard[a:c], written[b:d], autojunk=False).get_matching_blocks()
    return [(a + block.a + n, b + block.b + n) for block in blocks for n in range(block.size)]
