"""Chapters of a file that is being written."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

Chapter = tuple[int, int, str]
"""First frame, the frame after the last, and the name."""


def mark_chapters(target: Any, chapters: Sequence[Chapter], rate: Fraction) -> None:
    """Give a file its chapters, before its first packet is written: players show them in a list."""
    if chapters:
        target.set_chapters(
            [
                {"id": n, "start": start, "end": end, "time_base": 1 / rate, "metadata": {"title": name}}
                for n, (start, end, name) in enumerate(chapters, 1)
            ]
        )
