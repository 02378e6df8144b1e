"""Facts: what analysis found in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Fact(BaseModel):
    """Something found, from `start` to `end` in seconds on the media's own clock.

    `kind` is what it is (silence, speech, scene, beat, loudness, word, …), `value` its particulars,
    `confidence` 0 to 1, `source` which detector says so.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: str
    start: float
    end: float
    value: Any = None
    confidence: float = Field(1.0, ge=0, le=1)
    source: str = ""


Facts = Mapping[str, Sequence[Fact]]
"""The facts known of each file, by media id."""


def of_kind(facts: Facts, media_id: str, kind: str) -> tuple[Fact, ...]:
    """The facts of one kind about one file, in order of time."""
    found = (fact for fact in facts.get(media_id, ()) if fact.kind == kind)
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end)))
