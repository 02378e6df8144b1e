"""How fast the queue is, with many who take from it at once, on SQLite and on Postgres.

python benchmarks/queue_speed.py
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from postgres import Cluster, programs  # noqa: E402
from workprint.store import Database, New, Queue  # noqa: E402

JOBS, USERS, WORKERS = 400, 20, 4


def workers_end(place: Path | str, name: str, found: Any) -> None:
    """A process that takes and ends jobs until there are none."""
    queue = Queue(Database(place))
    taken = []
    while job := queue.claim(name, ["cpu"]):
        taken.append(job.id)
        queue.finish(job.id, name, None)
    found.put(taken)


def timed(what: Callable[[], None]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def speed(place: Path | str) -> dict[str, Any]:
    """Jobs put, looked for, taken and ended in a second."""
    queue = Queue(Database(place), longest=JOBS + 1, own=JOBS)

    def put() -> None:
        for number in range(JOBS):
            mark = f"session:{number % 100}" if number % 4 == 0 else None
            queue.put(New("export", {}, f"user {number % USERS}", alone=mark, id=f"j{number}"))

    def look() -> None:
        for _ in range(50):
            queue.database.row(queue._next(["cpu"]))

    putting, looking = timed(put), timed(look)
    queue.database.close()
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    names = [f"w{number}" for number in range(WORKERS)]
    processes = [context.Process(target=workers_end, args=(place, name, found)) for name in names]
    began = time.perf_counter()
    for process in processes:
        process.start()
    taken = [job for _ in processes for job in found.get(timeout=600)]
    taking = time.perf_counter() - began
    for process in processes:
        process.join()
    left = Queue(Database(place)).counts()
    assert len(taken) == len(set(taken)), "a job was taken twice"
    return {
        "put per second": round(JOBS / putting),
        f"looks per second, {JOBS} waiting": round(50 / looking),
        f"taken and ended per second, by {WORKERS} processes": round(len(taken) / taking),
        "left": left.get("queued", 0),
        "indices": indices(place),
    }


def indices(place: Path | str) -> list[str]:
    """The indices that the database takes to find the next job."""
    database = Database(place)
    query = Queue(database)._next(["cpu"])
    plain = str(query.compile(database.engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN " if database.remote else "EXPLAIN QUERY PLAN "
    rows = database.rows(
        text((explain + plain).replace(":", "\\:") if not database.remote else explain + plain)
    )
    lines = [" ".join(map(str, row.values())) for row in rows]
    database.close()
    return sorted({word.strip("()") for line in lines for word in line.split() if word.startswith("jobs_")})


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = {"sqlite": speed(Path(folder) / "w.db")}
        if programs() is not None:
            cluster = Cluster()
            try:
                told["postgres"] = speed(cluster.fresh())
            finally:
                cluster.remove()
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
