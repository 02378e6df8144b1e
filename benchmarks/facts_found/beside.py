"""What a render loses while facts are found in the same process, as in a worker of a server."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from workprint.analysis import analyse, probe
from workprint.base import Range
from workprint.ffmpeg import Cancelled
from workprint.jobs import RenderOptions, render
from workprint.model import Canvas, Clip, FileRef, Timeline, Track

FRAMES = 2400
"""Of the film."""
BEGUN = 1.0
"""Seconds that finding has begun before the render does."""


def beside(recording: Path, kinds: Sequence[str]) -> float:
    """Seconds that a render takes while these kinds are found, without end as far as it is concerned."""
    stop, media = threading.Event(), probe(recording, "m1")

    def find() -> None:
        try:
            while True:
                analyse(recording, media, kinds, cancel=stop)
        except Cancelled:
            return

    finding = threading.Thread(target=find)
    if kinds:
        finding.start()
        time.sleep(BEGUN)
    clip = Clip(id="c1", media=FileRef(media="m1"), source=Range(start=37, duration=FRAMES))
    track = Track(id="v1", kind="video", items=(clip,))
    film = Timeline(rate=Fraction(30), canvas=Canvas(width=640, height=360), media=(media,), tracks=(track,))
    try:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            render(film, Path(folder) / "film.mp4", RenderOptions(copying="never"))
            return time.perf_counter() - began
    finally:
        stop.set()
        if kinds:
            finding.join()
