"""Messages and their streams, as Google ADK's `/run_sse` has them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from workprint.service import Event

from .asked import AskedRun
from .asking import Asks, Here
from .bodies import reading
from .described import body, may
from .envelope import answer
from .tail import Tail

router = APIRouter()


@router.post("/run_sse", response_class=StreamingResponse, responses=may(403, 404), **body(AskedRun))
async def run_sse(
    request: Request, here: Here, asks: Asks, asked: Annotated[AskedRun, Depends(reading(AskedRun))]
) -> StreamingResponse:
    """Say something to a session and read what comes of it. Who comes back with `Last-Event-ID` reads
    on where it left off; nothing is said twice."""
    back = request.headers.get("last-event-id", "")
    if back:
        name, _, number = back.rpartition(":")
        run = await run_in_threadpool(here.run, asks, asked.session_id, name)
        seen = int(number) if number.isdecimal() else 0
    else:
        run = await run_in_threadpool(here.say, asks, asked.session_id, asked.text)
        seen = 0
    return _stream(request.app.state.tail, run.id, seen, bool(asked.streaming))


@router.get("/v1/sessions/{session}/runs/{run}")
async def follow(request: Request, here: Here, asks: Asks, session: str, run: str) -> StreamingResponse:
    """Read what comes of an earlier message, from its beginning or from `Last-Event-ID` on."""
    found = await run_in_threadpool(here.run, asks, session, run)
    number = request.headers.get("last-event-id", "").rpartition(":")[2]
    return _stream(request.app.state.tail, found.id, int(number) if number.isdecimal() else 0, False)


@router.post("/v1/sessions/{session}/runs/{run}/abort")
def abort(here: Here, asks: Asks, session: str, run: str) -> JSONResponse:
    """Stop a message."""
    return answer({"run": here.abort(asks, session, run).id})


def _stream(tail: Tail, run: str, seen: int, streaming: bool) -> StreamingResponse:
    headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no", "X-Run-Id": run}
    return StreamingResponse(_lines(tail, run, seen, streaming), 200, headers, "text/event-stream")


async def _lines(tail: Tail, run: str, seen: int, streaming: bool) -> AsyncIterator[str]:
    async for each in tail.follow(run, seen):
        if each is None:
            yield ": heartbeat\n\n"
            continue
        for delta in _deltas(each) if streaming else ():
            yield f"data: {json.dumps(delta, ensure_ascii=False)}\n\n"
        yield f"id: {each.id}\ndata: {json.dumps(each.body, ensure_ascii=False)}\n\n"


def _deltas(event: Event) -> list[dict[str, Any]]:
    """The text of an event in parts, before the whole."""
    parts = event.body["content"]["parts"]
    if len(parts) != 1 or "text" not in parts[0]:
        return []
    plain = {key: value for key, value in event.body.items() if key != "turnComplete"}
    return [
        {**plain, "content": {**event.body["content"], "parts": [{"text": line}]}, "partial": True}
        for line in parts[0]["text"].splitlines(keepends=True)
    ]
