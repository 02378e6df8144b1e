"""Exports: begun, looked at, stopped, downloaded."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends
from fastapi.responses import FileResponse, JSONResponse

from workprint.service import Export, Service

from .asking import Asks, Here, attributed
from .envelope import answer

router = APIRouter()

LAMBDA = "/api/render/proxy/lambda"


@router.post(LAMBDA, dependencies=[Depends(attributed)])
def begin(here: Here, asks: Asks, body: Annotated[dict[str, Any], Body()]) -> JSONResponse:
    """Begin an export. The same id and the same body is the same export."""
    return _told(here, here.export(asks, body))


@router.get(LAMBDA + "/{name}")
def status(here: Here, asks: Asks, name: str) -> JSONResponse:
    """How far an export is."""
    return _told(here, here.exported(asks, name))


@router.post(LAMBDA + "/{name}/cancel")
def cancel(here: Here, asks: Asks, name: str) -> JSONResponse:
    """Stop an export."""
    return _told(here, here.cancel(asks, name))


@router.get("/api/render/proxy/sessions/{session}")
def of_session(here: Here, asks: Asks, session: str) -> JSONResponse:
    """All exports of a session."""
    return answer([here.rendered(each) for each in here.exports_of(asks, session)])


@router.api_route("/api/render/proxy/{name}/download", methods=["GET", "HEAD"])
def download(here: Here, asks: Asks, name: str) -> FileResponse:
    """The finished file."""
    export = here.exported(asks, name)
    path, sha256 = here.exports.file(export)
    return FileResponse(path, headers={"ETag": f'"{sha256}"'}, filename=f"{export.id}{path.suffix}")


def _told(here: Service, export: Export) -> JSONResponse:
    told = here.rendered(export)
    return answer(told, {"success": True, **told})
