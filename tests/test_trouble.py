"""What goes wrong from outside: full disks, lost folders, changed files, killed programs.

In each case it is named, nothing half-written is left, and what was kept stays usable.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from footage import HEIGHT, WIDTH, numbered, numbers
from processes import children, running, until
from workprint.base import Fault, Range
from workprint.ffmpeg import Cancelled
from workprint.jobs import (
    DiskFull,
    MediaChanged,
    MediaGone,
    Progress,
    RenderFailed,
    RenderOptions,
    RenderTimedOut,
    render,
    workplace,
)
from workprint.jobs.shelf import Piece, Shelf
from workprint.jobs.spans import LONG_SECONDS
from workprint.model import Canvas, Clip, Effect, FileRef, MediaFile, Timeline, Track
from workprint.synth import music

PIECES = 3
LENGTH = LONG_SECONDS * 30
"""Frames of each clip: so long that each is a piece of its own."""


@pytest.fixture
def media(tmp_path: Path) -> MediaFile:
    folder = tmp_path / "footage"
    folder.mkdir()
    return numbered(folder / "a.mov", 260)


def film(media: MediaFile, *effects: Effect, clips: int = PIECES, length: int = LENGTH) -> Timeline:
    items = tuple(
        Clip(
            id=f"c{i}",
            media=FileRef(media=media.id),
            source=Range(start=i * 7, duration=length),
            effects=effects,
        )
        for i in range(clips)
    )
    return Timeline(
        canvas=Canvas(width=WIDTH, height=HEIGHT),
        tracks=(Track(id="v", kind="video", items=items),),
        media=(media,),
    )


SHOWN = [number for i in range(PIECES) for number in range(i * 7, i * 7 + LENGTH)]
SLOW = Effect(id="slow", op="vignette", params={"strength": 0.3})


def options(tmp_path: Path, **more: Any) -> RenderOptions:
    return RenderOptions(quality="draft", cache=tmp_path / "cache", **more)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def pieces(tmp_path: Path) -> list[Path]:
    """The whole pieces of picture on the shelf; fails where anything half-written lies there."""
    assert not list((tmp_path / "cache").glob("??/.*"))
    found = sorted((tmp_path / "cache").glob("??/*.mkv"))
    shelf = Shelf(tmp_path / "cache")
    assert all(shelf.find(path.stem, ".mkv") for path in found)
    return found


def refused(media: MediaFile, tmp_path: Path, fault: type[Fault], **more: Any) -> Fault:
    """Render where that must fail: nothing is left at the destination, and both languages say why."""
    before = left_in(tmp_path)
    with pytest.raises(fault) as caught:
        render(film(media), tmp_path / "out.mp4", options(tmp_path, **more))
    assert set(left_in(tmp_path)) - set(before) <= {"cache"}
    assert children() == []
    assert caught.value.say("en") != caught.value.say("zh")
    return caught.value


def whole(media: MediaFile, tmp_path: Path) -> int:
    """Render, see that it is right, and tell how many frames had to be rendered."""
    report = render(film(media), tmp_path / "out.mp4", options(tmp_path))
    assert report.findings == ()
    assert numbers(tmp_path / "out.mp4") == SHOWN
    return report.rendered


@pytest.mark.parametrize("file", ["picture-1.mkv", "sound.m4a", "film.mp4"])
def test_a_full_disk_is_named(
    media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    """One of the files that a render writes lies on a disk that is full."""
    plain = workplace.work_folder

    def on_full_disk(out: Path) -> Path:
        folder = plain(out)
        (folder / file).symlink_to("/dev/full")
        return folder

    with monkeypatch.context() as patch:
        patch.setattr(import_module("workprint.jobs.render"), "work_folder", on_full_disk)
        fault = refused(media, tmp_path, DiskFull)
    assert fault.fields["path"] == str(tmp_path / "out.mp4")
    assert whole(media, tmp_path) <= PIECES * LENGTH


def test_a_full_cache_disk_is_named(
    media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device", str(target))

    with monkeypatch.context() as patch:
        patch.setattr("os.link", full)
        patch.setattr("shutil.copyfile", full)
        fault = refused(media, tmp_path, DiskFull)
    assert fault.fields["path"] == str(tmp_path / "cache")
    assert pieces(tmp_path) == []
    assert whole(media, tmp_path) == PIECES * LENGTH


class Meanwhile:
    """Does something once, when a render has come to a stage."""

    def __init__(self, stage: str, act: Callable[[], object]) -> None:
        self.stage, self.act = stage, act
        self.acted = False

    def __call__(self, progress: Progress) -> None:
        if progress.stage == self.stage and not self.acted:
            self.acted = True
            self.act()


def test_a_cache_lost_meanwhile_is_filled_again(media: MediaFile, tmp_path: Path) -> None:
    lose = Meanwhile("join", lambda: shutil.rmtree(tmp_path / "cache"))
    report = render(film(media), tmp_path / "out.mp4", options(tmp_path), lose)
    assert lose.acted
    assert report.rendered == 2 * PIECES * LENGTH
    assert numbers(tmp_path / "out.mp4") == SHOWN
    assert whole(media, tmp_path) == 0


def test_a_piece_spoilt_between_two_renders_is_made_again(media: MediaFile, tmp_path: Path) -> None:
    whole(media, tmp_path)
    spoilt = pieces(tmp_path)[1]
    data = bytearray(spoilt.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 8] = b"nonsense"
    spoilt.write_bytes(bytes(data))
    assert whole(media, tmp_path) == LENGTH


def test_a_piece_that_failed_its_check_is_made_again(media: MediaFile, tmp_path: Path) -> None:
    whole(media, tmp_path)
    path = pieces(tmp_path)[1].with_suffix(".json")
    note = json.loads(path.read_text())
    path.write_text(json.dumps({**note, "check": {**note["check"], "error": "Invalid data found"}}))
    assert whole(media, tmp_path) == LENGTH


@pytest.mark.parametrize("name", ["out.mp4", "out.wav"])
def test_what_vanishes_under_a_render_is_made_again(
    media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The folder of pieces is removed just as the first piece is put there."""
    plain, lost = Shelf.put, list[str]()

    def put(shelf: Shelf, key: str, made: Path, note: dict[str, Any]) -> Piece:
        if not lost:
            lost.append(key)
            raise FileNotFoundError(key)
        return plain(shelf, key, made, note)

    monkeypatch.setattr(Shelf, "put", put)
    cancel = threading.Event()
    render(film(media), tmp_path / name, options(tmp_path), None, cancel)
    assert lost
    assert (tmp_path / name).is_file()
    assert not cancel.is_set()


def swap(media: MediaFile) -> None:
    """Another file of the same size under the same name."""
    path = Path(media.uri)
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes()[::-1])
    os.replace(other, path)


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda media: Path(media.uri).unlink(), MediaGone),
        (lambda media: Path(media.uri).write_bytes(b"other"), MediaChanged),
    ],
)
def test_a_source_gone_or_changed_is_named(
    media: MediaFile, tmp_path: Path, harm: Any, fault: type[Fault]
) -> None:
    harm(media)
    assert media.name in refused(media, tmp_path, fault).say("zh")


@pytest.mark.parametrize(
    ("stage", "harm", "fault"),
    [
        ("picture", swap, MediaChanged),
        ("join", swap, MediaChanged),
        ("check", lambda media: Path(media.uri).unlink(), MediaGone),
    ],
)
def test_a_source_that_changes_meanwhile_is_named_and_not_kept(
    media: MediaFile, tmp_path: Path, stage: str, harm: Any, fault: type[Fault]
) -> None:
    """Picture of the other file must not lie under the first one's hash."""
    kept = Path(media.uri).read_bytes()
    change = Meanwhile(stage, lambda: harm(media))
    with pytest.raises(fault):
        render(film(media), tmp_path / "out.mp4", options(tmp_path, workers=1), change)
    assert change.acted
    assert left_in(tmp_path) == ["cache", "footage"]
    Path(media.uri).write_bytes(kept)
    whole(media, tmp_path)


@contextmanager
def killing(often: int) -> Iterator[list[int]]:
    """Kills the FFmpeg processes of this process as they come up, as many as that."""
    killed: list[int] = []
    over = threading.Event()

    def hunt() -> None:
        while not over.wait(0.002):
            for process in set(children()) - set(killed):
                if len(killed) < often:
                    # One that has ended by itself meanwhile was not killed.
                    with suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)
                        killed.append(process)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        yield killed
    finally:
        over.set()
        hunter.join()


def test_one_killed_ffmpeg_is_started_again(media: MediaFile, tmp_path: Path) -> None:
    with killing(1) as killed:
        assert whole(media, tmp_path) == PIECES * LENGTH
    assert len(killed) == 1


def test_an_ffmpeg_killed_again_and_again_is_told(media: MediaFile, tmp_path: Path) -> None:
    with killing(1000):
        fault = refused(media, tmp_path, RenderFailed)
    assert "SIGKILL" in fault.say("en")
    assert "c0" in fault.say("zh") or "c1" in fault.say("zh")
    assert pieces(tmp_path) == []
    assert whole(media, tmp_path) == PIECES * LENGTH


def test_a_hanging_ffmpeg_is_stopped_and_named(media: MediaFile, tmp_path: Path) -> None:
    fault = refused(media, tmp_path, RenderTimedOut, patience=-1e6)
    assert "“c" in fault.say("zh")
    assert pieces(tmp_path) == []


def test_cancelling_ends_every_process(media: MediaFile, tmp_path: Path) -> None:
    cancel = threading.Event()
    seen: list[int] = []

    def stop() -> None:
        until(children)
        seen.extend(children())
        cancel.set()

    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(Cancelled):
        render(film(media, SLOW, clips=40), tmp_path / "out.mp4", options(tmp_path), None, cancel)
    stopper.join()
    assert seen
    assert children() == []
    assert set(left_in(tmp_path)) <= {"cache", "footage"}


@pytest.mark.parametrize("stage", ["prepare", "picture", "join", "check"])
def test_cancelling_at_any_stage_writes_nothing(media: MediaFile, tmp_path: Path, stage: str) -> None:
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        render(film(media), tmp_path / "out.mp4", options(tmp_path), Meanwhile(stage, cancel.set), cancel)
    assert cancel.is_set()
    assert set(left_in(tmp_path)) <= {"cache", "footage"}
    assert children() == []


def test_music_is_not_written_to_its_end_when_nobody_wants_it(tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        music("calm", 1, 20, tmp_path / "music.wav", cancel=cancel)
    assert (tmp_path / "music.wav").stat().st_size < 48_000


ELSEWHERE = """
import sys
from pathlib import Path
from workprint.jobs import RenderOptions, render
from workprint.model import Timeline
timeline = Timeline.model_validate_json(Path(sys.argv[1]).read_text())
render(timeline, Path(sys.argv[2]), RenderOptions(quality="draft", cache=Path(sys.argv[3]), workers=1))
"""


def elsewhere(timeline: Timeline, out: Path, cache: Path) -> subprocess.Popen[bytes]:
    """The same render in a process of its own."""
    film_path = out.with_suffix(".json")
    film_path.write_text(timeline.model_dump_json())
    return subprocess.Popen([sys.executable, "-c", ELSEWHERE, str(film_path), str(out), str(cache)])


def test_a_killed_render_leaves_no_process_and_its_pieces(media: MediaFile, tmp_path: Path) -> None:
    clips = 12
    timeline = film(media, SLOW, clips=clips)
    killed = elsewhere(timeline, tmp_path / "a.mp4", tmp_path / "cache")
    until(lambda: len(list((tmp_path / "cache").glob("??/*.json"))) >= 3 and children(killed.pid))
    orphans = children(killed.pid)
    killed.kill()
    killed.wait()
    until(lambda: not any(running(process) for process in orphans))
    assert not (tmp_path / "a.mp4").exists()
    finished = len(pieces(tmp_path))
    assert 0 < finished < clips
    report = render(timeline, tmp_path / "a.mp4", options(tmp_path))
    assert report.rendered == (clips - finished) * LENGTH
    assert report.findings == ()
    assert left_in(tmp_path) == ["a.json", "a.mp4", "a.mp4.report.json", "cache", "footage"]


def test_two_processes_share_a_shelf(media: MediaFile, tmp_path: Path) -> None:
    timeline = film(media)
    both = [elsewhere(timeline, tmp_path / name, tmp_path / "cache") for name in ("a.mp4", "b.mp4")]
    assert [each.wait() for each in both] == [0, 0]
    assert numbers(tmp_path / "a.mp4") == numbers(tmp_path / "b.mp4") == SHOWN
    assert len(pieces(tmp_path)) == PIECES
    assert whole(media, tmp_path) == 0


def test_the_playhead_is_rendered_first(media: MediaFile, tmp_path: Path) -> None:
    """Stopped after its first piece, a render has made the one at the playhead."""
    cancel = threading.Event()

    def stop(progress: Progress) -> None:
        if any((tmp_path / "cache").glob("??/*.json")):
            cancel.set()

    mute = media.model_copy(update={"audio": None})
    with pytest.raises(Cancelled):
        render(
            film(mute), tmp_path / "out.mp4", options(tmp_path, workers=1, first=2 * LENGTH + 5), stop, cancel
        )
    (piece,) = pieces(tmp_path)
    assert numbers(piece) == list(range(14, 14 + LENGTH))


def test_half_written_pieces_of_long_ago_are_swept_up(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    old, new = tmp_path / "ab" / ".part-1", tmp_path / "ab" / ".part-2"
    old.parent.mkdir()
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    shelf.tidy()
    assert not old.exists()
    assert new.exists()


def test_a_shelf_of_previews_is_tidied_at_times(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf", limit=0)

    def put(key: str) -> bool:
        (tmp_path / "piece.mp4").write_bytes(b"x")
        shelf.put(key, tmp_path / "piece.mp4", {})
        shelf.tidy_at_times()
        return shelf.find(key, ".mp4") is not None

    shelf.tidy_at_times()
    assert not (tmp_path / "shelf").exists()
    assert not put("aa")
    assert put("bb")
    os.utime(tmp_path / "shelf" / ".tidied", (1, 1))
    assert not put("cc")
    assert shelf.find("bb", ".mp4") is None
