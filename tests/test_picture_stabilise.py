"""Stabilising, both passes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from picture_rendering import COUNT, Frames, built, luma, shown, source
from workprint.ffmpeg import command, run
from workprint.graph import File, Graph, Video


def shaky(alpha: bool = False) -> Video:
    """A still scene seen by a camera that jumps about by some pixels."""
    still = source("mandelbrot", width=256, height=192, count=1)
    still = (
        still.filter("loop", loop=2 * COUNT - 1, size=1).filter("setpts", expr="N/(12*TB)").lasting(2 * COUNT)
    )
    if alpha:
        still = still.with_alpha().filter("lutyuv", a=100)
    moved = still.filter("crop", w=192, h=144, x="32+6*sin(n*2.1)", y="24+5*cos(n*2.9)", exact=True)
    return moved.sized(192, 144)


def both_passes(video: Video, folder: Path) -> Frames:
    pad = built(video, "stabilise", {"strength": 1})
    (wanted,) = Graph((pad,)).made()
    assert wanted.kind == "motion"
    path = folder / "motion.trf"
    first = video.filter("vidstabdetect", result=str(path), **dict(wanted.params))
    run(command(Graph((first,)), [["-f", "null", "-"]], folder).args)
    return shown(pad, {wanted.key: {"": File(str(path), wanted.key)}})


def unrest(pictures: Frames) -> float:
    middle = luma(pictures)[:, 40:-40, 50:-50]
    return float(np.abs(np.diff(middle, axis=0)).mean())


def test_the_camera_is_steadier_and_no_frame_is_lost(tmp_path: Path) -> None:
    before, after = shown(shaky()), both_passes(shaky(), tmp_path)
    assert len(after) == len(before) == 2 * COUNT
    assert unrest(after) < 0.6 * unrest(before)


def test_transparency_stays(tmp_path: Path) -> None:
    after = both_passes(shaky(alpha=True), tmp_path)
    assert after[:, 72, 96, 3] == pytest.approx(100, abs=2)
