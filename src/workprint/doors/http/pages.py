"""Pages for people: a project behind a claim link, to be looked at; where to get more credits."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parent / "pages"


def _page(name: str) -> HTMLResponse:
    """A page that runs and shows nothing but what is in it, and asks nobody but this server."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    policy = ["default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'"]
    policy.append("frame-ancestors 'none'")
    for tag in ("script", "style"):
        hashes = [_hash(body) for body in re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)]
        policy += [f"{tag}-src {' '.join(hashes)}"] if hashes else []
    headers = {
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(text, headers=headers)


def _hash(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@router.get("/claim")
def claim() -> HTMLResponse:
    """A project, to be looked at. The token stands behind `#` in the address and never comes here; the
    page asks for the state with it."""
    return _page("claim.html")


@router.get("/register")
def register() -> HTMLResponse:
    """Where the link of an answer without credits leads, unless the configuration says another page."""
    return _page("register.html")
