"""The user's own words: which part of a request a clause came from, to be quoted back as written."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

ALIKE = 55.0
"""The least likeness, of 100, for a part of the request to be the clause."""

_BREAK = ",，、。;；.!！?？\n"
_JOINS = re.compile(
    r"^(?:and then|then|and|also|but|plus|please|pls|然后|接着|并且|并|再|请)\b\s*|[\s,，、。;；:：]+$", re.I
)


def echo(clause: str, request: str) -> str | None:
    """The part of a request that a clause was made of; None where none is like it."""
    if not request.strip() or not clause:
        return None
    if len(clause) >= len(request):
        return request.strip()
    found = [
        part
        for text in (clause, re.sub(r"^\w+ |^[\u3400-\u9fff]{2}", "", clause))
        if (part := _part(text, request))
    ]
    figures = re.findall(r"\d+", clause)
    return max(found, key=lambda part: sum(n in part for n in figures), default=None)


def _part(clause: str, request: str) -> str | None:
    found = fuzz.partial_ratio_alignment(clause, request.lower(), score_cutoff=ALIKE) if clause else None
    if found is None:
        return None
    start = _edge(request, found.dest_start, -1)
    end = _edge(request, found.dest_end, 1)
    part = _JOINS.sub("", _JOINS.sub("", request[start:end].strip(_BREAK + " ")))
    return part.strip(_BREAK + " ") or None


def _edge(request: str, at: int, step: int) -> int:
    """The nearest place outwards where words end: a mark close by, else the end of the word."""
    for away in range(10):
        here = at + away if step > 0 else at - 1 - away
        if not 0 <= here < len(request):
            return min(max(here + (step < 0), 0), len(request))
        if request[here] in _BREAK and not request[max(0, here - 1) : here + 2].strip(_BREAK).isdigit():
            return here if step > 0 else here + 1
    while 0 < at < len(request) and re.match(r"\w\w", request[at - 1 : at + 1]) and request[at] < "\u3400":
        at += step
    return at
