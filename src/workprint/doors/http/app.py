"""The web server: parses, makes one call of the service, answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from workprint.base import Fault
from workprint.service import BadRequest, NotAllowed, NothingHere, Service

from . import accounts, adk, chat, exports, health, pages, resuming, sessions, studio, uploads
from .asking import base_of
from .described import describe
from .envelope import language, refusal
from .guard import Private, guard
from .naming import Named
from .tail import Tail
from .watching import Watched


def application(service: Service) -> FastAPI:
    """The application over a service; it works on what is queued while it runs."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        service.start()
        app.state.tail = Tail(service.runs, service.chat.waits)
        try:
            yield
        finally:
            await app.state.tail.stop()
            service.stop()

    app = FastAPI(title="Workprint", version="1", lifespan=life, docs_url=None, redoc_url=None)
    app.state.service = service
    for part in (accounts, sessions, chat, studio, uploads, resuming, exports, adk, pages, health):
        app.include_router(part.router)
    describe(app, service.config.attribution)
    guard(app, service.config)
    app.add_middleware(Named)
    app.add_middleware(Private)
    app.add_middleware(Watched, service=service)
    app.add_exception_handler(Fault, _fault)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _elsewhere)
    return app


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, Fault)
    if str(link := error.fields.get("register_url", "")).startswith("/"):
        error.fields["register_url"] = base_of(request) + link
    folder = request.app.state.service.config.data
    return refusal(error, await run_in_threadpool(language, request), folder)


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    reason = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return refusal(BadRequest(reason=reason), await run_in_threadpool(language, request))


async def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    fault: Fault = BadRequest(reason=str(error.detail))
    if error.status_code == 404:
        fault = NothingHere()
    elif error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        fault = NotAllowed(method=request.method, allowed=allowed)
    answered = refusal(fault, await run_in_threadpool(language, request))
    answered.status_code = error.status_code
    answered.headers.update(error.headers or {})
    return answered
