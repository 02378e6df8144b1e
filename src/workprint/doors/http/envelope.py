"""The form of every JSON answer, and of every fault."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from workprint.base import Fault, Faults
from workprint.service import WireFault, hidden

STATUS_OF = {
    "queue_full": (429, 429),
    "bad_draft": (422, 422),
    "session_changed": (409, 409),
    "store_broken": (503, 503),
}
"""Code on the wire and HTTP status of faults that rooms below know; every other is 400."""
WAIT_SECONDS = 30
"""The longest that an answer tells a client to wait before it asks again. Clients sleep for as long as
`Retry-After` says, so a limit that is over in days does not say days there; `data.seconds` does."""


def answer(data: Any, top: dict[str, Any] | None = None, status: int = 200) -> JSONResponse:
    """A good answer; `top` stands beside the envelope, for clients that look there."""
    body = {"code": 0, "msg": "ok", "message": "ok", "data": data, **(top or {})}
    return JSONResponse(_plain(body), status)


def refusal(fault: Fault, lang: str, folder: Path | None = None) -> JSONResponse:
    """The answer for a fault, in a language. It names no folders of this machine, nor `folder`, the
    server's own."""
    said = fault.say(lang)
    number, status = numbers(fault)
    data = fault.data if isinstance(fault, WireFault) else _data(fault, lang)
    headers = {}
    if status in (429, 503):
        seconds = fault.fields.get("seconds", WAIT_SECONDS)
        headers["Retry-After"] = str(min(WAIT_SECONDS, max(1, int(seconds))))
    if number == 1001:
        headers["WWW-Authenticate"] = "Bearer"
    body = {"code": number, "msg": said, "message": said, "data": data, "detail": said, "fault": fault.code}
    return JSONResponse(hidden(_plain(body), folder), status, headers)


def numbers(fault: Fault) -> tuple[int, int]:
    """The code on the wire and the HTTP status of a fault."""
    if isinstance(fault, WireFault):
        return fault.number, fault.status
    return STATUS_OF.get(fault.code, (400, 400))


def language(request: Request) -> str:
    """The language to answer in: that of the session that is asked about, where it is the caller's, else
    what the client prefers by `Accept-Language`; English unless that is Chinese."""
    caller = getattr(request.state, "caller", None)
    session = getattr(request.state, "session", None) or request.path_params.get("session")
    spoken = ""
    if caller and session:
        # What is to be told may be that the database, which knows the language, cannot be reached.
        with suppress(Fault):
            spoken = request.app.state.service.language(caller, session)
    if spoken:
        return "zh" if spoken.lower().startswith("zh") else "en"
    return preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> str:
    """The one of our languages that a client likes best: `fr, zh-CN;q=0.8, en;q=0.5` is Chinese."""
    liked = []
    for each in header.lower().split(","):
        tag, _, weight = each.partition(";")
        name = tag.strip().partition("-")[0]
        if name in ("en", "zh"):
            liked.append((_weight(weight), name))
    best = max(liked, key=lambda each: each[0], default=(0.0, "en"))
    return best[1] if best[0] > 0 else "en"


def _weight(text: str) -> float:
    _, _, number = text.partition("q=")
    try:
        return float(number) if number else 1.0
    except ValueError:
        return 0.0


def _data(fault: Fault, lang: str) -> dict[str, Any]:
    """What can be done about a fault of the rooms below: its fields; of several, each with its place."""
    if isinstance(fault, Faults):
        told = [{"path": each.fields.get("path", ""), **each.to_json(lang)} for each in fault.faults]
        return {"faults": told}
    return fault.to_json(lang)


def _plain(value: Any) -> Any:
    """A value as JSON has it: whatever JSON does not know becomes text, and so do half characters."""
    if isinstance(value, dict):
        return {str(_plain(str(key))): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value).encode("utf-8", "backslashreplace").decode()
