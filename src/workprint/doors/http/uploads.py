"""Files that come in, as one body or from URLs, and files that go out by a link."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from workprint.base import Fault
from workprint.service import Caller, Service, Upload

from .answers import FilesAnswer
from .asked import AskedUrls
from .asking import Asks, Here
from .bodies import reading
from .described import files_or, may
from .envelope import answer
from .incoming import Incoming
from .linking import full
from .sending import FILE, send

router = APIRouter(tags=["files"])

LOOK_SECONDS = 0.05
SLOWEST_LOOK = 1.0


@router.post(
    "/api/upload-video/nemo_agent/{user}/{session}",
    response_model=FilesAnswer,
    responses=may(404, 423, 507),
    **files_or(AskedUrls),
)
async def upload(request: Request, here: Here, asks: Asks, user: str, session: str) -> JSONResponse:
    """Files for a session: judged by what is in them, and put into its film. They come as
    `multipart/form-data` in the field `files`, which may stand there several times, or as JSON with the
    URLs to fetch them from."""
    asks.named(user)
    await run_in_threadpool(here.projects.get, asks, session)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        uploads = await _received(request, here, asks, session)
    else:
        wanted = await reading(AskedUrls)(request, asks)
        uploads = await run_in_threadpool(here.files.fetch, asks, session, wanted.urls)
    return await taken(request, here, asks, uploads)


@router.api_route("/v1/files/{upload}", methods=["GET", "HEAD"], **FILE)
def file(
    request: Request,
    here: Here,
    upload: str,
    key: Annotated[str, Query(max_length=100)] = "",
    expires: Annotated[str, Query(max_length=20)] = "",
    signature: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """A file that was sent, by the link in `cdn_url`: it needs no header, and opens it for a while. With
    ranges, HEAD and If-None-Match."""
    found = here.files.linked(upload, key, expires, signature)
    path, sha256 = here.files.content(found)
    return send(request, path, sha256, found.name)


async def _received(request: Request, here: Service, asks: Caller, session: str) -> list[Upload]:
    """The files of a body, each with the job that puts it into the session. Those that are none are told
    together once all have been looked at."""
    received = await Incoming(request, here, asks, session).take()
    for each in received:
        try:
            await run_in_threadpool(here.files.take, each.upload, each.sha256)
        except Fault as fault:
            await run_in_threadpool(here.uploads.refuse, each.upload, fault)
    return [each.upload for each in received]


async def taken(request: Request, here: Service, asks: Caller, uploads: Sequence[Upload]) -> JSONResponse:
    """The answer once all of these have been put into their session. Raises what is against the first
    that could not be; the others are in the film all the same, and `data.files` of the fault has them."""
    files: list[dict[str, Any]] = []
    against: list[Fault] = []
    for each in uploads:
        await _settled(here, each)
        try:
            files.append(full(request, await run_in_threadpool(here.files.told, asks, each.id)))
        except Fault as fault:
            against.append(fault)
    if against:
        against[0].fields["files"] = files
        raise against[0]
    return answer({"files": files, "session_state_applied": True})


async def _settled(here: Service, upload: Upload) -> None:
    pause = LOOK_SECONDS
    while not await run_in_threadpool(here.files.settled, upload):
        await asyncio.sleep(pause)
        pause = min(SLOWEST_LOOK, pause * 1.1)
