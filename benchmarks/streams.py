"""Streams that are open at once: how soon an event that is stored is heard, and what a stream costs.

    $ python benchmarks/streams.py --streams 200

A server of its own listens on 127.0.0.1; one client follows as many messages, each by a stream of its own.
Events are then stored one after another, and each stream says when it hears of them. Memory is that of the
server's process, with all streams and without any.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import tempfile
import threading
import time
from pathlib import Path

import httpx
import uvicorn

from workprint.doors.http import application
from workprint.service import Caller, Config, Run, Service


def memory() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def told(service: Service, runs: list[Run], rounds: int, pause: float) -> None:
    """Store events, each with the time at which it was stored."""
    for number in range(rounds):
        for run in runs:
            service.runs.append(run.id, f"e{number}", {"stored": time.time()})
            time.sleep(pause)
    for run in runs:
        service.runs.end(run.id, "done")


async def heard(client: httpx.AsyncClient, run: Run, begun: asyncio.Semaphore) -> list[float]:
    """How many seconds after it was stored each event was heard."""
    late = []
    path = f"/v1/sessions/{run.session}/runs/{run.id}"
    async with client.stream("GET", path) as answer:
        begun.release()
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                body = json.loads(line[6:])
                if "stored" in body:
                    late.append(time.time() - body["stored"])
    return late


async def measured(
    service: Service, address: str, headers: dict[str, str], caller: Caller, many: int, rounds: int
) -> None:
    session = service.begin(caller, "streams", "en").session
    runs = [service.runs.new(session, caller.user, "hello", "en") for _ in range(many)]
    for run in runs:
        service.runs.begin(run.id)
    before = memory()
    begun = asyncio.Semaphore(0)
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, headers=headers, limits=limits, timeout=120) as client:
        streams = [asyncio.create_task(heard(client, run, begun)) for run in runs]
        for _ in runs:
            await begun.acquire()
        each = (memory() - before) / many
        cpu, since = time.process_time(), time.monotonic()
        await asyncio.sleep(2)
        idle = (time.process_time() - cpu) / (time.monotonic() - since)
        await asyncio.to_thread(told, service, runs, rounds, 0.002)
        late = sorted(second for found in await asyncio.gather(*streams) for second in found)
    assert len(late) == many * rounds, f"{len(late)} of {many * rounds} events were heard"
    print(f"streams {many}, events {len(late)}, none lost")
    print(
        f"delay: median {statistics.median(late) * 1000:.0f} ms, p95 {late[int(len(late) * 0.95)] * 1000:.0f} ms, most {late[-1] * 1000:.0f} ms"
    )
    print(
        f"memory: {each / 1024:.0f} KB a stream, both ends of it; CPU while nothing happens: {idle:.1%} of a core"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=10, help="events of each stream")
    parser.add_argument("--database", help="a Postgres address; a SQLite file otherwise")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Config(data=Path(folder), role="api", database=asked.database, log_level="error"))
        token = service.token("streams", "127.0.0.1")
        server = uvicorn.Server(
            uvicorn.Config(application(service), host="127.0.0.1", port=0, log_level="error")
        )
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        headers = {"Authorization": f"Bearer {token.token}"}
        caller = Caller(token.user, "127.0.0.1")
        asyncio.run(
            measured(service, f"http://127.0.0.1:{port}", headers, caller, asked.streams, asked.rounds)
        )
        server.should_exit = True
    print(f"cores {os.cpu_count()}")


if __name__ == "__main__":
    main()
