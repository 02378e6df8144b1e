"""Exports: begun, looked at, stopped, downloaded."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from workprint.service import Export, Service

from .answers import RenderAnswer, RendersAnswer
from .asked import AskedExport
from .asking import Asks, Exports, Here, caller_of, viewer_of
from .bodies import reading
from .described import body, may
from .envelope import answer, language
from .linking import full
from .sending import FILE, disposition, send

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
    return answer([full(request, here.rendered(each, lang)) for each in here.exports_of(asks, session)])


@router.api_route("/api/render/proxy/{name}/download", methods=["GET", "HEAD"], **FILE)
def download(
    request: Request,
    here: Here,
    name: str,
    key: Annotated[str, Query(max_length=100)] = "",
    expires: Annotated[str, Query(max_length=20)] = "",
    signature: Annotated[str, Query(max_length=100)] = "",
    subtitles: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """The finished film, by the link in `output.url`, which needs no header and opens it for a while, or
    with the token. With ranges, HEAD and If-None-Match. `subtitles`: its captions instead, as srt, vtt or
    ass."""
    if signature:
        export = here.files.rendered(name, key, expires, signature)
    else:
        export = here.exported(caller_of(viewer_of(request, here)), name)
    if subtitles:
        text = here.exports.captions(export, subtitles)
        named = {"Content-Disposition": disposition(f"{export.id}.{subtitles}")}
        return Response(text, media_type="text/plain", headers={**named, "X-Content-Type-Options": "nosniff"})
    path, sha256 = here.files.film(export)
    return send(request, path, sha256, f"{export.id}{path.suffix}")


def _told(request: Request, here: Service, export: Export) -> JSONResponse:
    request.state.session = export.session
    told = full(request, here.rendered(export, language(request)))
    return answer(told, {"success": True, **told})
