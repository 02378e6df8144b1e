"""The chapters of a film: its markers of that kind."""

from __future__ import annotations

from itertools import pairwise

from workprint.base import Range
from workprint.model import Timeline

CHAPTER = "chapter"
"""The kind of a marker that becomes a chapter of the rendered file."""


def chapter_spans(timeline: Timeline) -> list[tuple[Range, str]]:
    """Each chapter with its name: up to the next one, the last up to the film's end."""
    marks = sorted(
        (
            marker
            for marker in timeline.markers
            if marker.kind == CHAPTER and marker.range.start < timeline.duration
        ),
        key=lambda marker: marker.range.start,
    )
    starts = [*(marker.range.start for marker in marks), timeline.duration]
    spans = [Range.between(a, b) for a, b in pairwise(starts)]
    return [(span, mark.name) for span, mark in zip(spans, marks, strict=True) if span.duration]


def chapter_list(timeline: Timeline) -> list[tuple[float, str]]:
    """The second at which each chapter begins, and its name."""
    return [(float(span.start / timeline.rate), name) for span, name in chapter_spans(timeline)]
