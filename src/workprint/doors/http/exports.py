"""Exports: begun, looked at, stopped, downloaded."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, JSONResponse

from workprint.service import Export, Service

from .answers import RenderAnswer, RendersAnswer
from .asked import AskedExport
from .asking import Asks, Exports, Here
from .bodies import reading
from .described import body, may
from .envelope import answer, language

router = APIRouter(tags=["exports"])

LAMBDA = "/api/render/proxy/lambda"


@router.post(LAMBDA, response_model=RenderAnswer, responses=may(404, 409, 422), **body(AskedExport))
def begin(
    request: Request,
    here: Here,
    exports: Exports,
    asked: Annotated[AskedExport, Depends(reading(AskedExport))],
) -> JSONResponse:
    """Begin an export. The same id and the same body is the same export; the same id with another body is
    409. It costs no credits, needs the X-Skill-* headers (402), and goes on without its client."""
    begun = here.export(exports, asked.session_id, asked.draft, asked.output, asked.id)
    return _told(request, here, begun)


@router.get(LAMBDA + "/{name}", response_model=RenderAnswer, responses=may(404))
def status(request: Request, here: Here, asks: Asks, name: str) -> JSONResponse:
    """How far an export is."""
    return _told(request, here, here.exported(asks, name))


@router.post(LAMBDA + "/{name}/cancel", response_model=RenderAnswer, responses=may(404))
def cancel(request: Request, here: Here, asks: Asks, name: str) -> JSONResponse:
    """Stop an export; its programs are gone within a second. One that is over stays as it is."""
    return _told(request, here, here.cancel(asks, name))


@router.get("/api/render/proxy/sessions/{session}", response_model=RendersAnswer, responses=may(404))
def of_session(request: Request, here: Here, asks: Asks, session: str) -> JSONResponse:
    """All exports of a session, oldest first: for who has lost their ids."""
    lang = language(request)
    return answer([here.rendered(each, lang) for each in here.exports_of(asks, session)])


@router.api_route("/api/render/proxy/{name}/download", methods=["GET", "HEAD"])
def download(here: Here, asks: Asks, name: str) -> FileResponse:
    """The finished file."""
    export = here.exported(asks, name)
    path, sha256 = here.exports.file(export)
    return FileResponse(path, headers={"ETag": f'"{sha256}"'}, filename=f"{export.id}{path.suffix}")


def _told(request: Request, here: Service, export: Export) -> JSONResponse:
    request.state.session = export.session
    told = here.rendered(export, language(request))
    return answer(told, {"success": True, **told})
