"""What a server bears: kills, a database that goes away, a full disk, a cut network. Nothing is lost, and what
was finished is not done again."""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from postgres import WANTED, Cluster, programs, until
from workprint.ffmpeg import Cancelled
from workprint.jobs import DiskFull, Work, Worker
from workprint.store import Database, Job, New, Queue

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import kills  # noqa: E402


@pytest.mark.parametrize("seed", [4])
def test_killed_at_random_nothing_is_lost_or_done_again(tmp_path: Path, seed: int) -> None:
    found = kills.trial(tmp_path, kills=5, seed=seed, customers=1, slowest=0.8)
    assert {name: found[name] for name in kills.BAD if found[name]} == {}
    assert found["jobs"]["export"] >= 1


class Steps:
    """A job of many steps that notes each time one is done."""

    def __init__(self, many: int = 4) -> None:
        self.many = many
        self.done: Counter[str] = Counter()
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def task(self, work: Work) -> Any:
        for number in range(self.many):
            work.step(f"step {number}", lambda number=number: self._do(number))
            work.tell((number + 1) / self.many, now=True)
        return self.many

    def _do(self, number: int) -> int:
        if number == 1:
            self.reached.set()
            assert self.go_on.wait(60)
        self.done[f"step {number}"] += 1
        return number

    @property
    def each_once(self) -> bool:
        return self.done == Counter({f"step {number}": 1 for number in range(self.many)})


Begin = Callable[..., tuple[Queue, Worker]]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Workers that are stopped in the end."""
    workers: list[Worker] = []

    def begun(place: Path | str, **tasks: Callable[[Work], Any]) -> tuple[Queue, Worker]:
        queue = Queue(Database(place))
        worker = Worker(queue, tasks, {"cpu": 1})
        workers.append(worker)
        worker.start()
        return queue, worker

    yield begun
    for worker in workers:
        worker.stop(0.5)
        worker.queue.database.close()


def ended(queue: Queue, job: str) -> Job:
    def look() -> Job | None:
        found = queue.get(job)
        return found if found.ended else None

    found: Job = until(look, 60)
    return found


def test_postgres_stops_and_comes_back(begin: Begin) -> None:
    if programs() is None:
        pytest.skip(WANTED)
    cluster = Cluster()
    try:
        steps = Steps()
        place = cluster.fresh()
        queue, _ = begin(place, steps=steps.task)
        begin(place, steps=steps.task)
        job = queue.put(New("steps", {}, "u")).id
        assert steps.reached.wait(30)
        cluster.stop()
        # A step is finished while there is no database to note it.
        steps.go_on.set()
        until(lambda: steps.done["step 1"])
        cluster.start()
        assert ended(queue, job).state == "done"
        assert steps.each_once
    finally:
        cluster.remove()


def test_a_locked_database_is_waited_for(
    tmp_path: Path, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workprint.store.database.BUSY_SECONDS", 0.2)
    waits: list[str] = []
    monkeypatch.setattr("workprint.jobs.work.log.warning", lambda *said: waits.append(str(said)))
    steps = Steps()
    queue, _ = begin(tmp_path / "w.db", steps=steps.task)
    job = queue.put(New("steps", {}, "u")).id
    assert steps.reached.wait(30)
    other = sqlite3.connect(tmp_path / "w.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    steps.go_on.set()
    until(lambda: steps.done["step 1"])
    until(lambda: waits, 20)
    other.execute("ROLLBACK")
    other.close()
    assert ended(queue, job).state == "done"
    assert steps.each_once


def test_a_full_disk_is_waited_for_and_said(tmp_path: Path, begin: Begin) -> None:
    room = threading.Event()
    steps = Steps(2)
    steps.go_on.set()

    def task(work: Work) -> Any:
        work.step("before", lambda: steps._do(0))
        if not room.is_set():
            raise DiskFull(path="/full")
        return work.step("after", lambda: steps._do(1))

    queue, worker = begin(tmp_path / "w.db", full=task)
    job = queue.put(New("full", {}, "u")).id
    until(lambda: "/full" in queue.get(job).note.get("en", ""))
    room.set()
    worker.wake()
    assert ended(queue, job).state == "done"
    assert steps.each_once


def test_a_worker_that_is_told_to_end_gives_back_what_it_has(tmp_path: Path, begin: Begin) -> None:
    begun = threading.Event()

    def endless(work: Work) -> Any:
        begun.set()
        assert work.cancel.wait(30)
        raise Cancelled

    queue, worker = begin(tmp_path / "w.db", long=endless)
    job = queue.put(New("long", {}, "u")).id
    assert begun.wait(30)
    worker.stop(0.1)
    assert (queue.get(job).state, queue.get(job).attempts) == ("queued", 0)
    begin(tmp_path / "w.db", long=lambda work: 7)
    assert ended(queue, job).result == 7
