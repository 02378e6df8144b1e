"""Sessions and their state."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from .asking import Asks, Here
from .envelope import answer

router = APIRouter()

APP = "nemo_agent"


@router.post("/api/tasks/me/with-session/nemo_agent")
def with_session(
    here: Here, asks: Asks, body: Annotated[dict[str, Any] | None, Body()] = None
) -> JSONResponse:
    """Begin a session."""
    given = body or {}
    name, language = str(given.get("task_name") or "project"), str(given.get("language") or "")
    project = here.begin(asks, name, language[:8])
    ids = {"task_id": project.task, "session_id": project.session, "user_id": project.user}
    return answer(ids, ids)


@router.get("/api/state/nemo_agent/{user}/{session}/latest")
def latest(here: Here, asks: Asks, user: str, session: str) -> JSONResponse:
    """All that is known of a session."""
    return answer(here.state(asks.named(user), session))
