"""Chapters in the rendered file."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from footage import numbered
from workprint.base import Range
from workprint.jobs import RenderOptions, render
from workprint.model import Clip, FileRef, Marker, Timeline, Track


@pytest.mark.parametrize("kind", ["mp4", "mkv", "mov"])
def test_markers_of_that_kind_become_chapters(tmp_path: Path, kind: str) -> None:
    media = numbered(tmp_path / "a.mkv", 90)
    clip = Clip(id="c1", media=FileRef(media=media.id), source=Range(start=0, duration=90))
    marks = [("k1", "Start", 0, "chapter"), ("k2", "价格", 40, "chapter"), ("k3", "only a note", 50, "")]
    markers = tuple(Marker(id=i, name=n, range=Range(start=s, duration=0), kind=k) for i, n, s, k in marks)
    timeline = Timeline(
        tracks=(Track(id="v1", kind="video", items=(clip,)),), media=(media,), markers=markers
    )
    report = render(timeline, tmp_path / f"film.{kind}", RenderOptions(quality="draft", size="360p"))
    assert report.passed, report.findings
    with av.open(str(report.path)) as file:
        found = file.chapters()
    told = [
        (float(c["start"] * c["time_base"]), float(c["end"] * c["time_base"]), c["metadata"]["title"])
        for c in found
    ]
    assert [name for _, _, name in told] == ["Start", "价格"]
    edges = [edge for start, end, _ in told for edge in (start, end)]
    assert edges == pytest.approx([0, 40 / 30, 40 / 30, 3], abs=0.002)
