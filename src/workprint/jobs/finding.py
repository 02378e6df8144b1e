"""What a check of the result found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workprint.base import Text


@dataclass(frozen=True)
class Finding:
    """Something seen in the result, where, and the edit that mends it, if one does.

    A `note` is for the user to judge (the footage itself is like that); the rest are faults.
    """

    code: str
    text: Text
    clip: str = ""
    at_ms: int | None = None
    fix: dict[str, Any] | None = None
    note: bool = False
