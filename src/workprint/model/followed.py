"""Places in a picture whose content is to be followed."""

from __future__ import annotations

import re
from dataclasses import dataclass

FOLLOW = "follow"
_KIND = re.compile(
    rf"{FOLLOW} (\d+\.\d{{3}}) " + " ".join([r"([01]\.\d{4})"] * 4) + r" (\d+\.\d{3})-(\d+\.\d{3})"
)


@dataclass(frozen=True)
class Followed:
    """What is seen at second `at` of a file in a box (shares of the upright picture), wherever it goes
    between the seconds `since` and `until`.

    `kind` is the kind of its facts: each says from when to when the content is at one place, or is not seen.
    """

    at: float
    x: float
    y: float
    w: float
    h: float
    since: float
    until: float

    @property
    def kind(self) -> str:
        place = " ".join(f"{min(1.0, max(0.0, each)):.4f}" for each in (self.x, self.y, self.w, self.h))
        return f"{FOLLOW} {self.at:.3f} {place} {self.since:.3f}-{self.until:.3f}"


def followed(kind: str) -> Followed | None:
    """The place that a kind of fact is about; None for other kinds."""
    match = _KIND.fullmatch(kind)
    return Followed(*(float(each) for each in match.groups())) if match else None
