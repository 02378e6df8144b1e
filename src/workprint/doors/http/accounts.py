"""Tokens and credits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from .answers import BalanceAnswer, ClaimAnswer, TokenAnswer
from .asked import AskedClaim
from .asking import Asks, Here, address_of, base_of, client_of
from .bodies import reading
from .described import body, header, may
from .envelope import answer

router = APIRouter(tags=["accounts"])


@router.post(
    "/api/auth/anonymous-token",
    response_model=TokenAnswer,
    responses=may(400),
    openapi_extra={"parameters": [header("X-Client-Id", 64, required=True)]},
)
def anonymous_token(request: Request, here: Here) -> JSONResponse:
    """A token for a client, with no account. The header `X-Client-Id` (1 to 64 characters) is the name
    that the client made up for itself. Where tokens are counted, 429 says in `data.seconds` when the next
    one can be had."""
    token = here.token(client_of(request), address_of(request))
    data = {
        "token": token.token,
        "user_id": token.user,
        "credits": token.credits,
        "expires_at": datetime.fromtimestamp(token.expires, UTC).isoformat(),
        "expires_in": token.seconds,
    }
    answered = answer(data, {"token": token.token})
    answered.headers["Cache-Control"] = "no-store"
    return answered


@router.post("/api/auth/claim-token", response_model=ClaimAnswer, responses=may(404), **body(AskedClaim))
def claim_token(
    request: Request, here: Here, asks: Asks, asked: Annotated[AskedClaim, Depends(reading(AskedClaim))]
) -> JSONResponse:
    """A token that opens one project in the web page, to be looked at, and does nothing else."""
    project, token, seconds = here.claim(asks, asked.session_id, asked.task_id)
    # Behind `#` it is in no log: no browser sends that part of an address.
    page = f"{base_of(request)}/claim#" + urlencode({"token": token, "session": project.session})
    answered = answer(
        {
            "claim_token": token,
            "expires_in": seconds,
            "session_id": project.session,
            "task_id": project.task,
            "url": page,
        }
    )
    answered.headers["Cache-Control"] = "no-store"
    return answered


@router.get("/api/credits/balance/simple", response_model=BalanceAnswer, responses=may())
def balance(here: Here, asks: Asks) -> JSONResponse:
    """What is left to spend, where anything is counted; elsewhere what a new user is given."""
    credits = here.credits(asks)
    numbers = {"available": credits.available, "frozen": credits.frozen, "total": credits.total}
    return answer({name: int(number) for name, number in numbers.items()})
