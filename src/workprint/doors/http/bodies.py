"""JSON bodies: read after the token was looked at, up to a size, and checked whole."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool

from workprint.service import BadRequest, BodyTooLarge, NotJsonBody, own_session

from .asking import Asks

LONGEST = 16 << 20
"""Bytes of a JSON body."""

M = TypeVar("M", bound=BaseModel)


def reading(model: type[M]) -> Callable[[Request, Asks], Awaitable[M]]:
    """What reads the body of a request as such a model. An empty body is an empty object. Raises
    `BodyTooLarge`, `NotJsonBody`, or `BadRequest` with everything that is wrong."""

    async def read(request: Request, asks: Asks) -> M:
        raw = await _raw(request)
        found = await run_in_threadpool(_parsed, model, raw)
        named = getattr(found, "session_id", None)
        if named is not None:
            found = found.model_copy(update={"session_id": own_session(asks, named)})
            # Faults that come after this are told in the language of that session.
            request.state.session = own_session(asks, named)
        return found

    return read


async def _raw(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith(("multipart/", "image/", "video/", "audio/")):
        raise NotJsonBody(found=kind)
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > LONGEST:
        raise BodyTooLarge(limit=LONGEST >> 20)
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LONGEST:
            raise BodyTooLarge(limit=LONGEST >> 20)
    return bytes(raw)


def _parsed(model: type[M], raw: bytes) -> M:
    try:
        value = json.loads(raw, parse_constant=_no_number) if raw.strip() else {}
    except (ValueError, RecursionError) as error:
        raise BadRequest(reason=f"JSON: {error}") from error
    if _unwritable(raw):
        raise BadRequest(reason="JSON: a text has half a character, or a zero in it")
    if not isinstance(value, dict):
        raise BadRequest(reason="JSON: an object is needed")
    try:
        return model.model_validate(value)
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise BadRequest(reason="; ".join(wrong)) from error


def _unwritable(raw: bytes) -> bool:
    """Whether there are texts that no database keeps: with half a character, or with a zero in them."""
    if not re.search(rb"\\u(?:d[89a-f]|0000)", raw, re.I):
        return False
    try:
        return "\\u0000" in json.dumps(json.loads(raw), ensure_ascii=False).encode().decode()
    except ValueError:
        return True


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")
