"""Every request has an id, and every answer the same; what nobody expected is answered too."""

from __future__ import annotations

import logging
import secrets

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workprint.service import NothingHere, Unexpected, note

from .envelope import language, refusal

log = logging.getLogger(__name__)

LONGEST = 128


class Named:
    """Around the whole application: the id of a request is the client's `X-Request-Id`, or a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = scope.setdefault("state", {})["id"] = _name(Headers(scope=scope).get("x-request-id", ""))
        note(request=name)
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message)["X-Request-Id"] = name
            await send(message)

        try:
            if any(ord(letter) < 32 for letter in scope["path"]):
                # Nothing has such a name, and not every database can be asked for it.
                await refusal(NothingHere(), "en")(scope, receive, sending)
                return
            await self.app(scope, receive, sending)
        except ClientDisconnect:
            log.info("request %s: the client has gone", name)
        except Exception:
            log.exception("request %s was not expected to fail", name)
            if begun:
                raise
            lang = await run_in_threadpool(language, Request(scope))
            await refusal(Unexpected(reference=name), lang)(scope, receive, sending)


def _name(given: str) -> str:
    plain = 0 < len(given) <= LONGEST and all(33 <= ord(letter) < 127 for letter in given)
    return given if plain else f"req_{secrets.token_hex(8)}"
