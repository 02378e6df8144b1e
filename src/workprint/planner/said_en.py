"""English as it is typed: slips that are words themselves, and fillers before figures."""

from __future__ import annotations

import re

_AD = re.compile(
    r"(?:^|(?<=, )|(?<=and )|(?<=then ))ad (?=(?:an?|the|some|my|more)\b|music\b|titles?\b|captions?\b)"
)
_LIKE = re.compile(r"\b(to|at|for|by) (?:like|roughly|approximately|approx\.?|maybe) (?=[-+]?\d)")


def meant(text: str) -> str:
    """ "Ad a title" is "add a title"."""
    return _AD.sub("add ", text)


def plain_figures(text: str) -> str:
    """ "Down to like 15" is "down to 15"."""
    return _LIKE.sub(r"\1 ", text)
