"""A piece is looked at while it is rendered, and still decoded strictly afterwards."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from footage import ffmpeg, numbered
from workprint.jobs.verify import check_piece
from workprint.jobs.watching import seen

RATE = Fraction(30)


@pytest.mark.parametrize("place", [0.3, 0.5, 0.8])
def test_damage_is_found_without_restoring_the_pixels(tmp_path: Path, place: float) -> None:
    footage = numbered(tmp_path / "raw.mov", 40, sound=False)
    piece = tmp_path / "piece.mkv"
    ffmpeg("-i", footage.uri, "-vf", "noise=alls=20:allf=t", "-c:v", "libx264", "-crf", "20", str(piece))
    assert check_piece(piece, False, RATE, None, "")["error"] == ""
    data = bytearray(piece.read_bytes())
    at = int(len(data) * place)
    data[at : at + 40] = bytes(each ^ 0x5A for each in data[at : at + 40])
    piece.write_bytes(data)
    assert check_piece(piece, False, RATE, None, "")["error"]


def test_what_was_seen_is_read_from_what_ffmpeg_said() -> None:
    said = (
        "[blackdetect@n3 @ 0x1] black_start:0.5 black_end:1 black_duration:0.5\n"
        "[freezedetect@n4 @ 0x1] lavfi.freezedetect.freeze_start: 1\n"
        "[freezedetect@n4 @ 0x1] lavfi.freezedetect.freeze_end: 2\n"
        "[freezedetect@n4 @ 0x1] lavfi.freezedetect.freeze_start: 3\n"
    )
    black, still = seen(said, RATE)
    assert black == [[15, 30]]
    assert still[0] == [30, 60]
    assert still[1][0] == 90
    assert still[1][1] > 10_000
