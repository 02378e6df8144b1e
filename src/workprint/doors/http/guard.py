"""What pages of other sites, and names of other people, may do with the server: as good as nothing."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workprint.service import Config, UnknownHost

from .envelope import preferred, refusal

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""Headers of every answer that does not bring its own."""
EXPOSED = ("X-Request-Id", "X-Run-Id", "Retry-After", "ETag", "Content-Range", "Location")


def guard(app: FastAPI, config: Config) -> None:
    """Have the application answer to its own names only, and only to pages of the sites allowed."""
    app.add_middleware(Hosts, names=(*config.hosts, urlsplit(config.base_url).hostname or ""))
    if config.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=list(config.origins), allow_methods=["*"], allow_headers=["*"],
            expose_headers=list(EXPOSED),
        )  # fmt: skip


class Hosts:
    """Refuses requests for names that are not the server's: a page of a stranger can have its own name
    lead to this machine, and would then count as a page of this server."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self.app = app
        self.names = {name.lower().rstrip(".") for name in names if name}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or self._ours(scope):
            await self.app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        lang = preferred(Headers(scope=scope).get("accept-language", ""))
        await refusal(UnknownHost(), lang)(scope, receive, send)

    def _ours(self, scope: Scope) -> bool:
        found = Headers(scope=scope).getlist("host")
        if len(found) != 1:
            return not found and scope.get("http_version") == "1.0"
        name = _name(found[0])
        if name is None:
            return False
        return "*" in self.names or name in self.names or _nobodys(name)


class Private:
    """Around everything: what browsers must know of every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                json = headers.get("content-type", "").startswith("application/json")
                headers.setdefault("Cache-Control", "no-store" if json else "private, no-cache")
            await send(message)

        await self.app(scope, receive, sending)


def _name(host: str) -> str | None:
    """The name in a Host header, without the port; None where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return None
    plain = name and not (parts.username or parts.path or parts.query or parts.fragment)
    return name.rstrip(".") if name and plain else None


def _nobodys(name: str) -> bool:
    """Whether no stranger can own this name: addresses, and names without a dot, as in a network of one's
    own."""
    if "." not in name or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
