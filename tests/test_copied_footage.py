"""Copied picture in films of awkward footage, under edits, and in the preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, ffmpeg, numbered, numbers, pictures
from test_exact_source import clip, film, noted
from workprint.analysis import probe
from workprint.base import Range
from workprint.jobs import Preview, RenderOptions, Report, render
from workprint.model import Clip, Gap, GeneratorRef, MediaFile, Timeline, Track

TAGS = ("-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_range", "tv")
CODED = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-g", "30", "-sc_threshold", "0", *TAGS)
FRAMES = 240


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(numbered(tmp_path_factory.mktemp("raw") / "raw.mov", FRAMES).uri)


@pytest.fixture(scope="module")
def media(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    path = tmp_path_factory.mktemp("coded") / "a.mp4"
    ffmpeg("-i", str(raw), *CODED, "-c:a", "aac", str(path))
    return probe(path, "a")


def exact(timeline: Timeline, out: Path, cache: Path | None = None) -> Report:
    report = render(timeline, out, RenderOptions(copying="exact", cache=cache))
    assert report.passed
    assert report.frames == timeline.duration
    return report


@pytest.mark.parametrize("height", [HEIGHT - 8, HEIGHT - 2])
def test_a_cropped_picture_is_copied(raw: Path, tmp_path: Path, height: int) -> None:
    """As in 1080 lines, which are coded as 1088: the parameter sets say what is not to be seen."""
    path = tmp_path / "cropped.mp4"
    ffmpeg("-i", str(raw), "-vf", f"scale={WIDTH}:{height}", "-an", *CODED, str(path))
    timeline = film(cropped := probe(path, "c"), clip(cropped, 17, 200), size=(WIDTH, height))
    out = tmp_path / "out.mp4"
    report = exact(timeline, out)
    assert report.copied > 150
    assert (report.width, report.height) == (WIDTH, height)
    assert numbers(out) == list(range(17, 200))
    source, shown = (pictures(file, WIDTH, height) for file in (path, out))
    assert (source[30:180] == shown[13:163]).all()


def test_what_an_edit_list_hides_stays_hidden(media: MediaFile, tmp_path: Path) -> None:
    """A phone's trimmed recording begins with frames that nobody is to see: no copy brings them back."""
    path = tmp_path / "trimmed.mp4"
    ffmpeg("-ss", "1.5", "-i", media.uri, "-c", "copy", "-avoid_negative_ts", "disabled", str(path))
    seen = numbers(path)
    assert seen[0] == 45
    timeline = film(trimmed := probe(path, "t"), clip(trimmed, 10, 130))
    report = exact(timeline, tmp_path / "out.mp4")
    assert (report.copied, len(noted(report))) == (0, 1)
    assert "edit list" in noted(report)[0]
    assert numbers(tmp_path / "out.mp4") == seen[10:130]


def test_a_phones_recording_is_rendered_like_any_other(raw: Path, tmp_path: Path) -> None:
    """Turned, uneven, reordered: nothing is copied, and the film is the one that is encoded on purpose."""
    upright, path = tmp_path / "upright.mp4", tmp_path / "phone.mp4"
    uneven = "setpts='(N+gte(N,50)+0.3*mod(N,2))/(30*TB)'"
    ffmpeg("-i", str(raw), "-an", "-vf", uneven, "-fps_mode", "vfr", "-video_track_timescale", "90000", *CODED,
           "-bf", "3", str(upright))  # fmt: skip
    ffmpeg("-display_rotation", "90", "-i", str(upright), "-c", "copy", str(path))
    timeline = film(phone := probe(path, "p"), clip(phone, 5, 95), size=(HEIGHT, WIDTH))
    report = exact(timeline, tmp_path / "out.mp4")
    assert (report.copied, len(noted(report))) == (0, 1)
    render(timeline, tmp_path / "encoded.mp4", RenderOptions(copying="never"))
    ours, plain = (pictures(tmp_path / name, HEIGHT, WIDTH) for name in ("out.mp4", "encoded.mp4"))
    assert (ours == plain).all()


def psnr(a: Any, b: Any) -> float:
    return float(10 * np.log10(255**2 / max(1e-9, ((a.astype(float) - b) ** 2).mean())))


def test_the_preview_shows_what_is_copied(media: MediaFile, tmp_path: Path) -> None:
    timeline = film(media, clip(media, 17, 130), clip(media, 140, 230))
    report = exact(timeline, tmp_path / "out.mp4")
    assert report.copied > 100
    shown = pictures(tmp_path / "out.mp4")
    preview = Preview(timeline, tmp_path / "preview", f"{WIDTH}x{HEIGHT}")
    for at in (0, 12, 14, 60, 112, 113, 125, 160, 202):
        assert psnr(pictures(preview.frame(at / 30, "png"))[0], shown[at]) > 35


def test_one_changed_title_leaves_copies_alone(media: MediaFile, tmp_path: Path) -> None:
    """Only the frames under the title are rendered again, and nothing when it is changed back."""

    def titled(text: str) -> Timeline:
        title = Clip(
            id="t", media=GeneratorRef(op="title", params={"text": text}), source=Range(start=0, duration=20)
        )
        track = Track(id="t1", kind="text", items=(Gap(id="g", duration=100), title))
        return film(media, clip(media, 0, FRAMES)).with_track(track)

    first, cache = exact(titled("Hi"), tmp_path / "a.mp4", tmp_path / "cache"), tmp_path / "cache"
    assert first.copied > 150
    second = exact(titled("Ho"), tmp_path / "b.mp4", cache)
    assert (second.rendered, second.copied) == (20, first.copied)
    back = exact(titled("Hi"), tmp_path / "c.mp4", cache)
    assert (back.rendered, back.copied) == (0, first.copied)
    shown = numbers(tmp_path / "b.mp4")
    assert shown[:100] == list(range(100))
    assert shown[120:] == list(range(120, FRAMES))
