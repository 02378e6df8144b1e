"""What an editor's page asks for besides messages: pictures, history, undo and redo, the vocabulary."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse, JSONResponse, Response

from workprint.service import Revision, revision_told

from .answers import HistoryAnswer, OpsAnswer, RevisionAnswer
from .asked import AskedSteps
from .asking import Asks, Here
from .bodies import reading
from .described import body, may
from .envelope import answer

router = APIRouter(tags=["studio"])

Size = Literal["360p", "480p", "720p", "1080p"]
At = Annotated[float, Query(ge=0, le=1_000_000, allow_inf_nan=False, description="Seconds into the film.")]
# What is shown may change with every message.
HEADERS = {"Cache-Control": "private, no-cache"}
SESSION = "/v1/sessions/{session}"


@router.get(SESSION + "/frame", response_class=FileResponse, responses=may(400, 404))
def frame(
    here: Here,
    asks: Asks,
    session: str,
    at: At = 0.0,
    size: Size = "360p",
    format: Literal["jpg", "png"] = "jpg",
) -> FileResponse:
    """The frame at a second, as a picture. What was shown before is there at once."""
    path = here.desk.frame(asks, session, at, size, format)
    return FileResponse(path, media_type=f"image/{'jpeg' if format == 'jpg' else 'png'}", headers=HEADERS)


@router.get(SESSION + "/pieces/{index}", response_class=FileResponse, responses=may(400, 404))
def piece(here: Here, asks: Asks, session: str, index: int, size: Size = "360p") -> FileResponse:
    """Two seconds of picture from second 2 × `index` on, as fragmented MP4 without sound."""
    return FileResponse(here.desk.piece(asks, session, index, size), media_type="video/mp4", headers=HEADERS)


@router.get(SESSION + "/pieces/{index}/sound", response_class=Response, responses=may(400, 404))
def sound(here: Here, asks: Asks, session: str, index: int) -> Response:
    """The sound of a piece as WAV, to the sample; 204 where the film is silent."""
    heard = here.desk.heard(asks, session, index)
    if heard is None:
        return Response(status_code=204, headers=HEADERS)
    return Response(heard, media_type="audio/wav", headers=HEADERS)


@router.get(SESSION + "/history", response_model=HistoryAnswer, responses=may(404))
def history(here: Here, asks: Asks, session: str) -> JSONResponse:
    """All revisions of the film, oldest first: what was asked, what was done, what was answered."""
    return answer(here.desk.history(asks, session))


@router.post(
    SESSION + "/undo",
    response_model=RevisionAnswer,
    responses=may(400, 404, 409),
    **body(AskedSteps, required=False),
)
def undo(
    here: Here, asks: Asks, session: str, asked: Annotated[AskedSteps, Depends(reading(AskedSteps))]
) -> JSONResponse:
    """Go back by changes; 409 with the present draft if the film is not at the `revision` named."""
    return _film(here.desk.undo(asks, session, asked.steps, asked.revision))


@router.post(
    SESSION + "/redo",
    response_model=RevisionAnswer,
    responses=may(400, 404, 409),
    **body(AskedSteps, required=False),
)
def redo(
    here: Here, asks: Asks, session: str, asked: Annotated[AskedSteps, Depends(reading(AskedSteps))]
) -> JSONResponse:
    """Go forward to what was undone last."""
    return _film(here.desk.redo(asks, session, asked.steps, asked.revision))


@router.get("/v1/ops", response_model=OpsAnswer, responses=may())
def ops(here: Here, asks: Asks) -> JSONResponse:
    """All that can be done to a film: the vocabulary, with words, examples and parameters."""
    return answer(here.studio.ops())


@router.get("/v1/ops/{name}", response_model=OpsAnswer, responses=may(400, 404))
def op(here: Here, asks: Asks, name: str) -> JSONResponse:
    """One operation."""
    return answer(here.studio.ops(name))


def _film(film: Revision) -> JSONResponse:
    told = revision_told(film, True)
    return answer(told, {"revision": film.number})
