"""The queue: who is next, who holds what, what is kept, what ends once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, literal

from postgres import until
from workprint.base import Fault
from workprint.ffmpeg import Cancelled, FFmpegFailed
from workprint.jobs import DiskFull, Work, Worker, hindered
from workprint.store import (
    LEASE_SECONDS,
    Database,
    Job,
    LeaseLost,
    New,
    NotEnded,
    Presence,
    Queue,
    QueueFull,
    StoreBroken,
)


class Clock:
    """A time that passes when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        # Two things never happen at the same time.
        self.now += 0.001
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ended() -> list[tuple[str, str]]:
    return []


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where the database is: all that holds of a queue holds on both."""
    if request.param == "sqlite":
        return tmp_path / "w.db"
    fresh: str = request.getfixturevalue("cluster").fresh()
    return fresh


class Timed(Database):
    """A database whose time passes when told, also where the server has a time of its own."""

    @property
    def now(self) -> ColumnElement[float]:
        return literal(self.clock())


@pytest.fixture
def queue(place: Path | str, clock: Clock, ended: list[tuple[str, str]]) -> Iterator[Queue]:
    database = Timed(place, clock)
    yield Queue(database, lambda job: ended.append((job.id, job.state)))
    database.close()


def put(queue: Queue, name: str, kind: str = "export", user: str = "u", **more: Any) -> Job:
    return queue.put(New(kind, {}, user, id=name, **more))


def taken(queue: Queue, many: int = 99, owner: str = "w", lanes: tuple[str, ...] = ("cpu",)) -> list[str]:
    found = []
    while len(found) < many and (job := queue.claim(owner, lanes)):
        found.append(job.id)
    return found


def test_the_urgent_first_then_the_older(queue: Queue) -> None:
    for name, kind in (("e1", "export"), ("p1", "preview"), ("e2", "export"), ("t1", "turn")):
        put(queue, name, kind)
    assert queue.ahead(queue.get("e2")) == 3
    assert taken(queue) == ["t1", "p1", "e1", "e2"]


def test_nobody_waits_behind_the_many_of_another(queue: Queue) -> None:
    for name in ("a1", "a2", "a3", "a4"):
        put(queue, name, user="a")
    for name in ("b1", "b2"):
        put(queue, name, user="b")
    assert taken(queue) == ["a1", "b1", "a2", "b2", "a3", "a4"]


def test_a_lane_is_left_to_its_workers(queue: Queue) -> None:
    put(queue, "g", lane="gpu")
    put(queue, "c")
    assert taken(queue) == ["c"]
    assert taken(queue, lanes=("gpu", "cpu")) == ["g"]


def test_of_those_with_one_mark_one_runs_at_a_time_in_order(queue: Queue) -> None:
    put(queue, "t1", alone="s1")
    put(queue, "t2", alone="s1")
    put(queue, "x", alone="s2")
    assert taken(queue) == ["t1", "x"]
    queue.finish("t1", "w", None)
    assert taken(queue) == ["t2"]


def test_the_same_job_is_queued_once(queue: Queue) -> None:
    first = put(queue, "one")
    assert put(queue, "one", kind="turn") == first


def test_queued_with_its_change_or_not_at_all(queue: Queue) -> None:
    def both() -> None:
        with queue.database.change():
            put(queue, "one")
            raise Broken

    with pytest.raises(Broken):
        both()
    assert queue.find("one") is None


def test_a_full_queue_says_so(place: Path | str) -> None:
    queue = Queue(Database(place), longest=3, own=2)
    for name in ("1", "2"):
        put(queue, name)
    with pytest.raises(QueueFull):
        put(queue, "3")
    put(queue, "4", user="v")
    with pytest.raises(QueueFull):
        put(queue, "5", user="x")
    put(queue, "piece", user="x", parent="4")


def test_work_of_one_who_is_gone_is_taken_up_and_its_steps_are_kept(queue: Queue, clock: Clock) -> None:
    put(queue, "one")
    taken(queue, owner="first")
    assert queue.keep("one", "first", "half", {"n": 1}) == {"n": 1}
    assert queue.reap() == 0
    clock.now += LEASE_SECONDS + 1
    assert queue.reap() == 1
    assert taken(queue, owner="second") == ["one"]
    assert queue.step("one", "half") == {"n": 1}
    for late in (
        lambda: queue.finish("one", "first", None),
        lambda: queue.keep("one", "first", "other", 2),
        lambda: queue.fail("one", "first", {"code": "x"}),
    ):
        with pytest.raises(LeaseLost):
            late()
    assert queue.renew("first", ["one"]) == {}
    assert queue.renew("second", ["one"]) == {"one": False}
    queue.finish("one", "second", {"ok": 1})
    assert queue.get("one").result == {"ok": 1}


def test_what_breaks_its_workers_is_set_aside_and_can_be_tried_again(
    queue: Queue, clock: Clock, ended: list[tuple[str, str]]
) -> None:
    put(queue, "bad")
    for _ in range(5):
        assert taken(queue) == ["bad"]
        clock.now += LEASE_SECONDS + 1
        queue.reap()
    assert [job.id for job in queue.recent(["dead"])] == ["bad"]
    assert ended == [("bad", "dead")]
    assert taken(queue) == []
    queue.retry("bad")
    assert taken(queue) == ["bad"]


def test_cancelling_reaches_the_whole_family(queue: Queue, ended: list[tuple[str, str]]) -> None:
    put(queue, "film")
    taken(queue)
    put(queue, "piece 1", parent="film")
    put(queue, "piece 2", parent="film")
    taken(queue, 1)
    queue.cancel("film")
    assert queue.get("piece 2").state == "cancelled"
    assert queue.renew("w", ["film", "piece 1"]) == {"film": True, "piece 1": True}
    queue.fail("film", "w", {"code": "cancelled"}, "cancelled")
    queue.fail("piece 1", "w", {"code": "cancelled"}, "cancelled")
    assert sorted(ended) == [("film", "cancelled"), ("piece 1", "cancelled"), ("piece 2", "cancelled")]


def test_one_cancelled_whose_worker_is_gone_ends_too(queue: Queue, clock: Clock) -> None:
    put(queue, "one")
    taken(queue)
    queue.cancel("one")
    clock.now += LEASE_SECONDS + 1
    queue.reap()
    assert queue.get("one").state == "cancelled"


def test_a_worker_that_stops_gives_back_at_once(queue: Queue) -> None:
    put(queue, "one")
    taken(queue, owner="a")
    queue.gone("a")
    assert taken(queue, owner="b") == ["one"]


def test_progress_never_goes_back(queue: Queue) -> None:
    put(queue, "one")
    taken(queue)
    queue.tell("one", "w", 0.5, {"en": "half", "zh": "一半"})
    queue.tell("one", "w", 0.2)
    queue.tell("one", "other", 0.9)
    assert (queue.get("one").progress, queue.get("one").note["zh"]) == (0.5, "一半")


def test_what_ended_long_ago_is_forgotten(queue: Queue, clock: Clock) -> None:
    put(queue, "old")
    taken(queue)
    queue.finish("old", "w", None)
    clock.now += 100
    put(queue, "new")
    taken(queue)
    queue.finish("new", "w", None)
    assert queue.forget(50) == 1
    assert queue.find("new") is not None


def test_the_parts_of_what_has_ended_end_too(queue: Queue, ended: list[tuple[str, str]]) -> None:
    put(queue, "film")
    taken(queue)
    put(queue, "piece 1", parent="film")
    put(queue, "piece 2", parent="film")
    taken(queue, 1, "other")
    queue.fail("film", "w", {"code": "x"})
    assert ended == [("film", "failed"), ("piece 2", "cancelled")]
    assert (queue.get("piece 2").error or {})["code"] == "whole_ended"
    assert queue.renew("other", ["piece 1"]) == {"piece 1": True}


def test_a_part_is_as_urgent_as_the_whole(queue: Queue) -> None:
    put(queue, "export")
    put(queue, "preview", "preview")
    taken(queue, 1)
    put(queue, "part", "piece", parent="preview")
    assert taken(queue) == ["part", "export"]


def test_what_makes_no_progress_is_taken_from_its_worker_and_set_aside_in_the_end(
    queue: Queue, clock: Clock
) -> None:
    queue.stuck = 20
    put(queue, "slow")
    put(queue, "film")
    taken(queue)
    put(queue, "piece", parent="film", lane="gpu")
    held = ["slow", "film"]

    def pass_time(progress: float) -> int:
        for _ in range(5):
            clock.now += LEASE_SECONDS - 1
            queue.renew("w", held)
        queue.tell("slow", "w", progress)
        return queue.reap()

    assert pass_time(0.1) == 0
    # The film waits for its piece: that is no standing still.
    assert pass_time(0.1) == 1
    assert queue.get("film").state == "running"
    for _ in range(4):
        assert taken(queue) == ["slow"]
        pass_time(0.1)
    assert (queue.get("slow").error or {})["code"] == "stuck"


def test_a_job_that_gets_further_is_not_what_kills_its_workers(queue: Queue, clock: Clock) -> None:
    put(queue, "long")
    for number in range(1, 12):
        assert taken(queue) == ["long"]
        if number % 2:
            queue.tell("long", "w", number / 20)
        else:
            queue.keep("long", "w", f"step {number}", number)
        clock.now += LEASE_SECONDS + 1
        assert queue.reap() == 1


def test_only_what_did_not_come_to_its_end_is_tried_again(queue: Queue) -> None:
    put(queue, "good")
    put(queue, "bad")
    taken(queue)
    queue.keep("bad", "w", "half", 1)
    put(queue, "piece", parent="bad")
    queue.finish("good", "w", 1)
    queue.fail("bad", "w", {"code": "x"})
    with pytest.raises(NotEnded):
        queue.retry("good")
    assert queue.retry("bad").state == "queued"
    assert queue.step("bad", "half") == 1
    assert queue.find("piece") is None


def test_one_that_waits_is_told_how_long(queue: Queue, clock: Clock) -> None:
    waiting = queue.waiting
    put(queue, "first")
    assert waiting.until_begun(queue.get("first")) is None
    queue.present("w", {"cpu": 2, "light": 4})
    assert (waiting.places("cpu"), queue.at_work("gpu"), queue.at_work("cpu")) == (2, [], ["w"])
    taken(queue)
    clock.now += 10
    queue.renew("w", ["first"])
    queue.finish("first", "w", None)
    queue.present("w", {"cpu": 2})
    for name in ("a", "b", "c", "d", "e"):
        put(queue, name)
    taken(queue, 2)
    # Ten seconds each, two at a time: one place must become free before `c`, and `d` is next to that.
    assert [waiting.until_begun(queue.get(name)) for name in ("c", "d", "e")] == [6, 11, 16]
    assert waiting.until_room("cpu") == 6


def test_what_the_surroundings_hinder_waits_and_says_why(queue: Queue, clock: Clock) -> None:
    put(queue, "one")
    taken(queue)
    queue.release("one", "w", 5, {"en": "full", "zh": "满"})
    assert taken(queue) == []
    clock.now += 6
    assert queue.get("one").note["en"] == "full"
    assert taken(queue) == ["one"]


@pytest.mark.parametrize(
    ("fault", "attempts", "waits"),
    [
        (StoreBroken(path="x", because={"en": "", "zh": ""}), 10, True),
        (DiskFull(path="x"), 10, True),
        (DiskFull(path="x"), 16, False),
        (FFmpegFailed(reason="SIGKILL", where="", exit=-9), 3, True),
        (FFmpegFailed(reason="SIGKILL", where="", exit=-9), 5, False),
        (FFmpegFailed(reason="bad data", where="", exit=1), 1, False),
        (Cancelled(), 1, False),
    ],
)
def test_what_is_worth_another_try(fault: Fault, attempts: int, waits: bool) -> None:
    assert hindered(fault, attempts) == waits


def test_a_killed_worker_is_known_by_its_lock(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from workprint.store import Presence\n"
        "Presence(Path(sys.argv[1]), 'other').hold(); print(flush=True); time.sleep(60)"
    )
    mine = Presence(tmp_path, "mine")
    mine.hold()
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        assert list(mine.dead()) == []
        child.kill()
    assert list(mine.dead()) == ["other"]
    mine.bury("other")
    mine.leave()
    assert list(tmp_path.iterdir()) == []


def test_many_take_each_job_once(place: Path | str) -> None:
    database = Database(place)
    queue = Queue(database)
    for index in range(40):
        put(queue, str(index))
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: found.extend(taken(queue, owner=str(n)))) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=int) == [str(index) for index in range(40)]


class Broken(Fault):
    code = "broken"
    en = "It broke."
    zh = "坏了。"


@pytest.fixture
def at_work(place: Path | str) -> Iterator[Callable[..., tuple[Queue, Worker, Callable[[str], Job]]]]:
    """A worker with tasks, and a way to wait for the end of a job."""
    workers: list[Worker] = []

    def begin(**tasks: Callable[[Work], Any]) -> tuple[Queue, Worker, Callable[[str], Job]]:
        ends: dict[str, threading.Event] = {}
        queue = Queue(Database(place), lambda job: ends.setdefault(job.id, threading.Event()).set())
        worker = Worker(queue, tasks, {"cpu": 2})
        workers.append(worker)
        worker.start()

        def wait(job: str) -> Job:
            worker.wake()
            assert ends.setdefault(job, threading.Event()).wait(20)
            # The event comes inside the transaction, the state with its end.
            found: Job = until(lambda: (now := queue.get(job)).ended and now)
            return found

        return queue, worker, wait

    yield begin
    for worker in workers:
        worker.stop(1)


def test_a_worker_does_what_there_is_to_do(at_work: Any) -> None:
    def broken(work: Work) -> Any:
        raise Broken

    queue, _, wait = at_work(
        twice=lambda work: work.step("a", lambda: work.job.payload["n"] * 2),
        broken=broken,
        bug=lambda work: 1 / 0,
    )
    queue.put(New("twice", {"n": 4}, "u", id="good"))
    queue.put(New("broken", {}, "u", id="bad"))
    queue.put(New("bug", {}, "u", id="bug"))
    queue.put(New("unheard of", {}, "u", id="what"))
    assert (wait("good").state, wait("good").result) == ("done", 8)
    assert wait("bad").error == {"code": "broken", "en": "It broke.", "zh": "坏了。"}
    assert (wait("bug").error or {})["code"] == "internal"
    assert (wait("what").error or {})["code"] == "unknown_work"


def test_a_job_under_way_is_cancelled(at_work: Any) -> None:
    begun = threading.Event()

    def endless(work: Work) -> Any:
        begun.set()
        assert work.cancel.wait(20)
        raise Cancelled

    queue, _, wait = at_work(endless=endless)
    queue.put(New("endless", {}, "u", id="one"))
    assert begun.wait(20)
    queue.cancel("one")
    assert wait("one").state == "cancelled"
