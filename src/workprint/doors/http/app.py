"""The web server: parses, makes one call of the service, answers."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from workprint.base import Fault
from workprint.service import BadRequest, NothingHere, Service

from . import accounts, chat, exports, sessions, uploads
from .envelope import language, refusal
from .tail import Tail


def application(service: Service) -> FastAPI:
    """The application over a service; it works on what is queued while it runs."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        service.start()
        app.state.tail = Tail(service.runs)
        try:
            yield
        finally:
            await app.state.tail.stop()
            service.stop()

    app = FastAPI(title="Workprint", version="1", lifespan=life, docs_url=None, redoc_url=None)
    app.state.service = service
    for part in (accounts, sessions, chat, uploads, exports):
        app.include_router(part.router)
    app.middleware("http")(_named)
    app.add_exception_handler(Fault, _fault)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _elsewhere)
    return app


async def _named(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every request has an id, the client's or a new one, and so has its answer."""
    given = request.headers.get("x-request-id", "")
    plain = 0 < len(given) <= 128 and all(33 <= ord(letter) < 127 for letter in given)
    request.state.id = given if plain else f"req_{secrets.token_hex(8)}"
    answered = await go_on(request)
    answered.headers["X-Request-Id"] = request.state.id
    return answered


async def _fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, Fault)
    return refusal(error, language(request))


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    reason = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return refusal(BadRequest(reason=reason), language(request))


async def _elsewhere(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    fault = NothingHere() if error.status_code == 404 else BadRequest(reason=str(error.detail))
    answered = refusal(fault, language(request))
    answered.status_code = error.status_code
    return answered
