"""A piece is looked at while it is rendered, and still decoded strictly afterwards."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from footage import ffmpeg, numbered
from workprint.base import Range
from workprint.ffmpeg import run
from workprint.jobs import RenderOptions, render
from workprint.jobs.verify import check_piece
from workprint.jobs.watching import seen
from workprint.model import Canvas, Clip, Effect, FileRef, Timeline, Track

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


def test_a_piece_that_alone_is_missing_has_all_the_cores(tmp_path: Path, monkeypatch: Any) -> None:
    media = numbered(tmp_path / "raw.mov", 240, sound=False)
    clips = [
        Clip(id=f"c{at}", media=FileRef(media=media.id), source=Range(start=at, duration=100))
        for at in (0, 130)
    ]
    film = Timeline(
        rate=RATE,
        canvas=Canvas(width=224, height=128),
        tracks=(Track(id="v", kind="video", items=tuple(clips)),),
        media=(media,),
    )
    sepia = clips[1].model_copy(update={"effects": (Effect(id="e", op="sepia"),)})
    changed = film.with_track(Track(id="v", kind="video", items=(clips[0], sepia)))
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    threads: list[str] = []

    def noting(args: list[str], **more: Any) -> str:
        # The last option of that name is the encoder's.
        threads.append(list(args)[::-1][list(args)[::-1].index("-threads") - 1])
        return run(args, **more)

    monkeypatch.setattr(sys.modules["workprint.jobs.render"], "run", noting)
    options = RenderOptions(cache=tmp_path / "cache", workers=2, copying="never")
    for timeline in (film, changed):
        render(timeline, tmp_path / "out.mp4", options)
    assert threads == ["1", "1", "2"]
