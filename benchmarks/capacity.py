"""What one node holds and how it grows with nodes: a simulation of the queue, with what a render, a file taken
in and a message cost measured in the same run, and one part of its answers measured too.

    python benchmarks/capacity.py

A node is a worker with one core for renders. It ends with code 1 when the simulation and the measured part
are more than 20 % apart.
"""

from __future__ import annotations

import heapq
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from two_workers import Site, recording

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from postgres import Cluster, programs  # noqa: E402

SECONDS = 20
"""Of each film that is rendered here."""
BATCH = 6
"""Films of the measured part, asked for at once."""


@dataclass(frozen=True)
class Costs:
    """Seconds: of a film's second, of what a render costs however short the film is, of a message, of a file."""

    film_second: float
    render: float
    message: float
    file: float


def simulated(arrivals: Sequence[tuple[float, float]], nodes: int, costs: Costs) -> list[float]:
    """How long each film takes from request to file. `arrivals`: when, and how long the film is. Whole films
    go to free nodes in the order they came, as the queue does it where more wait than there are nodes."""
    free = [0.0] * nodes
    heapq.heapify(free)
    took = []
    for at, length in sorted(arrivals):
        begun = max(at, heapq.heappop(free))
        ended = begun + costs.render + costs.film_second * length
        heapq.heappush(free, ended)
        took.append(ended - at)
    return took


def busy(per_hour: float, length: float, nodes: int, costs: Costs, hours: int = 20) -> float:
    """The seconds within which 95 of 100 films are there, where so many are asked for in an hour."""
    chance = random.Random(1)
    at, arrivals = 0.0, []
    while at < hours * 3600:
        at += chance.expovariate(per_hour / 3600)
        arrivals.append((at, length * chance.uniform(0.5, 1.5)))
    return statistics.quantiles(simulated(arrivals, nodes, costs), n=20)[-1]


def holds(length: float, nodes: int, costs: Costs) -> int:
    """Films of that mean length that can be asked for in an hour, so that 95 of 100 are there within three
    times what one alone takes."""
    alone = costs.render + costs.film_second * length
    low, high = 0.0, 3600 / alone * nodes
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if busy(max(0.01, middle), length, nodes, costs) <= 3 * alone else (low, middle)
        )
    return round(low)


def measured_costs(site: Site, clips: Sequence[Path]) -> Costs:
    """By rendering a short film and a longer one, sending a file, saying something."""
    times = []
    for number, clip in enumerate(clips):
        session = site.ready(clip)
        times.append(site.rendered(session, f"cost {number}")["seconds"])
    began = time.perf_counter()
    path = f"/api/upload-video/nemo_agent/me/{session}"
    site.client.post(path, files=[("files", (clips[0].name, clips[0].read_bytes()))])
    file = time.perf_counter() - began
    began = time.perf_counter()
    said = {"new_message": {"parts": [{"text": "blur it a little"}]}}
    site.client.post("/run_sse", json={"app_name": "nemo_agent", "session_id": session, **said})
    message = time.perf_counter() - began
    film_second = (times[1] - times[0]) / (SECONDS / 2)
    return Costs(film_second, max(0.0, times[0] - film_second * SECONDS / 2), message, file)


def measured_batch(site: Site, clips: Sequence[Path]) -> float:
    """The seconds in which several films, asked for at once, are all there."""
    sessions = [site.ready(clip) for clip in clips]
    threads = [
        threading.Thread(target=site.rendered, args=(session, f"batch {number}"))
        for number, session in enumerate(sessions)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="workprint-capacity-"))
    cluster = Cluster() if programs() is not None else None
    told: dict[str, Any] = {"load before": os.getloadavg()[0]}
    try:
        # Each film another one: what was rendered once is not rendered again.
        clips = [recording(folder, SECONDS, number, f"clip{number}") for number in range(BATCH)]
        short = recording(folder, SECONDS // 2, 90, "short")
        long = recording(folder, SECONDS, 91, "long")
        site = Site(folder / "one", cluster, 1)
        try:
            costs = measured_costs(site, [short, long])
            measured = measured_batch(site, clips)
        finally:
            site.stop()
        predicted = max(simulated([(0.0, SECONDS)] * BATCH, 1, costs))
        told["costs"] = {name: round(value, 3) for name, value in vars(costs).items()}
        told["batch"] = {"predicted": round(predicted, 1), "measured": round(measured, 1)}
        apart = abs(predicted - measured) / measured
        told["batch"]["apart"] = round(apart, 3)
        told["films of a minute in an hour"] = {nodes: holds(60, nodes, costs) for nodes in (1, 2, 4, 8)}
        told["messages in a minute, one node of four places"] = round(4 * 60 / costs.message)
        print(json.dumps(told, indent=1))
    finally:
        if cluster is not None:
            cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(apart > 0.2)


if __name__ == "__main__":
    main()
