"""The form of every JSON answer, and of every fault."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from workprint.base import Fault
from workprint.service import WireFault

STATUS_OF = {"queue_full": (429, 429), "draft_faults": (400, 422), "store_broken": (503, 503)}
"""Code on the wire and HTTP status of faults that rooms below know; every other is 400."""


def answer(data: Any, top: dict[str, Any] | None = None, status: int = 200) -> JSONResponse:
    """A good answer; `top` stands beside the envelope, for clients that look there."""
    body = {"code": 0, "msg": "ok", "message": "ok", "data": data, **(top or {})}
    return JSONResponse(body, status)


def refusal(fault: Fault, lang: str) -> JSONResponse:
    """The answer for a fault, in a language."""
    said = fault.say(lang)
    if isinstance(fault, WireFault):
        number, status, data = fault.number, fault.status, fault.data
    else:
        number, status = STATUS_OF.get(fault.code, (400, 400))
        data = fault.to_json(lang)
    headers = {}
    if status in (429, 503):
        headers["Retry-After"] = str(fault.fields.get("seconds", 30))
    body = {"code": number, "msg": said, "message": said, "data": data, "detail": said, "fault": fault.code}
    return JSONResponse(_plain(body), status, headers)


def language(request: Request) -> str:
    """The language that the client asks for, English unless it is Chinese."""
    wanted = request.headers.get("accept-language", "")
    return "zh" if wanted.strip().lower().startswith("zh") else "en"


def _plain(value: Any) -> Any:
    """A value as JSON has it: whatever JSON does not know becomes text."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
