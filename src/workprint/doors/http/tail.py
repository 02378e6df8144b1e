"""Tells those who listen what is new of the runs they follow: one question to the database for all."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from workprint.service import Event, News, Run, Runs

LOOK_SECONDS = 0.05
HEARTBEAT_SECONDS = 10.0
PATIENCE_SECONDS = 1.0
"""How long a message may wait before its listeners are told that it does."""
TROUBLE_SECONDS = 1.0
AT_ONCE = 100
"""Events of a run that one look takes."""

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Follower:
    """One who follows a run, from an event on. What it has not taken yet is at most one look's worth: it
    is read no further until it has."""

    run: Run
    seen: int
    events: deque[Event] = field(default_factory=deque)
    # How far the work is, if that has changed since it was told.
    stands: News | None = None
    progress: float = 0.0
    waited: bool = False
    over: bool = False
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, news: News | None, events: list[Event]) -> None:
        """Take what was found of the run."""
        for each in events:
            if each.number > self.seen:
                self.seen = each.number
                self.events.append(each)
        if news is None or (news.ended and self.seen >= news.last):
            self.over = True
        elif news.state == "running" and news.progress > self.progress:
            self.progress, self.stands = news.progress, news
        if self.over or self.events or self.stands:
            self.ready.set()


class Tail:
    """Looks for news as long as anyone follows a run. `waits` tells of a message that it has not begun
    yet."""

    def __init__(self, runs: Runs, waits: Callable[[Run], None]) -> None:
        self.runs = runs
        self.waits = waits
        self.followers: set[Follower] = set()
        self._task: asyncio.Task[None] | None = None
        # Requests that take long must not keep all others from hearing anything.
        self._reader = ThreadPoolExecutor(1, "workprint-tail")

    async def follow(self, run: Run, seen: int = 0) -> AsyncIterator[Event | News | None]:
        """The events of a run after the one seen, until it is over; in between how far it is, and None
        when it is time for a sign of life."""
        follower = Follower(run, seen)
        self.followers.add(follower)
        if self._task is None:
            self._task = asyncio.create_task(self._look())
        try:
            while True:
                while follower.events:
                    yield follower.events.popleft()
                stands, follower.stands = follower.stands, None
                if stands is not None:
                    yield stands
                if follower.over and not follower.events:
                    return
                if follower.events:
                    continue
                follower.ready.clear()
                try:
                    await asyncio.wait_for(follower.ready.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield None
        finally:
            self.followers.discard(follower)

    async def stop(self) -> None:
        """Nobody is told anything any more; who comes back later reads on."""
        for follower in self.followers:
            follower.over = True
            follower.ready.set()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._reader.shutdown(wait=False)

    async def _look(self) -> None:
        while self.followers:
            try:
                await self._once()
            except Exception as error:
                # A database that is gone comes back; those who listen are not told of it.
                log.warning("the streams cannot be read on: %s", error)
                await asyncio.sleep(TROUBLE_SECONDS)
            await asyncio.sleep(LOOK_SECONDS)
        self._task = None

    async def _once(self) -> None:
        hungry = [each for each in self.followers if not each.events and not each.over]
        wanted: dict[str, int] = {}
        for each in hungry:
            wanted[each.run.id] = min(each.seen, wanted.get(each.run.id, each.seen))
        loop = asyncio.get_running_loop()
        news, events = await loop.run_in_executor(self._reader, self._read, wanted)
        for each in hungry:
            found = news.get(each.run.id)
            each.tell(found, events.get(each.run.id, []))
            late = found is not None and found.state == "waiting" and found.age > PATIENCE_SECONDS
            if late and not each.waited:
                each.waited = True
                await loop.run_in_executor(self._reader, self.waits, each.run)

    def _read(self, wanted: Mapping[str, int]) -> tuple[dict[str, News], dict[str, list[Event]]]:
        """How runs stand, and the events of those that have new ones after the one given."""
        news = self.runs.news(list(wanted))
        fresh = [run for run, found in news.items() if found.last > wanted[run]]
        return news, {run: self.runs.after(run, wanted[run], AT_ONCE) for run in fresh}
