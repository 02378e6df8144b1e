"""Facts are cheap: cancelled cleanly wherever that comes, shown with progress, found once whatever it is called."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workprint.analysis import DETECTORS, FactCache, Wish, analyse, analyse_all, probe
from workprint.analysis import detector as detecting
from workprint.analysis.detector import Detector
from workprint.analysis.on_screen import OnScreen
from workprint.base import file_digest
from workprint.ffmpeg import Cancelled, Limits, aside, binary, program, stream
from workprint.model import Companion, Fact, MediaFile, with_companions
from workprint.studio import Studio
from workprint.synth import Wanted, speaker_of, voice_settings

TEXT = "The harbour wakes before the town does. The first boats come in."
NAMES = [*(each.name for each in DETECTORS if each.name not in ("cues", "words")), "script"]
"""Hearing words freely goes the way of putting a script in step, and takes longer than the rest together."""


def reader(picture: Any) -> list[Any]:
    """Reads the same in every picture."""
    return [(((2, 2), (40, 2), (40, 12), (2, 12)), "hello", 0.9)]


def detector(name: str) -> Detector:
    if name == OnScreen().name:
        return OnScreen(reader=lambda: reader)
    return next(each for each in DETECTORS if each.name == ("words" if name == "script" else name))


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], MediaFile]:
    """A recording with a moving picture and a voice; for "script" with what is said in it."""
    folder = tmp_path_factory.mktemp("talk")
    speaker_of(voice_settings(folder)).speak(Wanted(TEXT, "en", "male"), folder / "said.wav")
    picture = ["-f", "lavfi", "-i", "testsrc2=s=160x90:r=10,loop=loop=-1:size=40:start=0", "-i", str(folder / "said.wav")]  # fmt: skip
    made = ["-shortest", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(folder / "talk.mp4")]
    subprocess.run([binary(), "-v", "error", *picture, *made], check=True)
    (folder / "talk.txt").write_text(TEXT)
    media = probe(folder / "talk.mp4", "m1")
    script = Companion(kind="script", name="talk.txt", hash=file_digest(folder / "talk.txt"), uri=str(folder / "talk.txt"))  # fmt: skip
    return lambda name: with_companions(media, [script]) if name == "script" else media


def found(media: MediaFile, name: str, folder: Path, tell: Any = None, cancel: Any = None) -> Sequence[Fact]:
    one = detector(name)
    return analyse(media.uri, media, one.kinds, FactCache(folder), tell, cancel, detectors=[one])


def children() -> set[int]:
    found = set[int]()
    for each in Path("/proc/self/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found |= {int(pid) for pid in each.read_text().split()}
    return found


def left(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if not each.is_dir()]


@cache
def plainly(talk: Any, name: str, folder: Path) -> tuple[Sequence[Fact], Sequence[float]]:
    """What is found where nobody cancels, and the progress that is told."""
    told: list[float] = []
    with tempfile.TemporaryDirectory(dir=folder) as kept:
        return found(talk(name), name, Path(kept), told.append), told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plain")


@pytest.mark.parametrize("name", NAMES)
def test_progress_goes_from_step_to_step_to_its_end(talk: Any, folder: Path, name: str) -> None:
    facts, told = plainly(talk, name, folder)
    assert facts
    assert told == sorted(set(told))
    assert told[-1] == 1.0
    # FFmpeg tells how far a measurement is twice a second: here it is over by then.
    assert name == "loudness" or any(0 < part < 1 for part in told)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", [0.0, 0.5])
def test_what_is_cancelled_leaves_nothing_and_begins_anew(
    talk: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, part: float
) -> None:
    kept, scratch, before = tmp_path / "facts", tmp_path / "scratch", children()
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        found(talk(name), name, kept, lambda now: cancel.set() if now >= part else None, cancel)
    assert children() == before
    # What was found before the cancel was seen is kept, whole.
    facts = left(tmp_path)
    assert [each.suffix for each in facts] in ([], [".json"])
    assert not any(each.name.startswith(".") for each in facts)
    assert not [each for each in threading.enumerate() if each.name.startswith("finding-")]
    assert found(talk(name), name, kept) == plainly(talk, name, folder)[0]
    assert len(left(kept)) == 1
    assert not left(scratch)


class Counting:
    """A detector that counts how often it works."""

    name, version, kinds, needs = "count", 1, ("count",), "nothing"

    def __init__(self) -> None:
        self.times: list[str] = []

    def find(self, path: Path, media: MediaFile, on_progress: Any, cancel: Any) -> list[Fact]:
        self.times.append(media.hash)
        return [Fact(kind="count", start=0, end=1, source=media.hash)]


ASKED = st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from("xyz")), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ASKED, min_size=1, max_size=5))
def test_each_content_is_looked_at_once_whatever_it_is_called_and_whoever_asks(
    tmp_path: Path, rounds: list[list[tuple[str, str]]]
) -> None:
    """Contents a, b, c under other names, ids and places; several at once; each round with a cache of its own."""
    counting = Counting()
    with tempfile.TemporaryDirectory(dir=tmp_path) as folder:
        for asked in rounds:
            wishes = [
                Wish(MediaFile(id=f"{name}{n}", name=f"{name}.wav", kind="audio", hash=content, uri=f"/{name}"), ["count"])
                for n, (content, name) in enumerate(asked)
            ]  # fmt: skip
            facts = analyse_all(wishes, FactCache(Path(folder)), detectors=[counting])  # type: ignore[list-item]
            assert [each[0].source for each in facts] == [content for content, _ in asked]
        assert sorted(counting.times) == sorted({content for asked in rounds for content, _ in asked})
        assert len(left(Path(folder))) == len(counting.times)


def test_a_copy_in_another_session_after_a_restart_is_not_looked_at_again(
    talk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[str] = []
    speech = type(detector("speech"))
    find = speech.find
    monkeypatch.setattr(
        speech, "find", lambda self, *given: [times.append(self.name), *find(self, *given)][1:]
    )
    first, copy = tmp_path / "talk.mp4", tmp_path / "another name.mp4"
    for place in (first, copy):
        shutil.copyfile(talk("").uri, place)
    for session, path in (("one", first), ("two", copy), ("two", first)):
        Studio(tmp_path / "home").edit("trim the silences", [path], session=session)
    assert times == ["speech"]


def test_of_two_detectors_of_one_file_the_one_that_is_kept_is_not_looked_for_again(tmp_path: Path) -> None:
    one, other = Counting(), Counting()
    other.name, other.kinds = "other", ("other",)
    media = MediaFile(id="m", name="m.wav", kind="audio", hash="h", uri="/m")
    for both in ([one], [one, other]):
        analyse("/m", media, cache=FactCache(tmp_path), detectors=both)  # type: ignore[arg-type]
    assert (one.times, other.times) == (["h"], ["h"])
    one.version = 2
    analyse("/m", replace_of(media), cache=FactCache(tmp_path), detectors=[one])  # type: ignore[list-item]
    assert one.times == ["h", "h"]


def replace_of(media: MediaFile) -> MediaFile:
    return media.model_copy(update={"name": "renamed.wav"})


def test_finding_gives_way_to_what_is_rendered_in_the_same_process(
    talk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(detecting, "sleep", rests.append)
    media = talk("")
    analyse(media.uri, media, ["scene"])
    assert rests == []
    endless = ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-f", "s16le", "pipe:1"]
    render = stream(endless, 4096)
    next(render)
    analyse(media.uri, media, ["scene"])
    assert rests
    assert all(0 <= rest <= detecting.LONGEST for rest in rests)
    render.close()
    with aside():
        beside = stream(endless, 4096)
        next(beside)
    rests.clear()
    analyse(media.uri, media, ["scene"])
    beside.close()
    assert rests == []


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="this system has no groups by session")
def test_what_comes_after_renders_does_so_as_a_session_too() -> None:
    code = "print(open('/proc/self/autogroup').read())"
    with tempfile.TemporaryFile() as said:
        limits = Limits(1 << 30, nice=7)
        made = program(
            ["-c", code], limits, stdin=subprocess.DEVNULL, stdout=said, stderr=said, environment={}
        )
        assert made.wait() == 0
        said.seek(0)
        assert said.read().decode().split()[-1] == "7"
