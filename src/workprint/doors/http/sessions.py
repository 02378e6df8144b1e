"""Sessions, their state, and their films as drafts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from workprint.service import NoRevision, Revision, public

from .answers import DraftAnswer, SessionAnswer, StateAnswer
from .asked import AskedDraft, AskedSession
from .asking import Asks, Here, Views
from .bodies import reading
from .described import body, may
from .envelope import answer
from .linking import full

router = APIRouter(tags=["sessions"])

APP = "nemo_agent"
DRAFT = "/v1/sessions/{session}/draft"


@router.post(
    "/api/tasks/me/with-session/nemo_agent",
    response_model=SessionAnswer,
    responses=may(),
    **body(AskedSession, required=False),
)
def with_session(
    here: Here, asks: Asks, asked: Annotated[AskedSession, Depends(reading(AskedSession))]
) -> JSONResponse:
    """Begin a session."""
    project = here.begin(asks, asked.task_name or "project", asked.language or "")
    ids = {"task_id": project.task, "session_id": project.session, "user_id": project.user}
    return answer(ids, ids)


@router.get("/api/state/nemo_agent/{user}/{session}/latest", response_model=StateAnswer, responses=may(404))
def latest(request: Request, here: Here, views: Views, user: str, session: str) -> JSONResponse:
    """All that is known of a session. A claim token opens this one call, for its session."""
    return answer(full(request, here.state(views.named(user), session)))


@router.get(DRAFT, response_model=DraftAnswer, responses=may(404))
def draft(here: Here, views: Views, session: str) -> JSONResponse:
    """The film of a session as a draft, with its revision; `ETag` is the revision too. A claim token opens
    it as well."""
    return _film(session, here.film(views, session))


@router.put(DRAFT, response_model=DraftAnswer, responses=may(404, 409, 422, 428), **body(AskedDraft))
def change(
    request: Request,
    here: Here,
    asks: Asks,
    session: str,
    asked: Annotated[AskedDraft, Depends(reading(AskedDraft))],
) -> JSONResponse:
    """Make an edited draft the film. It is checked whole: 422 tells every fault with its path. When the
    film has changed since the revision that was edited (`revision`, or `If-Match`), 409 carries the present
    revision and draft, and nothing is written over."""
    revision = asked.revision if asked.revision is not None else _matched(request)
    return _film(session, here.change(asks, session, asked.draft, revision))


def _matched(request: Request) -> int:
    """The revision that `If-Match` names. Raises `NoRevision`."""
    tag = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not (tag.isascii() and tag.isdecimal() and len(tag) < 10):
        raise NoRevision()
    return int(tag)


def _film(session: str, film: Revision) -> JSONResponse:
    told = {"session_id": session, "revision": film.number, "draft": public(film.timeline)}
    answered = answer(told, {"revision": film.number})
    answered.headers["ETag"] = f'"{film.number}"'
    answered.headers["Cache-Control"] = "no-store"
    return answered
