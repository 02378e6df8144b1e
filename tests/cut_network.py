"""A worker is cut off from the database that another one reaches, in a network of its own; run by a test.

Both reach it by addresses of the loopback device of that network, and one of these leads nowhere for a time: what
is sent there is lost without a word, as by a pulled cable. What came of it is printed.
"""

from __future__ import annotations

import json
import subprocess
import threading
from typing import Any

from postgres import Cluster, until
from workprint.jobs import Work, Worker
from workprint.store import Database, New, Queue

THERE = "127.0.0.2"


def ip(*args: str) -> None:
    subprocess.run(["ip", *args], check=True)


class Node:
    """A worker with one place, which holds a step back until it may go on."""

    def __init__(self, place: str) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.queue = Queue(Database(place))
        self.worker = Worker(self.queue, {"steps": self.task}, {"cpu": 1})

    def task(self, work: Work) -> Any:
        work.step("first", lambda: 1)
        work.step("second", lambda: self.held(work))
        return self.worker.name

    def held(self, work: Work) -> int:
        self.reached.set()
        until(lambda: self.go_on.is_set() or work.cancel.is_set(), 60)
        return 2


def main() -> None:
    ip("link", "set", "lo", "up")
    cluster = Cluster(f"127.0.0.1,{THERE}")
    try:
        place = cluster.fresh()
        near, far = (Node(place.replace(cluster.host, host)) for host in ("127.0.0.1", THERE))
        far.worker.start()
        first = near.queue.put(New("steps", {}, "u")).id
        assert far.reached.wait(30)
        ip("route", "add", "blackhole", THERE, "table", "local")
        near.worker.start()
        near.go_on.set()
        until(lambda: near.queue.get(first).ended, 60)
        ip("route", "del", "blackhole", THERE, "table", "local")
        # What it did in the meantime is refused, and it works again.
        far.go_on.set()
        near.worker.stop(5)
        second = near.queue.put(New("steps", {}, "u")).id
        until(lambda: near.queue.get(second).ended, 90)
        names = {near.worker.name: "near", far.worker.name: "far"}
        ends = [near.queue.get(job) for job in (first, second)]
        print(json.dumps([[job.state, names.get(job.result)] for job in ends]))
        far.worker.stop(1)
    finally:
        cluster.remove()


if __name__ == "__main__":
    main()
