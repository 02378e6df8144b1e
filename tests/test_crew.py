"""The crew: what is waited for comes first, and no more runs at once than may."""

from __future__ import annotations

import threading
from concurrent.futures import Future, wait

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workprint.base import Range
from workprint.jobs import crew as crew_module
from workprint.jobs.crew import AHEAD, EXPORT, Crew, Lane, bearable, crew, wanted_order

PARTS = [Range(start=start, duration=10) for start in range(0, 60, 10)]


@pytest.mark.parametrize(
    ("first", "queue"),
    [
        (None, [0, 1, 2, 3, 4, 5]),
        (0, [0, 1, 2, 3, 4, 5]),
        (29, [2, 3, 4, 5, 0, 1]),
        (30, [3, 4, 5, 0, 1, 2]),
        (Range(start=25, duration=10), [2, 3, 4, 5, 0, 1]),
        (Range(start=50, duration=10), [5, 0, 1, 2, 3, 4]),
        (1000, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_the_playhead_comes_first(first: Range | int | None, queue: list[int]) -> None:
    order = wanted_order(PARTS, first)
    assert sorted(range(6), key=lambda index: order[index]) == queue


@given(st.integers(0, 80), st.integers(1, 30))
def test_every_part_has_its_own_turn(start: int, duration: int) -> None:
    order = wanted_order(PARTS, Range(start=start, duration=duration))
    assert sorted(order) == list(range(6))
    shown = {
        i for i, part in enumerate(PARTS) if part.intersect(Range(start=start, duration=duration)).duration
    }
    assert {i for i in range(6) if order[i] < len(shown)} == shown or not shown


def blocked(lane: Lane) -> tuple[threading.Event, Future[bool]]:
    """A job of that lane that runs until the event is set."""
    go, started = threading.Event(), threading.Event()

    def work() -> bool:
        started.set()
        return go.wait(60)

    job = lane.submit(work)
    assert started.wait(60)
    return go, job


def test_the_most_wanted_job_is_taken_next() -> None:
    done: list[str] = []
    group = Crew(1)
    go, _ = blocked(Lane(group, 1))
    ahead, export = Lane(group, 1, AHEAD), Lane(group, 1, EXPORT)
    jobs = [
        ahead.submit(lambda: done.append("ahead"), 0),
        export.submit(lambda: done.append("export 2"), 2),
        export.submit(lambda: done.append("export 1"), 1),
    ]
    go.set()
    wait(jobs, 60)
    assert done == ["export 1", "export 2", "ahead"]


def test_while_a_preview_is_made_nothing_queued_starts() -> None:
    group = Crew(1)
    lane = Lane(group, 1)
    go, first = blocked(lane)
    second = lane.submit(lambda: "second")
    with group.urgent():
        go.set()
        assert first.result(60)
        assert not second.running()
        assert not second.done()
    assert second.result(60) == "second"


def test_a_lane_keeps_to_its_limit_and_the_crew_to_its_own() -> None:
    group, lock = Crew(3), threading.Lock()
    now = {"narrow": 0, "wide": 0}
    most = {"narrow": 0, "wide": 0, "all": 0}
    pause = threading.Event()

    def work(name: str) -> None:
        with lock:
            now[name] += 1
            most[name] = max(most[name], now[name])
            most["all"] = max(most["all"], sum(now.values()))
        pause.wait(0.002)
        with lock:
            now[name] -= 1

    narrow, wide = Lane(group, 1), Lane(group, 9)
    jobs = [
        lane.submit(lambda n=n: work(n))
        for _ in range(20)
        for lane, n in ((narrow, "narrow"), (wide, "wide"))
    ]  # type: ignore[misc]
    assert not wait(jobs, 60).not_done
    assert most["narrow"] == 1
    assert most["all"] <= 3


def test_what_is_called_off_is_not_begun_and_errors_arrive() -> None:
    lane = Lane(Crew(1), 1)
    go, _ = blocked(lane)
    called_off = lane.submit(lambda: 1)

    def fail() -> None:
        raise ValueError("seen")

    failing = lane.submit(fail)
    assert called_off.cancel()
    go.set()
    with pytest.raises(ValueError, match="seen"):
        failing.result(60)
    assert lane.submit(lambda: 2).result(60) == 2


def test_there_is_one_crew_no_larger_than_the_machine() -> None:
    assert crew() is crew()
    assert 1 <= crew().workers <= 8


@pytest.mark.parametrize(
    ("memory", "pixels", "workers"),
    [
        (8 << 30, 1920 * 1080, 11),
        (8 << 30, 320 * 180, 11),
        (8 << 30, 3840 * 2160, 2),
        (1 << 30, 3840 * 2160, 1),
        (64 << 30, 7680 * 4320, 5),
    ],
)
def test_large_pictures_are_worked_on_by_fewer_at_once(
    monkeypatch: pytest.MonkeyPatch, memory: int, pixels: int, workers: int
) -> None:
    monkeypatch.setattr(crew_module, "memory", lambda: memory)
    assert bearable(pixels) == workers
