"""Files that come in."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from workprint.service import Caller, Service

from .asking import Asks, Here
from .envelope import answer
from .incoming import Incoming, Received

router = APIRouter()

LOOK_SECONDS = 0.05


@router.post("/api/upload-video/nemo_agent/{user}/{session}")
async def upload(request: Request, here: Here, asks: Asks, user: str, session: str) -> JSONResponse:
    """Files for a session: judged by what is in them, and put into its film."""
    asks.named(user)
    await run_in_threadpool(here.projects.get, asks, session)
    received = await Incoming(request, here, asks, session).take()
    files = [await _taken(here, asks, each) for each in received]
    return answer({"files": files, "session_state_applied": True})


async def _taken(here: Service, asks: Caller, each: Received) -> dict[str, Any]:
    """A file as it is described once the job has put it into its session."""
    job = await run_in_threadpool(here.take, each.upload, each.sha256)
    while not job.ended:
        await asyncio.sleep(LOOK_SECONDS)
        job = await run_in_threadpool(here.queue.get, job.id)
    return await run_in_threadpool(here.file, asks, each.upload.id)
