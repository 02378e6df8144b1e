"""What is done on a screen is found: in made recordings with known truth, and in recorders' files."""

from __future__ import annotations

import json
import struct
import sys
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from threading import Event

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from footage import ffmpeg
from workprint.analysis import analyse, probe
from workprint.analysis.recorded import EventsMisfit, EventsUnknown, EventsUnreadable
from workprint.analysis.screen import RATE, Screen
from workprint.analysis.screen_cells import Patch, regular
from workprint.analysis.screen_findings import Findings
from workprint.analysis.screen_offset import astray
from workprint.analysis.screen_path import thinned
from workprint.analysis.screen_pointer import Seen
from workprint.analysis.screen_templates import Hit
from workprint.analysis.screen_watch import Frame, watched
from workprint.analysis.screen_watch import Look as Sight
from workprint.analysis.sidecar import beside, recorded
from workprint.base import Fault
from workprint.ffmpeg import Cancelled
from workprint.model import Companion, Fact, MediaFile, Timeline, VideoStream, companions, with_companions
from workprint.studio import Studio
from workprint.studio.heard import of_recorders

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from screens import Look, Truth, make
from screens.desktop import Manner
from screens.score import Score

SIZE = (720, 440)


def media(width: int = 1920, height: int = 1080, seconds: int = 20) -> MediaFile:
    video = VideoStream(width=width, height=height, rate=Fraction(30), duration=Fraction(seconds))
    return MediaFile(id="m1", name="tour.mp4", duration=Fraction(seconds), video=video)


# Recorders' files ------------------------------------------------------------------------------

CAP = {
    "moves": [
        {"active_modifiers": [], "cursor_id": "0", "time_ms": 1000.0, "x": 0.25, "y": 0.5},
        {"active_modifiers": [], "cursor_id": "0", "time_ms": 2000.0, "x": 0.75, "y": 0.5},
    ],
    "clicks": [
        {"active_modifiers": [], "cursor_num": 0, "cursor_id": "0", "time_ms": 1500.0, "down": True},
        {"active_modifiers": [], "cursor_num": 0, "cursor_id": "0", "time_ms": 1600.0, "down": False},
    ],
}
OPENSCREEN = {
    "version": 2,
    "samples": [
        {"timeMs": 0, "cx": 0.1, "cy": 0.1, "interactionType": "move"},
        {"timeMs": 1500, "cx": 0.5, "cy": 0.5, "interactionType": "click", "cursorType": "arrow"},
        {"timeMs": 1600, "cx": 0.5, "cy": 0.5, "interactionType": "mouseup"},
        {"timeMs": 4000, "cx": 0.2, "cy": 0.8, "interactionType": "right-click"},
    ],
}
TABLE = "t,x,y,event,keys\n0.5,96,54,move,\n1.5,960,540,click,\n3,960,540,key,ctrl+s\n"
TABLE_MS = "time_ms;x;y;event\n500;0.05;0.05;move\n1500;0.5;0.5;Left Click\n"
SCALED = "# 3840x2160\nt,x,y,event\n0.5,192,108,move\n1.5,1920,1080,down\n"
LONG_MS = "t,x,y,event\n500,96,54,move\n1500,960,540,click\n9000,960,540,up\n"


@pytest.mark.parametrize(
    ("text", "shape", "times", "places"),
    [
        (json.dumps(CAP), "cap", "ms", "shares"),
        (json.dumps(OPENSCREEN), "openscreen", "ms", "shares"),
        (json.dumps({"version": 1, "samples": [*OPENSCREEN["samples"][:1], {"timeMs": 1500, "cx": 0.5, "cy": 0.5}], "clicks": [1500]}), "openscreen", "ms", "shares"),
        (TABLE, "table", "s", "pixels"),
        (TABLE_MS, "table", "ms", "shares"),
        (SCALED, "table", "s", "pixels"),
        (LONG_MS, "table", "ms", "pixels"),
    ],
)  # fmt: skip
def test_recorders_files_are_understood(
    text: str, shape: str, times: str, places: str, tmp_path: Path
) -> None:
    path = tmp_path / "events"
    path.write_text(text, "utf-8")
    found = recorded(path, media())
    assert (found.shape, found.times, found.places) == (shape, times, places)
    first = found.clicks[0]
    assert (first.time, first.button) == (1.5, "left")
    assert found.at(1.5) == pytest.approx((0.5, 0.5))
    assert first.place in (None, (0.5, 0.5))


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ({"presses": [
            {"key": "LControl", "keyCode": "1", "timeMs": 900, "down": True},
            {"key": "s", "keyCode": "2", "timeMs": 1000, "down": True},
            {"key": "s", "keyCode": "2", "timeMs": 1200, "down": False},
            {"key": "LControl", "keyCode": "1", "timeMs": 1300, "down": False},
            {"key": "a", "keyCode": "3", "timeMs": 2000, "down": True},
        ]}, [(1.0, 1.2, "Ctrl+S"), (2.0, 2.15, "a")]),
        ({"version": 1, "recordingId": "r", "events": [
            {"type": "keystroke", "timestamp": 1000, "keyCode": 31, "keyName": "S",
             "modifiers": {"ctrl": False, "alt": False, "shift": True, "meta": True}},
        ]}, [(1.0, 1.15, "Shift+Cmd+S")]),
        ({"version": 1, "samples": [
            {"timeMs": 1000, "key": "c", "modifiers": ["meta", "shift"]},
            {"timeMs": 2000, "key": "v", "code": "V", "ctrl": True, "shift": False},
            {"timeMs": 2050, "key": "v", "code": "V", "ctrl": True, "repeat": True},
            {"timeMs": 3000, "key": "Shift", "modifiers": []},
        ]}, [(1.0, 1.15, "Shift+Cmd+C"), (2.0, 2.15, "Ctrl+V")]),
    ],
)  # fmt: skip
def test_keys_are_shown_as_people_write_them(
    said: Mapping[str, object], keys: list[tuple[float, float, str]], tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps(said), "utf-8")
    assert [(key.start, key.end, key.keys) for key in recorded(path, media()).keys] == keys


def packed(presses: Sequence[tuple[str, float, bool]], count: int | None = None) -> bytes:
    """Keys as Cap's keyboard.bin has them."""
    told = b"".join(
        bytes([len(key)]) + key.encode() + b"\x011" + struct.pack("<d?", ms, down)
        for key, ms, down in presses
    )
    return b"CPKB01" + bytes([len(presses) if count is None else count]) + told


PRESSES = [("LMeta", 900.0, True), ("k", 1000.0, True), ("k", 1100.0, False), ("LMeta", 1200.0, False)]


def test_packed_keys_are_read(tmp_path: Path) -> None:
    path = tmp_path / "keyboard.bin"
    path.write_bytes(packed(PRESSES))
    found = recorded(path, media())
    assert [(key.start, key.end, key.keys) for key in found.keys] == [(1.0, 1.1, "Cmd+K")]
    many = b"CPKB01" + b"\xfb" + struct.pack("<H", 300) + packed([("a", 1.0, True)] * 300, 0)[7:]
    path.write_bytes(many)
    assert len(recorded(path, media()).keys) == 1, "held down all along"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (packed(PRESSES)[:-3], "cut short"),
        (packed(PRESSES, 3), "not packed"),
        (packed(PRESSES, 250), "cut short"),
        (b"CPKB01\xfe", "not packed"),
        (b"CPKB01\xfd" + b"\xff" * 8, "1,000,000"),
        (b"CPKB01\x01\x01a\x011" + struct.pack("<d", 1) + b"\x07", "not packed"),
        (b"CPKB01\x01\x01a\x011" + struct.pack("<d?", float("nan"), True), "timeMs"),
        (b"CPKB01\x00", "no event"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)  # fmt: skip
def test_packed_keys_that_are_broken_are_refused(data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "keyboard.bin"
    path.write_bytes(data)
    with pytest.raises(EventsUnreadable) as caught:
        recorded(path, media())
    assert told in caught.value.say("en")


def cap(**changed: object) -> str:
    return json.dumps({**CAP, "moves": [{**CAP["moves"][0], **changed}]})


@pytest.mark.parametrize(
    ("text", "fault", "told"),
    [
        ("{", EventsUnreadable, "JSON"),
        ("[" * 100_000, EventsUnreadable, "JSON"),
        (cap(x=float("nan")), EventsUnreadable, "NaN"),
        (cap(x=float("inf")), EventsUnreadable, "Infinity"),
        (cap(x=True), EventsUnreadable, "x of an event"),
        (cap(time_ms="1e999"), EventsUnreadable, "time_ms"),
        (cap(time_ms=1e300), EventsUnreadable, "time_ms"),
        (json.dumps({"moves": [1], "clicks": []}), EventsUnreadable, "moves"),
        (json.dumps({"moves": [], "clicks": []}), EventsUnreadable, "no event"),
        (json.dumps({"samples": [{"timeMs": 1, "cx": 0, "cy": 0, "interactionType": "pinch"}]}), EventsUnreadable, "pinch"),
        (json.dumps({"frames": []}), EventsUnknown, "Cap"),
        (json.dumps([1, 2]), EventsUnknown, "OpenScreen"),
        ("a,b,c\n1,2,3\n", EventsUnknown, "t,x,y,event"),
        ("t,x,y,event\n1,2,3,pinch\n", EventsUnreadable, "row 2"),
        ("t,x,y,event\n1,nan,3,move\n", EventsUnreadable, "x in row 2"),
        ("t,x,y,event\n1,2\n", EventsUnreadable, "y in row 2"),
        (cap(time_ms=90_000), EventsMisfit, "90.0 s"),
        ("t,x,y,event\n1,2600,3,move\n", EventsMisfit, "1920 x 1080"),
        ("# 2560x1600\nt,x,y,event\n1,2,3,move\n", EventsMisfit, "shape"),
        (cap(x=3.0), EventsMisfit, "outside"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_reason(
    text: str, fault: type[Fault], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "events.json"
    path.write_text(text, "utf-8")
    with pytest.raises(fault) as caught:
        recorded(path, media())
    assert told in caught.value.say("en")
    assert "events.json" in caught.value.say("zh")


def test_recorders_files_are_found_beside_the_recording(tmp_path: Path) -> None:
    segment = tmp_path / "content" / "segments" / "segment-0"
    segment.mkdir(parents=True)
    for name in ("display.mp4", "cursor.json"):
        (segment / name).touch()
    assert beside(segment / "display.mp4") == [segment / "cursor.json"]
    for name in ("recording-meta.json", "cursor.json", "content/display.mp4", "demo.mp4.cursor.json"):
        (tmp_path / name).touch()
    assert beside(tmp_path / "content" / "display.mp4") == [tmp_path / "cursor.json"]
    assert beside(tmp_path / "demo.mp4") == [tmp_path / "demo.mp4.cursor.json"]
    assert beside(tmp_path / "other.mp4") == []


# Pictures --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth, list[Fact]]:
    path = tmp_path_factory.mktemp("screen") / "tour.mp4"
    truth = make(path, 7, 12, Look(Manner(spinner=True), size=SIZE, fps=10, crf=20))
    return path, truth, Screen().find(path, probe(path), None, None)


def test_clicks_and_pointer_are_found_in_the_picture(made: tuple[Path, Truth, list[Fact]]) -> None:
    _, truth, facts = made
    score = Score()
    score.add("tour", facts, truth)
    assert score.clicks == 3
    assert score.recall(0.5) == 1
    assert score.precision(0.5) >= 0.75
    assert np.median(score.offs) < 1
    assert score.unseen / score.moments < 0.1
    assert score.stretches["idle"][2] >= 1, "the spinner is nothing that happens"


def test_facts_have_the_shape_that_is_agreed(made: tuple[Path, Truth, list[Fact]]) -> None:
    _, truth, facts = made
    for fact in facts:
        assert 0 <= fact.start <= fact.end <= truth.duration + 0.2
        if fact.kind == "click":
            assert fact.start == fact.end
            assert 0 <= fact.value["x"] <= 1
            assert fact.value["button"] == "unknown"
        if fact.kind == "cursor":
            assert fact.end - fact.start <= 10.2
            times = [point[0] for point in fact.value["path"]]
            assert times == sorted(times)
            assert (times[0], times[-1]) == (fact.start, fact.end)


def test_typing_and_scrolling_are_found_where_they_are(tmp_path: Path) -> None:
    truth = make(tmp_path / "a.mp4", 2, 14, Look(Manner(), size=SIZE, fps=10, crf=20))
    facts = analyse(
        tmp_path / "a.mp4", probe(tmp_path / "a.mp4"), ["typing", "scroll"], detectors=(Screen(),)
    )
    score = Score()
    score.add("a", facts, truth)
    assert score.stretches["typing"] == [1, 1, 1]
    assert score.stretches["scroll"] == [2, 2, 2]
    row = next(fact.value for fact in facts if fact.kind == "typing")
    real = truth.typing[0][2:]
    assert abs(row["x"] * SIZE[0] - real[0]) < 24
    assert abs(row["y"] * SIZE[1] - real[1]) < 24
    ways = [fact.value["dy"] * SIZE[1] for fact in facts if fact.kind == "scroll"]
    assert ways == pytest.approx([each[3] for each in truth.scrolls], rel=0.25)


def test_a_small_pointer_on_a_large_screen_is_looked_at_closer(tmp_path: Path) -> None:
    path = tmp_path / "large.mp4"
    truth = make(path, 3, 5, Look(Manner(), size=(1960, 1226), fps=10, crf=28, arrow="mac"))
    score = Score()
    score.add("large", Screen().find(path, probe(path), None, None), truth)
    assert score.recall(0.5) == score.precision(0.5) == score.clicks == 1
    assert np.percentile(score.offs, 90) < 2
    assert score.unseen / score.moments < 0.2


def pointed(places: Sequence[tuple[int, int]], leaves: bool) -> Iterator[NDArray[np.uint8]]:
    """A screen on which a pointer without a border comes to places, three pictures each, and leaves them or not."""
    outline = np.array([(0, 0), (0, 16), (4, 12), (7, 18), (9, 17), (6, 11), (11, 11)]) * 1.4
    picture = np.full((400, 640), 240, np.uint8)
    for place in places:
        picture = np.full_like(picture, 240) if leaves else picture.copy()
        cv2.fillPoly(picture, [np.round(outline + place).astype(np.int32)], (10,))
        yield from (picture,) * 3


@pytest.mark.parametrize("leaves", [True, False])
def test_a_pointer_that_moves_twice_is_learned_at_the_end(leaves: bool) -> None:
    places = [(100, 120), (400, 90), (220, 300)]
    look = Sight(lambda: pointed(places, leaves), lambda scale: Findings(RATE, (640, 400), scale, "screen"))
    found = watched([look], lambda _: False)
    assert found.pointer is leaves
    seen = np.array([(x * 640, y * 400) for _, x, y in found.seen])
    assert not leaves or np.abs(seen - places[1:]).max() <= 3


def test_films_have_no_clicks(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    ffmpeg("-f", "lavfi", "-i", "mandelbrot=s=320x180:r=10", "-t", "6", "-c:v", "libx264", "-preset", "ultrafast", str(path))  # fmt: skip
    found = Screen().find(path, probe(path), None, None)
    assert [(fact.kind, fact.value) for fact in found] == [
        ("screen", {"by": "pixels", "file": "", "recording": False})
    ]


def test_a_recorders_file_goes_before_the_picture_and_is_put_in_step(
    made: tuple[Path, Truth, list[Fact]], tmp_path: Path
) -> None:
    path, truth, _ = made
    late = 0.4
    rows = [f"{t - late:.3f},{x},{y},move" for t, x, y in truth.path if t >= late]
    rows += [f"{t - late:.3f},{x},{y},click" for t, x, y in truth.clicks]
    rows.append(f"{5 - late},,,key,cmd+k")
    table = tmp_path / "tour.csv"
    table.write_text("t,x,y,event,keys\n" + "\n".join(rows), "utf-8")
    given = Companion(kind="events", name="tour.csv", hash="h", uri=str(table))
    recording = with_companions(probe(path), [given])
    assert Screen().uses(recording) != Screen().uses(probe(path)) == ""
    facts = Screen().find(path, recording, None, None)
    clicks = [fact for fact in facts if fact.kind == "click"]
    assert [fact.start for fact in clicks] == pytest.approx([each[0] for each in truth.clicks], abs=0.05)
    assert {fact.confidence for fact in clicks} == {1.0}
    assert [fact.value for fact in facts if fact.kind == "key"] == [{"keys": "Cmd+K"}]
    how = next(fact.value for fact in facts if fact.kind == "screen")
    assert (how["by"], how["file"], how["recording"]) == ("sidecar", "tour.csv", True)
    assert how["offset"] == pytest.approx(late, abs=0.06)
    assert (how["times"], how["places"]) == ("s", "pixels")


def test_a_file_of_another_recording_is_told_apart(made: tuple[Path, Truth, list[Fact]]) -> None:
    _, truth, _ = made
    way = [(t, x / SIZE[0], y / SIZE[1]) for t, x, y in truth.path]
    other = [(t, (x + 0.5) % 1, 1 - y) for t, x, y in way]
    moving = [b for a, b in pairwise(way) if a[1:] != b[1:]]
    twice = [(t + k * 12, x, y) for k in range(4) for t, x, y in moving]
    told = [(t + k * 12, x, y) for k in range(4) for t, x, y in way]
    assert astray(told, twice) is None
    assert astray([(t + k * 12, x, y) for k in range(4) for t, x, y in other], twice) is not None
    assert astray([(0.0, 0.1, 0.9), (40.0, 0.1, 0.9)], twice) is None, "one that never moves says nothing"


@pytest.mark.parametrize(
    ("last", "by", "length", "said"),
    [
        (3.0, "sidecar", 60, True),
        (40.0, "sidecar", 60, False),
        (3.0, "sidecar", 7, False),
        (3.0, "pixels", 60, False),
    ],
)
def test_a_file_that_ends_long_before_its_recording_is_said(
    last: float, by: str, length: int, said: bool
) -> None:
    media = MediaFile(id="m1", name="tour.mp4", kind="video", duration=Fraction(length))
    how = {"by": by, "file": "tour.csv", "recording": True}
    facts = [
        Fact(kind="screen", start=0, end=length, value=how),
        Fact(kind="click", start=last, end=last, value={"x": 0.5, "y": 0.5}),
        Fact(kind="idle", start=last, end=length, value=None),
    ]
    told = of_recorders(media, facts)
    assert bool(told) is said
    if said:
        assert "tour.csv" in told[0]["en"]
        assert "first 3.0 s" in told[0]["en"]
        assert "57.0" in told[0]["zh"]


def test_looking_stops_when_it_is_cancelled(made: tuple[Path, Truth, list[Fact]]) -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        Screen().find(made[0], probe(made[0]), None, cancel)


@pytest.mark.parametrize(
    ("times", "habit"),
    [
        ((3, 8, 13, 18, 24, 29), True),
        ((5, 15, 25, 35), True),
        ((3, 4, 5, 30, 31, 33), False),
        ((3, 20, 24, 50), False),
        ((10, 20), False),
    ],
)
def test_what_changes_at_even_distances_is_a_habit(times: tuple[int, ...], habit: bool) -> None:
    series = np.zeros((71, 1), bool)
    series[list(times)] = True
    assert bool(regular(series)[0]) is habit


def test_a_way_is_told_with_the_points_it_needs() -> None:
    straight = [(n / 10, n / 100, 0.5) for n in range(50)]
    assert thinned(straight) == [straight[0], straight[-1]]
    bent = [*straight, *((5 + n / 10, 0.49, 0.5 + n / 100) for n in range(1, 20))]
    assert len(thinned(bent)) <= 4


def little_done(count: int) -> Iterator[Frame]:
    """Frames of a pointer that rests while something far from it changes now and then."""
    rng = np.random.default_rng(3)
    hit = Seen(Hit(100, 120, 0.9, "arrow", 1.0, True), False)
    for index in range(1, count + 1):
        x, y = rng.uniform(300, 600, 2)
        found = (Patch(x, y, 40, 16, x + 20, y + 8, 200),) if rng.random() < 0.5 else ()
        yield Frame(index, hit, found, 0.01, None)


def test_of_a_recording_nothing_is_kept_but_what_is_told() -> None:
    found = Findings(10, SIZE, 1.0, "screen")
    kept = []
    tracemalloc.start()
    for frame in little_done(2400):
        found.add(frame)
        if frame.index in (800, 2400):
            kept.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert found.frames == 2400
    assert kept[1] - kept[0] < 1600 * 60, "a frame alone takes more than 500 bytes"


# Taken in --------------------------------------------------------------------------------------


def test_what_does_not_fit_changes_nothing_and_what_lies_beside_is_used(
    made: tuple[Path, Truth, list[Fact]], tmp_path: Path
) -> None:
    film = tmp_path / "tour.mp4"
    film.write_bytes(made[0].read_bytes())
    studio = Studio(tmp_path / "home")
    wrong = tmp_path / "long.json"
    wrong.write_text(cap(time_ms=90_000), "utf-8")
    with pytest.raises(EventsMisfit):
        studio.intake.take(Timeline(), [film, wrong])
    samples = [{"timeMs": 100 * n, "cx": 0.5, "cy": n / 100} for n in range(90)]
    own = tmp_path / "tour.mp4.cursor.json"
    own.write_text(json.dumps({"version": 1, "samples": samples}), "utf-8")
    taken = studio.intake.take(Timeline(), [film])
    assert [each.name for each in companions(taken.timeline.media[0])] == ["tour.mp4.cursor.json"]
    own.write_text(cap(time_ms=90_000), "utf-8")
    taken = studio.intake.take(Timeline(), [film])
    assert companions(taken.timeline.media[0]) == ()
    assert any("90.0 s" in note["en"] for note in taken.notes)
