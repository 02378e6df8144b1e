"""Faces and what moves, found in made films whose truth is known."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from drawn_faces import drawn
from footage import ffmpeg
from workprint.analysis import FactCache, analyse, probe
from workprint.analysis.face import Face
from workprint.analysis.face_finder import MODEL, Seen
from workprint.analysis.face_tracks import Tracks
from workprint.analysis.motion import centre, drift
from workprint.ffmpeg import Cancelled
from workprint.model import Fact
from workprint.studio.checkup import Part, checkup


def facts(path: Path, *kinds: str) -> tuple[Fact, ...]:
    return analyse(path, probe(path), kinds)


def test_a_face_that_crosses_the_picture_is_one_person(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.mp4", lambda n: [(0.25 + 0.5 * n / 40, 0.45, 0.4)], 40)
    found = facts(path, "face")
    assert {fact.value["id"] for fact in found} == {0}
    assert len(found) == 10
    for fact in found:
        middle = fact.value["x"] + fact.value["w"] / 2
        assert middle == pytest.approx(0.25 + 0.5 * fact.start / 4, abs=0.03)
        assert fact.value["y"] + fact.value["h"] / 2 == pytest.approx(0.45, abs=0.06)
        assert fact.confidence > 0.9
    assert all(a.end == pytest.approx(b.start) for a, b in pairwise(found))


def test_nobody_is_followed_over_a_cut_and_two_are_two(tmp_path: Path) -> None:
    path = drawn(
        tmp_path / "a.mp4",
        lambda n: [(0.25, 0.45, 0.35), (0.75, 0.4, 0.3)] if n < 20 else [(0.25, 0.45, 0.35)],
        40,
        tone=lambda n: n // 20,
    )
    found = facts(path, "face", "faces")
    before = {fact.value["id"] for fact in found if fact.kind == "face" and fact.start < 2}
    after = {fact.value["id"] for fact in found if fact.kind == "face" and fact.start >= 2}
    assert len(before) == 2
    assert len(after) == 1
    assert not before & after
    (summary,) = (fact for fact in found if fact.kind == "faces")
    assert summary.value == {"engine": "haar", "people": 3, "seen": 1.0}


def test_where_nobody_is_seen_that_is_told(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.mp4", lambda n: [], 20)
    found = facts(path, "face", "faces")
    assert [(fact.kind, fact.value["people"]) for fact in found] == [("faces", 0)]


def box(x: float) -> Seen:
    return Seen((x, 0.4, 0.1, 0.15), 1.0)


@pytest.mark.parametrize(
    ("pictures", "tracks"),
    [
        ([[0.4]] * 6, 1),
        ([[0.4], [0.4], [], [0.41], [0.42], [0.42]], 1),  # missed once
        ([[0.4], [], [], [], [], [0.4], [0.4], [0.4]], 1),  # the first was a mistake
        ([[], [0.4], [], [], [], [0.8], [], []], 0),  # mistakes alone
        ([[0.2, 0.7]] * 4, 2),
        ([[0.2 + 0.05 * n] for n in range(6)], 1),  # walks
        ([[0.1], [0.7], [0.4], [0.8], [0.2], [0.6]], 0),  # nobody is that fast
        ([[0.4]], 1),  # a shot of one picture has no more
    ],
)
def test_who_is_believed(pictures: list[list[float]], tracks: int) -> None:
    seen = Tracks(0.4)
    for faces in pictures:
        seen.add([box(x) for x in faces])
    assert len(seen.finish()) == tracks


def test_a_face_missed_once_lies_between_its_neighbours() -> None:
    seen = Tracks(0.4)
    for faces in ([box(0.4)], [], [box(0.5)], [box(0.5)]):
        seen.add(faces)
    (track,) = seen.finish()
    assert [round(b[0], 3) for _, b in track.boxes()] == [0.4, 0.45, 0.5, 0.5]
    assert track.confidence == 0.75


def test_what_moves_is_told_per_shot(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    ffmpeg(
        "-f", "lavfi", "-i", "color=0x808080:s=320x180:r=30:d=2",
        "-f", "lavfi", "-i", "color=0x304060:s=320x180:r=30:d=2",
        "-f", "lavfi", "-i", "color=white:s=30x30:r=30:d=4",
        "-filter_complex", "[0][1]concat=n=2[b];[b][2]overlay=x='if(lt(t,2),40+60*t,250)':y=100",
        "-c:v", "libx264", "-preset", "ultrafast", str(path),
    )  # fmt: skip
    moving, still = facts(path, "motion")
    assert (moving.start, moving.end, still.end) == (0, 2, 4)
    assert moving.value["amount"] > 0.02
    assert still.value["amount"] < 0.01
    assert moving.value["x"] == pytest.approx((40 + 15 + 60) / 320, abs=0.05)
    assert moving.value["y"] == pytest.approx(115 / 180, abs=0.05)
    first, last = moving.value["path"][0], moving.value["path"][-1]
    assert last[1] - first[1] == pytest.approx(60 / 320 * (last[0] - first[0]), abs=0.06)
    assert still.value["eye"][0] == pytest.approx(265 / 320, abs=0.06)


def test_a_pan_is_not_what_moves() -> None:
    random = np.random.default_rng(3)
    wide = random.random((36, 80)).astype(np.float32)
    assert drift(wide[:, 0:64], wide[:, 5:69]) == (0, -5)
    assert drift(wide[:, 0:64], random.random((36, 64)).astype(np.float32)) == (0, 0)
    assert centre(np.zeros((4, 4), np.float32)) == (0.5, 0.5, 0.0)


@pytest.mark.parametrize("kind", ["face", "motion"])
def test_finding_is_cancelled_told_and_kept(tmp_path: Path, kind: str) -> None:
    path = drawn(tmp_path / "a.mp4", lambda n: [(0.5, 0.45, 0.4)], 20)
    media, cache, told = probe(path), FactCache(tmp_path / "facts"), list[float]()
    stop = Event()
    stop.set()
    with pytest.raises(Cancelled):
        analyse(path, media, [kind], cache, cancel=stop)
    found = analyse(path, media, [kind], cache, told.append)
    assert found
    assert told == sorted(told)
    assert told[-1] == 1.0
    path.unlink()
    assert analyse(path, media, [kind], cache) == found


def test_a_file_that_is_no_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = drawn(tmp_path / "a.mp4", lambda n: [], 10)
    (tmp_path / "model.onnx").write_bytes(b"no network")
    monkeypatch.setenv(MODEL, str(tmp_path / "model.onnx"))
    with pytest.raises(Exception, match=MODEL):
        facts(path, "face")
    named = Face().uses(probe(path))
    monkeypatch.delenv(MODEL)
    assert named != Face().uses(probe(path)) == ""


def test_the_doctor_tells_of_the_face_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def part() -> Part:
        return next(part for part in checkup(tmp_path) if part.name == "face model")

    assert not part().present
    assert MODEL in part().get
    monkeypatch.setenv(MODEL, str(Path(__file__)))
    assert part().present
