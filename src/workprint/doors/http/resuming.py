"""Files that come in pieces (an extension of ours): begun, gone on with from where they broke off."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from workprint.service import BadRequest, Piece, Service, Upload, room

from .answers import ComingAnswer, FilesAnswer
from .asked import AskedUpload
from .asking import Asks, Here
from .bodies import reading
from .described import body, may, piece
from .envelope import answer
from .uploads import taken

router = APIRouter(prefix="/v1/uploads", tags=["files"])

AT_ONCE = 1 << 20


@router.post("", response_model=ComingAnswer, status_code=201, responses=may(404, 507), **body(AskedUpload))
def begin(
    here: Here, asks: Asks, asked: Annotated[AskedUpload, Depends(reading(AskedUpload))]
) -> JSONResponse:
    """Begin a file that comes in pieces. `Location` is where they go, with PATCH."""
    upload = here.files.receive(asks, asked.session_id, asked.filename, asked.size)
    return _told(here, upload, 201)


@router.get("/{upload}", response_model=ComingAnswer, responses=may(404, 415))
def state(here: Here, asks: Asks, upload: str) -> JSONResponse:
    """How far a file has come."""
    here.files.told(asks, upload)
    return _told(here, here.files.of(asks, upload))


@router.head("/{upload}", responses=may(404))
def offset(here: Here, asks: Asks, upload: str) -> Response:
    """How far a file has come, in `Upload-Offset`."""
    here.files.told(asks, upload)
    return Response(headers=_headers(here, here.files.of(asks, upload)))


@router.patch(
    "/{upload}",
    response_model=FilesAnswer | ComingAnswer,
    responses=may(404, 409, 413, 415, 423, 507),
    **piece(),
)
async def go_on(
    request: Request,
    here: Here,
    asks: Asks,
    upload: str,
    upload_offset: Annotated[str, Header(pattern=r"^\d{1,15}$", description="Where the piece begins.")] = "",
) -> JSONResponse:
    """The next piece, which begins at `Upload-Offset`. The last one answers as an upload at once does."""
    found = await run_in_threadpool(here.files.of, asks, upload)
    request.state.session = found.session
    if not upload_offset:
        raise BadRequest(reason="Upload-Offset")
    if found.state == "receiving" and not await _written(request, here, found, int(upload_offset)):
        return await run_in_threadpool(_told, here, await run_in_threadpool(here.files.of, asks, upload))
    return await taken(request, here, asks, [found])


@router.delete("/{upload}", status_code=204, response_class=Response, responses=may(404))
def give_up(here: Here, asks: Asks, upload: str) -> Response:
    """Give up a file that has not come whole. One that is in the film stays there."""
    here.files.give_up(asks, upload)
    return Response(status_code=204)


async def _written(request: Request, here: Service, upload: Upload, offset: int) -> bool:
    """Write a piece as it comes, and take the file in if that was all of it: whether it was. What has come
    stays, however it ends."""
    part = await run_in_threadpool(Piece, here.uploads, upload, offset)
    try:
        await _streamed(request, part)
        whole = part.many == upload.size
        if whole:
            await run_in_threadpool(here.files.take, upload)
        return whole
    finally:
        part.close()


async def _streamed(request: Request, part: Piece) -> None:
    held = bytearray()
    try:
        async for chunk in request.stream():
            held += chunk
            if len(held) >= AT_ONCE:
                data, held = bytes(held), bytearray()
                await run_in_threadpool(_write, part, data)
    finally:
        # Not to be broken off itself, when it is the connection that has gone.
        _write(part, bytes(held))
        part.end()


def _write(part: Piece, data: bytes) -> None:
    with room():
        part.write(data)


def _told(here: Service, upload: Upload, status: int = 200) -> JSONResponse:
    data = {
        "upload_id": upload.id,
        "filename": upload.name,
        "state": upload.state,
        "offset": here.uploads.offset(upload),
        "size": upload.size,
    }
    told = answer(data, status=status)
    told.headers.update(_headers(here, upload))
    return told


def _headers(here: Service, upload: Upload) -> dict[str, str]:
    return {
        "Location": f"{here.config.base_url}/v1/uploads/{upload.id}",
        "Upload-Offset": str(here.uploads.offset(upload)),
        "Upload-Length": str(upload.size or 0),
        "Cache-Control": "no-store",
    }
