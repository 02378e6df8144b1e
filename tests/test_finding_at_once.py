"""Facts that are found at once: how many, in which order they end, and never the same ones twice."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from workprint.analysis import FactCache, Wish, analyse, analyse_all, pool
from workprint.analysis.detector import Detector, Progress
from workprint.ffmpeg import Cancelled, stream
from workprint.model import Fact, MediaFile

LONG = 60.0
"""Seconds after which a test that hangs gives up."""
ENDLESS = ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-f", "s16le", "pipe:1"]
Doing = Callable[[Progress, threading.Event], None]


@dataclass(frozen=True)
class Made:
    """A detector that does what it is told to."""

    name: str
    doing: Doing
    version: int = 1
    needs: str = "nothing"

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.name,)

    def find(self, path: Path, media: MediaFile, on_progress: Any, cancel: Any) -> list[Fact]:
        self.doing(on_progress, cancel)
        return [Fact(kind=self.name, start=0, end=1, source=media.id)]


def media(name: str) -> MediaFile:
    return MediaFile(id=name, name=f"{name}.wav", kind="audio", hash=f"hash-{name}", uri=f"/{name}.wav")


def detectors(*made: Made) -> Sequence[Detector]:
    return made  # type: ignore[return-value]


@pytest.fixture(autouse=True)
def two_places(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pool, "at_once", lambda: 2)
    pool._places.cache_clear()
    yield
    pool._places.cache_clear()


def children() -> set[int]:
    told = (each.read_text().split() for each in Path("/proc/self/task").glob("*/children"))
    return {int(pid) for pids in told for pid in pids}


def test_kinds_and_files_are_found_at_once() -> None:
    met = threading.Barrier(2)
    both = detectors(*(Made(name, lambda tell, stop: void(met.wait(LONG))) for name in ("a", "b")))
    assert [each.kind for each in analyse("x", media("one"), detectors=both)] == ["a", "b"]
    files = [Wish(media("one"), ["a"]), Wish(media("two"), ["a"])]
    found = analyse_all(files, detectors=both)
    assert [[fact.source for fact in each] for each in found] == [["one"], ["two"]]


def void(_: object) -> None:
    """Nothing comes of it."""


def test_no_more_at_once_than_there_are_places_whoever_asks() -> None:
    lock, working, most = threading.Lock(), [0], [0]
    met = threading.Barrier(2)

    def counted(tell: Progress, stop: threading.Event) -> None:
        with lock:
            working[0] += 1
            most[0] = max(most[0], working[0])
        met.wait(LONG)
        with lock:
            working[0] -= 1
        met.wait(LONG)

    many = detectors(*(Made(name, counted) for name in "abcd"))
    asking = [threading.Thread(target=analyse, args=("x", media("one")), kwargs={"detectors": many}) for _ in range(3)]  # fmt: skip
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert most[0] == 2


def test_a_fault_of_one_is_raised_when_the_others_have_stopped() -> None:
    other, stopped = threading.Event(), threading.Event()

    def waiting(tell: Progress, stop: threading.Event) -> None:
        other.set()
        assert stop.wait(LONG)
        stopped.set()
        raise Cancelled()

    def failing(tell: Progress, stop: threading.Event) -> None:
        assert other.wait(LONG)
        raise ValueError("broken")

    never = Made("c", lambda tell, stop: pytest.fail("begun after a fault"))
    with pytest.raises(ValueError, match="broken"):
        analyse("x", media("one"), detectors=detectors(Made("a", waiting), Made("b", failing), never))
    assert stopped.is_set()


def test_cancelling_leaves_nothing_behind_and_what_is_started_comes_after_renders() -> None:
    begun, cancel, before = threading.Barrier(3), threading.Event(), children()
    nices: list[int] = []

    def endless(tell: Progress, stop: threading.Event) -> None:
        for number, _ in enumerate(stream(ENDLESS, 4096, cancel=stop)):
            if not number:
                begun.wait(LONG)

    def cancelling() -> None:
        begun.wait(LONG)
        nices.extend(os.getpriority(os.PRIO_PROCESS, pid) for pid in children() - before)
        cancel.set()

    person = threading.Thread(target=cancelling)
    person.start()
    with pytest.raises(Cancelled):
        analyse("x", media("one"), cancel=cancel, detectors=detectors(Made("a", endless), Made("b", endless)))
    person.join()
    assert children() == before
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert len(nices) == 2
    assert all(nice == min(19, own + 10) for nice in nices)


def test_whoever_waits_for_a_place_is_cancelled_too() -> None:
    taken, cancel = threading.Semaphore(0), threading.Event()
    pool._places.cache_clear()
    stop = threading.Event()
    with pool.place(stop), pool.place(stop):
        waiting = Made("a", lambda tell, stop: pytest.fail("there was no place"))
        cancelling = threading.Thread(target=lambda: (taken.acquire(), cancel.set()))
        cancelling.start()
        taken.release()
        with pytest.raises(Cancelled):
            analyse("x", media("one"), cancel=cancel, detectors=detectors(waiting))
        cancelling.join()


def test_one_progress_over_all_is_told_where_it_was_asked_for() -> None:
    told: list[tuple[float, int]] = []
    half = threading.Event()

    def first(tell: Progress, stop: threading.Event) -> None:
        tell(0.5)
        tell(0.25)
        assert half.wait(LONG)

    def tell(part: float) -> None:
        told.append((part, threading.get_ident()))
        if part >= 0.25:
            half.set()

    analyse("x", media("one"), on_progress=tell, detectors=detectors(Made("a", first), Made("b", lambda *_: void(half.wait(LONG)))))  # fmt: skip
    parts = [part for part, _ in told]
    assert parts == sorted(set(parts))
    assert parts[-1] == 1.0
    assert 0.25 in parts
    assert {thread for _, thread in told} == {threading.get_ident()}


def test_who_asks_for_no_progress_waits_for_news_too(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet, news = threading.Event(), pool._Together._news

    def noted(self: Any, told: float) -> bool:
        if not (new := news(self, told)):
            quiet.set()
        return new

    monkeypatch.setattr(pool._Together, "_news", noted)
    analyse("x", media("one"), detectors=detectors(Made("a", lambda *_: void(quiet.wait(5)))))
    assert quiet.is_set()


class Watched(FactCache):
    """A cache that says when somebody found nothing in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.missed = threading.Event()

    def get(self, *asked: Any) -> tuple[Fact, ...] | None:
        found = super().get(*asked)
        if found is None:
            self.missed.set()
        return found


def test_two_who_want_the_same_wait_for_one_finding(tmp_path: Path) -> None:
    times: list[int] = []
    begun, go = threading.Event(), threading.Event()

    def slow(tell: Progress, stop: threading.Event) -> None:
        times.append(1)
        begun.set()
        assert go.wait(LONG)

    found: list[Sequence[Fact]] = []

    def ask(cache: FactCache) -> None:
        found.append(analyse("x", media("one"), cache=cache, detectors=detectors(Made("a", slow))))

    caches = FactCache(tmp_path), Watched(tmp_path)
    asking = [threading.Thread(target=ask, args=(cache,)) for cache in caches]
    asking[0].start()
    assert begun.wait(LONG)
    asking[1].start()
    # Nothing is kept yet, and the one who asks second knows it.
    assert caches[1].missed.wait(LONG)
    go.set()
    for each in asking:
        each.join()
    assert len(times) == 1
    assert found[0] == found[1]
    assert not list(tmp_path.rglob("*.lock"))


def test_what_another_process_is_finding_is_waited_for(tmp_path: Path) -> None:
    cache = Watched(tmp_path)
    unasked = Made("a", lambda tell, stop: pytest.fail("found twice"))
    (detector,) = detectors(unasked)
    place = cache.path("hash-one", detector)
    place.parent.mkdir(parents=True)
    lock = place.with_name(f".{place.name}.lock")
    told = [Fact(kind="a", start=2, end=3, source="elsewhere")]

    def elsewhere(held: int) -> None:
        assert cache.missed.wait(LONG)
        FactCache(tmp_path).put("hash-one", detector, told)
        lock.unlink()
        os.close(held)

    held = os.open(lock, os.O_RDWR | os.O_CREAT)
    fcntl.flock(held, fcntl.LOCK_EX)
    other = threading.Thread(target=elsewhere, args=(held,))
    other.start()
    assert list(analyse("x", media("one"), cache=cache, detectors=[detector])) == told
    other.join()


def test_linear_algebra_has_no_threads_that_hang_when_something_forks() -> None:
    told = "import os, workprint, numpy; numpy.ones((500, 500)) @ numpy.ones((500, 500)); print(len(os.listdir('/proc/self/task')))"
    where = {key: value for key, value in os.environ.items() if key != "OPENBLAS_NUM_THREADS"}
    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, env=where)
    assert said.stdout.strip() == "1"
