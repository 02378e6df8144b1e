"""What a server bears: kills, a database that goes away, a full disk, a cut network. Nothing is lost, and what
was finished is not done again."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from footage import numbered
from postgres import WANTED, Cluster, programs, until
from workprint.base import file_digest
from workprint.ffmpeg import Cancelled
from workprint.jobs import DiskFull, Work, Worker
from workprint.service import Caller, Config, Service
from workprint.store import Blobs, Database, Job, New, Queue

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


HOLDER = """
import sys
sys.path.insert(0, sys.argv[1])
from postgres import Cluster
made = Cluster()
print(made.folder, made.port, flush=True)
sys.stdin.read()
"""


def test_the_postgres_of_tests_that_are_killed_goes_with_them() -> None:
    if programs() is None:
        pytest.skip(WANTED)
    line = [sys.executable, "-c", HOLDER, str(ROOT / "tests")]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        folder, port = holder.stdout.readline().split()
        assert (Path(folder) / "data" / "postmaster.pid").exists()
        assert answers(int(port))
        holder.kill()
    until(lambda: not Path(folder).exists() and not answers(int(port)))


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


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


class Site:
    """Two machines: each its own data folder, one database and one object store between them."""

    def __init__(self, folder: Path, database: str) -> None:
        (folder / "store").mkdir()
        self.nodes = [
            Service(
                Config(
                    data=folder / name,
                    database=SecretStr(database),
                    storage=f"file://{folder / 'store'}",
                    lanes={"light": 1, "cpu": 1},
                )
            )
            for name in ("one", "two")
        ]

    def stop(self) -> None:
        for node in self.nodes:
            node.stop(0.5)


@pytest.fixture
def site(tmp_path: Path, cluster: Cluster) -> Iterator[Site]:
    made = Site(tmp_path, cluster.fresh())
    yield made
    made.stop()


def test_one_render_is_done_by_two_machines(site: Site, tmp_path: Path) -> None:
    one, two = site.nodes
    clip = tmp_path / "talk.mp4"
    numbered(clip, 400, gop=400)
    for node in site.nodes:
        node.start()
    until(lambda: len(one.queue.at_work("cpu")) == 2)
    user = one.token("client", "127.0.0.1").user
    caller = Caller(user, "127.0.0.1")
    session = one.begin(caller, "film", "en").session
    one.studio.ingest([clip], session)
    film = one.studio.edit("make it black and white", session=session).revision.timeline
    # The second machine takes no export of its own, only parts of the other's.
    begun = one.exports.begin(user, "film", session, film, {"quality": "draft"}, None)
    job = ended(one.queue, begun.job.id)
    assert job.state == "done", job.error
    parts = one.queue.children(job.id)
    assert {part.state for part in parts} == {"done"}
    assert {part.owner for part in parts} == {one.worker.name, two.worker.name}
    # The film is there on the machine that did not join it, too.
    made = job.result
    assert file_digest(two.blobs.path(made["file"], made["sha256"])) == made["sha256"]
    assert job.result["report"]["passed"]


def test_one_cancelled_is_stopped_wherever_its_parts_are(cluster: Cluster, begin: Begin) -> None:
    place = cluster.fresh()
    both = threading.Barrier(2)

    def part(work: Work) -> Any:
        both.wait(60)
        assert work.cancel.wait(60)
        raise Cancelled

    def whole(work: Work) -> Any:
        return [job.state for job in work.split([New("part", {}, "", id=name) for name in ("a", "b", "c")])]

    queue, _ = begin(place, whole=whole, part=part)
    begin(place, whole=whole, part=part)
    job = queue.put(New("whole", {}, "u")).id
    until(lambda: [each.state for each in queue.children(job)] == ["running", "running", "queued"])
    assert len({each.owner for each in queue.children(job)[:2]}) == 2
    queue.cancel(job)
    assert [ended(queue, each).state for each in (job, "a", "b", "c")] == ["cancelled"] * 4


def test_the_progress_of_a_split_job_is_that_of_its_parts(tmp_path: Path, begin: Begin) -> None:
    half, go_on = threading.Event(), threading.Event()

    def part(work: Work) -> Any:
        work.tell(0.5, now=True)
        half.set()
        assert go_on.wait(60)
        return 1

    def whole(work: Work) -> Any:
        work.split([New("part", {}, "", id="a")], {"a": 0.8}, 0.1)
        return 1

    queue, _ = begin(tmp_path / "w.db", whole=whole, part=part)
    job = queue.put(New("whole", {}, "u")).id
    assert half.wait(30)
    until(lambda: queue.get(job).progress == pytest.approx(0.5))
    go_on.set()
    assert ended(queue, job).state == "done"


@pytest.mark.parametrize("keep", [True, False])
def test_the_same_file_once_more_changes_nothing_for_those_who_read_it(tmp_path: Path, keep: bool) -> None:
    blobs = Blobs(tmp_path / "blobs")
    seen = []
    for turn in range(2):
        made = tmp_path / f"made {turn}"
        made.write_bytes(b"film")
        now = blobs.put("media/ab/abc.mp4", made, keep=keep).stat()
        assert made.exists() == keep
        seen.append((now.st_ino, now.st_mtime_ns))
    assert seen[0] == seen[1]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    line = ["mount", "-t", "tmpfs", "-o", "size=16m", "workprint-test", str(disk)]
    if shutil.which("mount") is None or subprocess.run(line, capture_output=True, check=False).returncode:
        pytest.skip("a disk of one's own to fill needs mount and the right to use it (Linux, root)")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_disk_that_is_really_full_holds_up_a_film_until_there_is_room(small: Path, tmp_path: Path) -> None:
    clip = tmp_path / "talk.mp4"
    numbered(clip, 300)
    node = Service(Config(data=small / "data", lanes={"light": 1, "cpu": 1}))
    try:
        caller = Caller(node.token("client", "127.0.0.1").user, "127.0.0.1")
        session = node.begin(caller, "film", "en").session
        node.studio.ingest([clip], session)
        film = node.studio.edit("make it black and white", session=session).revision.timeline
        # Room for the database, but for no film.
        with (small / "filler").open("wb", buffering=0) as filler:
            os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(small).free - 300_000)
        node.start()
        begun = node.exports.begin(caller.user, "film", session, film, {}, None)
        until(lambda: "disk" in node.queue.get(begun.job.id).note.get("en", ""), 60)
        assert node.queue.get(begun.job.id).state in ("queued", "running")
        (small / "filler").unlink()
        job = ended(node.queue, begun.job.id)
        assert job.state == "done", job.error
        assert file_digest(node.blobs.path(job.result["file"], "")) == job.result["sha256"]
        assert job.result["report"]["passed"]
    finally:
        node.stop(0.5)


def test_a_worker_that_is_cut_off_loses_its_work_and_comes_back() -> None:
    alone = ["unshare", "--net"]
    possible = (
        all(shutil.which(name) for name in ("unshare", "ip"))
        and not subprocess.run(
            [*alone, "ip", "link", "set", "lo", "up"], capture_output=True, check=False
        ).returncode
    )
    if not possible:
        pytest.skip("a network of one's own to cut needs unshare, ip and the right to use them (Linux, root)")
    if programs() is None:
        pytest.skip(WANTED)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    line = [*alone, sys.executable, str(ROOT / "tests" / "cut_network.py")]
    done = subprocess.run(line, env=env, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["done", "near"], ["done", "far"]]
