"""Around every request: one line of the log when it is answered, and its figures."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workprint.service import Service, anew

NOWHERE = "(none)"
"""What stands for a route that there is not: paths that anyone can make up are not counted apart."""
QUIET = ("/health", "/ready")

log = logging.getLogger("workprint.access")


class Watched:
    """Counts and logs each request of an application, as it was answered in the end. Neither its path
    nor its headers are written, only its route."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.metrics = service.metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = _Seen()

        async def receiving() -> Message:
            message = await receive()
            seen.received += len(message.get("body", b""))
            return message

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                if Headers(raw=message["headers"]).get("content-type", "").startswith("text/event-stream"):
                    seen.stream = True
                    self.metrics.streams.inc()
            seen.sent += len(message.get("body", b""))
            await send(message)

        # A copy would not learn what turns out on the way.
        with anew():
            try:
                await self.app(scope, receiving, sending)
            finally:
                self._tell(scope, seen)

    def _tell(self, scope: Scope, seen: _Seen) -> None:
        seconds = time.monotonic() - seen.begun
        route = str(getattr(scope.get("route"), "path", NOWHERE))
        method = scope["method"] if route != NOWHERE else "*"
        if seen.stream:
            self.metrics.streams.dec()
        self.metrics.requests.labels(method, route, seen.status).inc()
        self.metrics.seconds.labels(method, route).observe(seconds)
        self.metrics.received.labels(method, route).inc(seen.received)
        self.metrics.sent.labels(method, route).inc(seen.sent)
        caller = scope.get("state", {}).get("caller")
        session = scope.get("path_params", {}).get("session") or scope.get("state", {}).get("session")
        figures = {
            "method": scope["method"] if scope["method"].isalpha() else "*", "route": route,
            "status": seen.status, "ms": round(seconds * 1000), "received": seen.received,
            "sent": seen.sent, "user": caller.user if caller else None,
        }  # fmt: skip
        if caller is not None and session:
            figures["session"] = session
        log.log(logging.DEBUG if route in QUIET else logging.INFO, "request", extra=figures)


class _Seen:
    """What went by of one request. Without an answer the client was gone before it came."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.status = 499
        self.received = 0
        self.sent = 0
        self.stream = False
