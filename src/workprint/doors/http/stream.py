"""A stream of events, as Google ADK's `/run_sse` sends it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from workprint.service import Event, News, Run, deltas, progress

from .tail import Tail

STREAM_SECONDS = 900.0
"""How long a stream is open at most; who wants more comes back."""
STALLED_SECONDS = 60.0
"""How long a client may take nothing before its connection is given up; what it missed is kept."""

HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}


class Stalled(OSError):
    """A client takes nothing any more."""


class Stream(StreamingResponse):
    """What comes of a run, after an event; `streaming`: with its texts bit by bit."""

    media_type = "text/event-stream"

    def __init__(self, tail: Tail, run: Run, seen: int = 0, streaming: bool = False) -> None:
        super().__init__(lines(tail, run, seen, streaming), headers={**HEADERS, "X-Run-Id": run.id})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def soon(message: Message) -> None:
            try:
                await asyncio.wait_for(send(message), STALLED_SECONDS)
            except TimeoutError as error:
                # Starlette takes an OSError of a send for a client that is gone.
                raise Stalled() from error

        await super().__call__(scope, receive, soon)


async def lines(tail: Tail, run: Run, seen: int, streaming: bool) -> AsyncIterator[str]:
    """The frames of a run. Only what is kept has an id to come back by."""
    until = time.monotonic() + STREAM_SECONDS
    yield ": begun\n\n"
    async for each in tail.follow(run, seen):
        if isinstance(each, Event):
            for delta in deltas(each) if streaming else ():
                yield frame(delta)
            yield f"id: {each.id}\n{frame(each.body)}"
        else:
            yield frame(progress(run, each)) if isinstance(each, News) else ": heartbeat\n\n"
        if time.monotonic() > until:
            return


def frame(body: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def number_of(last: str) -> int:
    """The number of the event that a `Last-Event-ID` names; 0, the beginning, if it names none."""
    number = last.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
