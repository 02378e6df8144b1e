"""Messages and what comes of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from workprint.service import Run

from .answers import RunAnswer, RunsAnswer
from .asked import AskedRun
from .asking import Asks, Here
from .bodies import reading
from .described import body, may
from .envelope import answer
from .stream import Stream, number_of

router = APIRouter()


@router.post("/run_sse", response_class=StreamingResponse, responses=may(403, 404), **body(AskedRun))
async def run_sse(
    request: Request, here: Here, asks: Asks, asked: Annotated[AskedRun, Depends(reading(AskedRun))]
) -> StreamingResponse:
    """Say something to a session and read what comes of it. Who comes back with `Last-Event-ID` reads
    on where it left off; nothing is said twice."""
    back = request.headers.get("last-event-id", "")
    if back:
        run = await run_in_threadpool(here.run, asks, asked.session_id, back.rpartition(":")[0])
    else:
        run = await run_in_threadpool(here.say, asks, asked.session_id, asked.text)
    return Stream(request.app.state.tail, run, number_of(back), bool(asked.streaming))


@router.get("/v1/sessions/{session}/runs", response_model=RunsAnswer, responses=may(404))
def listed(here: Here, asks: Asks, session: str) -> JSONResponse:
    """The messages of a session, oldest first, and what became of each."""
    return answer([_told(each) for each in here.runs_of(asks, session)])


@router.get("/v1/sessions/{session}/runs/{run}", response_class=StreamingResponse, responses=may(404))
async def follow(
    request: Request, here: Here, asks: Asks, session: str, run: str, streaming: bool = False
) -> StreamingResponse:
    """Read what comes of an earlier message, from its beginning or from `Last-Event-ID` on."""
    found = await run_in_threadpool(here.run, asks, session, run)
    return Stream(
        request.app.state.tail, found, number_of(request.headers.get("last-event-id", "")), streaming
    )


@router.post("/v1/sessions/{session}/runs/{run}/abort", response_model=RunAnswer, responses=may(404))
def abort(here: Here, asks: Asks, session: str, run: str) -> JSONResponse:
    """Stop a message: what it has not changed yet it does not change."""
    return answer(_told(here.abort(asks, session, run)))


def _told(run: Run) -> dict[str, object]:
    return {
        "run": run.id,
        "text": run.text,
        "state": run.state,
        "created": run.created,
        "finished": run.finished,
    }
