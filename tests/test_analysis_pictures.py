"""Contact sheets and waveforms, looked at pixel by pixel; and the sample recording."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from workprint.analysis import NoPicture, NoSound, analyse, contact_sheet, probe, waveform
from workprint.ffmpeg import run
from workprint.model import Fact

SCRIPT = Path(__file__).parent.parent / "scripts" / "sample.py"
X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]


def pixels(path: Path) -> NDArray[np.int64]:
    return np.asarray(Image.open(path).convert("RGB")).astype(np.int64)


def steps(path: Path) -> Path:
    """A film whose brightness tells the frame: frame n is grey 20 + 8 n; 2 s at 10 fps."""
    grey = "color=black:s=64x36:r=10:d=2,format=gray,geq=lum='20+8*N',format=yuv420p"
    run(["-f", "lavfi", "-i", grey, *X264, "-crf", "1", "-color_range", "tv", str(path)])
    return path


def test_frames_are_those_of_their_times(tmp_path: Path) -> None:
    path = steps(tmp_path / "a.mp4")
    times = [0, 0.05, 0.1, 0.5, 1.25, 1.99]
    out = contact_sheet(path, probe(path), tmp_path / "a.png", times=times, columns=3, width=160)
    sheet = pixels(out)
    assert sheet.shape == (4 * 3 + 90 * 2, 4 * 4 + 160 * 3, 3)
    whole = pixels(contact_sheet(path, probe(path), tmp_path / "b.png", times=[0], width=160))
    assert abs(whole[10, 10, 0] - sheet[10, 10, 0]) <= 1
    seen = [int(sheet[10 + 94 * (n // 3), 14 + 164 * (n % 3), 0]) for n in range(6)]
    frames = [(value - seen[0]) / ((seen[5] - seen[0]) / 19) for value in seen]
    assert np.allclose(frames, [0, 0, 1, 5, 12, 19], atol=0.4)


def test_labels_are_drawn(tmp_path: Path) -> None:
    path = steps(tmp_path / "a.mp4")
    out = contact_sheet(
        path, probe(path), tmp_path / "a.png", times=[1.5], labels=["cut: 'it', 50%"], width=320
    )
    corner = pixels(out)[140:184, 4:200]
    assert corner.max() > 240


@pytest.mark.parametrize("name", ["a.gif", "a.ts", "a.webp", "a.jpg", "a.png"])
def test_sheets_of_all_sorts_of_files(tmp_path: Path, name: str) -> None:
    codec = {"a.ts": X264, "a.webp": ["-c:v", "libwebp_anim"]}.get(name, [])
    still = ["-frames:v", "1", "-update", "1"] if name in ("a.jpg", "a.png") else []
    path = tmp_path / name
    run(["-f", "lavfi", "-i", "testsrc2=s=64x36:r=10:d=1.5", *codec, *still, str(path)])
    media = probe(path)
    sheet = pixels(contact_sheet(path, media, tmp_path / "sheet.png", count=4, columns=2, width=64))
    assert sheet.shape[1] == (64 + 8 if media.kind == "image" else 2 * 64 + 12)
    assert sheet[4:40, 4:68].std() > 20


def test_a_picture_named_wrongly_is_opened_as_what_it_is(tmp_path: Path) -> None:
    run(["-f", "lavfi", "-i", "testsrc2=s=64x36", "-frames:v", "1", str(tmp_path / "a.jpg")])
    path = (tmp_path / "a.jpg").rename(tmp_path / "a%03d.png")
    assert contact_sheet(path, probe(path), tmp_path / "sheet.png").is_file()
    assert analyse(path, probe(path), ["colour"])


def test_waveform_shows_sound_and_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    sound = np.concatenate([0.5 * np.sin(np.arange(16_000) * 0.2), np.zeros(16_000)])
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    silence = Fact(kind="silence", start=1, end=2)
    picture = pixels(waveform(path, probe(path), tmp_path / "a.png", [silence], width=400, height=200))
    assert picture.shape == (200, 400, 3)
    body, paper, shade = picture[86, 100], picture[2, 100], picture[40, 300]
    assert body[2] - body[0] > 60
    assert paper.min() > 240
    assert shade[0] - shade[2] > 40


def test_what_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    path = steps(tmp_path / "a.mp4")
    with pytest.raises(NoSound):
        waveform(path, probe(path), tmp_path / "a.png")
    run(["-f", "lavfi", "-i", "sine=d=0.2", str(tmp_path / "a.wav")])
    with pytest.raises(NoPicture):
        contact_sheet(tmp_path / "a.wav", probe(tmp_path / "a.wav"), tmp_path / "a.png")


def test_the_sample_is_turned_and_its_pauses_are_found(tmp_path: Path) -> None:
    pytest.importorskip("espeakng_loader")
    path = tmp_path / "phone.mp4"
    subprocess.run([sys.executable, str(SCRIPT), str(path), "--kind", "portrait"], check=True, timeout=300)
    told = json.loads((tmp_path / "phone.json").read_text("utf-8"))
    media = probe(path)
    assert media.video is not None
    assert (media.video.width, media.video.height, media.video.rotation) == (720, 1280, 90)
    assert media.duration * media.video.rate == told["frames"]
    facts = analyse(path, media, ["speech", "silence"])
    assert any(fact.kind == "speech" for fact in facts)
    found = [(fact.start, fact.end) for fact in facts if fact.kind == "silence"]
    for pause in told["pauses"]:
        nearest = min(found, key=lambda span, p=pause: abs(span[0] - p["start"]))  # type: ignore[misc]
        assert nearest == pytest.approx((pause["start"], pause["end"]), abs=0.04)


def test_places_are_marked_by_boxes(tmp_path: Path) -> None:
    path = steps(tmp_path / "a.mp4")
    plain, marked = (
        pixels(contact_sheet(path, probe(path), tmp_path / f"{name}.png", times=[0, 1], marks=marks))
        for name, marks in (("plain", ()), ("marked", [(0.5, 0.5)]))
    )
    rows, columns = np.nonzero(np.abs(plain - marked).max(axis=2) > 60)
    assert abs(columns.mean() - (4 + 160)) < 2
    assert abs(rows.mean() - (4 + 90)) < 2
    assert columns.max() - columns.min() < 320 / 10
