"""The queue: who is next, who holds what, what is kept, what ends once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from workprint.base import Fault
from workprint.ffmpeg import Cancelled
from workprint.jobs import Work, Worker
from workprint.store import LEASE_SECONDS, Database, Job, LeaseLost, New, Queue, QueueFull


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


@pytest.fixture
def queue(tmp_path: Path, clock: Clock, ended: list[tuple[str, str]]) -> Queue:
    return Queue(Database(tmp_path / "w.db", clock), lambda job: ended.append((job.id, job.state)))


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


def test_a_full_queue_says_so(tmp_path: Path) -> None:
    queue = Queue(Database(tmp_path / "w.db"), longest=3, own=2)
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
    assert [job.id for job in queue.dead()] == ["bad"]
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


def test_many_take_each_job_once(tmp_path: Path) -> None:
    database = Database(tmp_path / "w.db")
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
def at_work(tmp_path: Path) -> Iterator[Callable[..., tuple[Queue, Worker, Callable[[str], Job]]]]:
    """A worker with tasks, and a way to wait for the end of a job."""
    workers: list[Worker] = []

    def begin(**tasks: Callable[[Work], Any]) -> tuple[Queue, Worker, Callable[[str], Job]]:
        ends: dict[str, threading.Event] = {}
        queue = Queue(
            Database(tmp_path / "w.db"), lambda job: ends.setdefault(job.id, threading.Event()).set()
        )
        worker = Worker(queue, tasks, {"cpu": 2})
        workers.append(worker)
        worker.start()

        def wait(job: str) -> Job:
            worker.wake()
            assert ends.setdefault(job, threading.Event()).wait(20)
            # The event comes inside the transaction, the state with its end.
            with queue.database.change():
                return queue.get(job)

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
