"""Text on screen: read once for each picture, by whatever is there to read it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from footage import ffmpeg
from workprint.analysis import analyse, probe
from workprint.analysis.on_screen import SURE, Line, OnScreen, Picture


class Reader:
    """Says how bright a picture is, in a box a quarter in; and something it is not sure of."""

    def __init__(self) -> None:
        self.read = 0

    def __call__(self, picture: Picture) -> Sequence[Line]:
        self.read += 1
        height, width = picture.shape[:2]
        corners = [(width * x, height * y) for x, y in ((0.25, 0.5), (0.75, 0.5), (0.75, 0.75), (0.25, 0.75))]
        above = [(x, y - height / 4) for x, y in corners]
        if picture.mean() < 50:
            return []
        return [
            (corners, "below", 0.9),
            (above, f"{round(picture.mean() / 50)} above", 0.7),
            (above, "?", SURE / 2),
        ]


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Two seconds of grey, two of black, two of white."""
    path = tmp_path / "film.mp4"
    parts = [f"color={name}:s=320x180:r=10:d=2[{n}]" for n, name in enumerate(("gray", "black", "white"))]
    chain = ";".join(parts) + ";[0][1][2]concat=n=3[v]"
    ffmpeg("-filter_complex", chain, "-map", "[v]", str(path))
    return path


def test_each_picture_is_read_once_and_lines_go_from_top_to_bottom(film: Path) -> None:
    reader = Reader()
    whole, first, second = OnScreen(reader=lambda: reader).find(film, probe(film, "m1"), None, None)
    assert reader.read == 3
    assert whole.value == {"text": "", "boxes": [], "read": True}
    assert (first.start, first.end, second.start, second.end) == (0, 2, 4, 6)
    assert first.value["text"] == "3 above\nbelow"
    assert second.value["text"] == "5 above\nbelow"
    assert np.allclose(first.value["boxes"][1][1:], [0.25, 0.5, 0.5, 0.25], atol=0.01)
    assert first.confidence == 0.9


def test_where_nothing_can_read_it_is_said_and_looked_at_again_later(
    film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = probe(film, "m1")
    detector = OnScreen(reader=lambda: None)
    (only,) = analyse(film, media, ["lettering"], detectors=[detector])
    assert only.value["read"] is False
    before = detector.uses(media)
    there = {True: "rapidocr_onnxruntime", False: ""}
    monkeypatch.setattr("workprint.analysis.on_screen.readable", lambda: not before)
    assert detector.uses(media) == there[not before]
