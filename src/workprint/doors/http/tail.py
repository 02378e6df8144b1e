"""Tells those who listen what is new of the runs they follow: one question to the database for all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.concurrency import run_in_threadpool

from workprint.base import Fault
from workprint.service import Event, Runs

LOOK_SECONDS = 0.05
HEARTBEAT_SECONDS = 10.0


class Follower:
    """One who follows a run, from an event on."""

    def __init__(self, run: str, seen: int) -> None:
        self.run = run
        self.seen = seen
        self.news: asyncio.Queue[Event | None] = asyncio.Queue()


class Tail:
    """Looks for new events as long as anyone follows a run."""

    def __init__(self, runs: Runs) -> None:
        self.runs = runs
        self.followers: set[Follower] = set()
        self._task: asyncio.Task[None] | None = None

    async def follow(self, run: str, seen: int = 0) -> AsyncIterator[Event | None]:
        """The events of a run after the one seen, until it is over; None when it is time for a sign of
        life."""
        follower = Follower(run, seen)
        self.followers.add(follower)
        self._task = self._task or asyncio.create_task(self._look())
        try:
            while True:
                try:
                    news = await asyncio.wait_for(follower.news.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield None
                    continue
                if news is None:
                    return
                yield news
        finally:
            self.followers.discard(follower)

    async def stop(self) -> None:
        """Nobody is told anything any more."""
        for follower in self.followers:
            follower.news.put_nowait(None)
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _look(self) -> None:
        while self.followers:
            with suppress(Fault):
                await self._once()
            await asyncio.sleep(LOOK_SECONDS)
        self._task = None

    async def _once(self) -> None:
        seen: dict[str, int] = {}
        for follower in self.followers:
            seen[follower.run] = min(follower.seen, seen.get(follower.run, follower.seen))
        events, ended = await run_in_threadpool(self.runs.news, seen)
        for follower in list(self.followers):
            if follower.run not in seen:
                continue
            for each in events:
                if each.run == follower.run and each.number > follower.seen:
                    follower.seen = each.number
                    follower.news.put_nowait(each)
            if follower.run in ended:
                follower.news.put_nowait(None)
                self.followers.discard(follower)
