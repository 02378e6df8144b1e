"""What one node holds and how it grows with nodes: a simulation of the queue, with what a render, a file taken
in and a message cost measured in the same run, and one part of its answers measured too.

    python benchmarks/capacity.py
    python benchmarks/capacity.py --size 1280x720 --seconds 20 --films 6

A node is a worker with one core for renders. What a render costs is measured before the measured part and after
it, so that what else the machine does counts the same for both. It ends with code 1 when the simulation and the measured part
are more than 20 % apart.
"""

from __future__ import annotations

import argparse
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

SECONDS = 12
"""Of each film that is rendered here."""
SIZE = "640x360"
BATCH = 4
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


def measured_renders(site: Site, clips: Sequence[Path], name: str) -> list[float]:
    """The seconds that a short film and a longer one take."""
    return [
        site.rendered(site.ready(clip), f"{name}-{number}")["seconds"] for number, clip in enumerate(clips)
    ]


def measured_talk(site: Site, clip: Path) -> tuple[float, float]:
    """The seconds of a message and of a file."""
    session = site.ready(clip)
    began = time.perf_counter()
    path = f"/api/upload-video/nemo_agent/me/{session}"
    site.client.post(path, files=[("files", (clip.name, clip.read_bytes()))]).raise_for_status()
    file = time.perf_counter() - began
    began = time.perf_counter()
    said = {"new_message": {"parts": [{"text": "blur it a little"}]}}
    body = {"app_name": "nemo_agent", "session_id": session, **said}
    site.client.post("/run_sse", json=body).raise_for_status()
    return time.perf_counter() - began, file


def costs_of(renders: Sequence[Sequence[float]], seconds: int, message: float, file: float) -> Costs:
    """From renders of a film of half as many seconds and of one of all."""
    half, whole = (statistics.mean(times) for times in zip(*renders, strict=True))
    film_second = max(0.0, (whole - half) / (seconds / 2))
    return Costs(film_second, max(0.0, whole - film_second * seconds), message, file)


def measured_batch(site: Site, clips: Sequence[Path]) -> float:
    """The seconds in which several films, asked for at once, are all there."""
    sessions = [site.ready(clip) for clip in clips]
    threads = [
        threading.Thread(target=site.rendered, args=(session, f"batch-{number}"))
        for number, session in enumerate(sessions)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def trial(folder: Path, cluster: Cluster | None, size: str, seconds: int, films: int) -> dict[str, Any]:
    """What was measured, and what the simulation says of the same films."""
    lengths = [seconds // 2, seconds, seconds // 2, seconds, *[seconds] * films]
    # Each film another one: what was rendered once is not rendered again.
    clips = [recording(folder, each, 3 * at, f"clip{at}", size) for at, each in enumerate(lengths)]
    site = Site(folder / "one", cluster, 1)
    try:
        before = measured_renders(site, clips[:2], "before")
        measured = measured_batch(site, clips[4:])
        after = measured_renders(site, clips[2:4], "after")
        costs = costs_of([before, after], seconds, *measured_talk(site, clips[0]))
    finally:
        site.stop()
    predicted = max(simulated([(0.0, seconds)] * films, 1, costs))
    return {
        "costs": {name: round(value, 3) for name, value in vars(costs).items()},
        "batch": {"films": films, "predicted": round(predicted, 1), "measured": round(measured, 1)},
        "apart": round(abs(predicted - measured) / measured, 3),
        "films of a minute in an hour": {nodes: holds(60, nodes, costs) for nodes in (1, 2, 4, 8)},
        "messages in a minute, one node of four places": round(4 * 60 / costs.message),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default=SIZE, help="of the picture")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long each film is")
    parser.add_argument("--films", type=int, default=BATCH, help="asked for at once in the measured part")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="workprint-capacity-"))
    cluster = Cluster() if programs() is not None else None
    load = os.getloadavg()[0]
    try:
        told = trial(folder, cluster, given.size, given.seconds, given.films)
        print(json.dumps({"load before": load, "load after": os.getloadavg()[0], **told}, indent=1))
    finally:
        if cluster is not None:
            cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(told["apart"] > 0.2)


if __name__ == "__main__":
    main()
