"""Tokens and credits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse

from workprint.service import BadRequest

from .asking import Asks, Here, address_of, client_of
from .envelope import answer

router = APIRouter()


@router.post("/api/auth/anonymous-token")
def anonymous_token(request: Request, here: Here) -> JSONResponse:
    """A token for a client, with no account."""
    token = here.token(client_of(request), address_of(request))
    data = {
        "token": token.token,
        "user_id": token.user,
        "credits": token.credits,
        "expires_at": datetime.fromtimestamp(token.expires, UTC).isoformat(),
        "expires_in": token.seconds,
    }
    return answer(data, {"token": token.token})


@router.post("/api/auth/claim-token")
def claim_token(here: Here, asks: Asks, body: Annotated[dict[str, Any], Body()]) -> JSONResponse:
    """A token that opens one project in the web page and does nothing else."""
    session = body.get("session_id")
    if not isinstance(session, str):
        raise BadRequest(reason="session_id")
    token, seconds = here.claim(asks, session)
    return answer({"claim_token": token, "expires_in": seconds})


@router.get("/api/credits/balance/simple")
def balance(here: Here, asks: Asks) -> JSONResponse:
    """What is left to spend."""
    credits = here.credits(asks)
    numbers = {"available": credits.available, "frozen": credits.frozen, "total": credits.total}
    return answer({name: int(number) for name, number in numbers.items()})
