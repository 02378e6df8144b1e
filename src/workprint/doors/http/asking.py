"""Who asks, and through what: the parts of a request that every call looks at."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from fastapi import Depends, Request

from workprint.service import BadToken, Caller, Config, NoClientId, NotAttributed, NotForClaims, Service

SKILL_HEADERS = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")


def service_of(request: Request) -> Service:
    """The service behind this door."""
    service: Service = request.app.state.service
    return service


def address_of(request: Request) -> str:
    """Where a request comes from: what a trusted proxy says, else the other end of the connection."""
    config: Config = request.app.state.service.config
    peer = request.client.host if request.client else ""
    if peer not in config.trusted_proxies:
        return peer
    for each in reversed(request.headers.get("x-forwarded-for", "").split(",")):
        try:
            address = str(ipaddress.ip_address(each.strip()))
        except ValueError:
            return peer
        if address not in config.trusted_proxies:
            return address
    return peer


def viewer_of(request: Request, service: Annotated[Service, Depends(service_of)]) -> Caller:
    """Whose token it is, also of one that opens one project to be looked at. Raises `BadToken`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise BadToken()
    caller = service.caller(token.strip(), address_of(request), request.headers.get("x-skill-source", ""))
    # Whoever asks is answered in the language of the session, where it is theirs.
    request.state.caller = caller
    return caller


def caller_of(caller: Annotated[Caller, Depends(viewer_of)]) -> Caller:
    """Whose token it is. Raises `BadToken`, and `NotForClaims` for one that only opens a project."""
    if caller.scope != "user":
        raise NotForClaims()
    return caller


def base_of(request: Request) -> str:
    """By what address the client reaches the server: the configured one, else the one it has used."""
    config: Config = request.app.state.service.config
    return config.base_url or str(request.base_url).rstrip("/")


def client_of(request: Request) -> str:
    """The name that a client made up for itself. Raises `NoClientId`."""
    client = request.headers.get("x-client-id", "").strip()
    if not 1 <= len(client) <= 64:
        raise NoClientId()
    return client


def exporter_of(
    request: Request,
    service: Annotated[Service, Depends(service_of)],
    caller: Annotated[Caller, Depends(caller_of)],
) -> Caller:
    """Who exports; exports say which skill they are for. Raises `NotAttributed`."""
    missing = [name for name in SKILL_HEADERS if not request.headers.get(name, "").strip()]
    if service.config.attribution and missing:
        raise NotAttributed(missing=", ".join(missing))
    return caller


Here = Annotated[Service, Depends(service_of)]
Asks = Annotated[Caller, Depends(caller_of)]
Views = Annotated[Caller, Depends(viewer_of)]
Exports = Annotated[Caller, Depends(exporter_of)]
