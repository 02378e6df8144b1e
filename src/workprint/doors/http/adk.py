"""What standard clients of Google ADK's `api_server` ask besides `/run_sse`, in its own shapes: no
envelope around good answers."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from workprint.service import BadRequest, Caller, Event, NothingHere, Project, Service, own_session

from .answers import AdkSession
from .asked import AskedAdkSession, AskedAdkState, AskedRun
from .asking import Asks, Here
from .bodies import reading
from .described import body, may
from .sessions import APP
from .tail import Tail

router = APIRouter(tags=["adk"])

SESSIONS = "/apps/{app}/users/{user}/sessions"
RUN_SECONDS = 900


@router.get("/list-apps", response_model=list[str])
def list_apps() -> JSONResponse:
    """The one agent that there is."""
    return JSONResponse([APP])


@router.post(
    SESSIONS, response_model=AdkSession, responses=may(404, 409), **body(AskedAdkSession, required=False)
)
def begin(
    here: Here,
    asks: Asks,
    app: str,
    user: str,
    asked: Annotated[AskedAdkSession, Depends(reading(AskedAdkSession))],
) -> JSONResponse:
    """Begin a session."""
    return _begun(here, _caller(asks, app, user), asked.own_id, asked.state or {})


@router.post(
    SESSIONS + "/{session}",
    response_model=AdkSession,
    responses=may(404, 409),
    **body(AskedAdkState, required=False),
)
def begin_named(
    here: Here,
    asks: Asks,
    app: str,
    user: str,
    session: str,
    asked: Annotated[AskedAdkState, Depends(reading(AskedAdkState))],
) -> JSONResponse:
    """Begin a session under an id of the client's own. The calls of ADK know it by that id; every other
    call knows it by the id in `state.session_id`."""
    return _begun(here, _caller(asks, app, user), session, asked.state or asked.rest)


@router.get(SESSIONS, response_model=list[AdkSession], responses=may(404))
def listed(here: Here, asks: Asks, app: str, user: str) -> JSONResponse:
    """The sessions of the user, the one used last first, without their events."""
    found = here.sessions(_caller(asks, app, user))
    return JSONResponse([_told(each, each.session, []) for each in found])


@router.get(SESSIONS + "/{session}", response_model=AdkSession, responses=may(404))
def one(here: Here, asks: Asks, app: str, user: str, session: str) -> JSONResponse:
    """A session with all that was said in it."""
    caller = _caller(asks, app, user)
    project, events = here.said(caller, own_session(caller, session))
    return JSONResponse(_told(project, session, events))


@router.delete(SESSIONS + "/{session}", responses=may(404))
def delete(here: Here, asks: Asks, app: str, user: str, session: str) -> None:
    """Forget a session and its film. What is being done for it stops."""
    caller = _caller(asks, app, user)
    here.end(caller, own_session(caller, session))


@router.post("/run", response_model=list[dict[str, Any]], responses=may(403, 404), **body(AskedRun))
async def run(
    request: Request, here: Here, asks: Asks, asked: Annotated[AskedRun, Depends(reading(AskedRun))]
) -> JSONResponse:
    """Say something to a session and wait for all that comes of it: the events of `/run_sse` in a list.
    It is done whether or not its client waits."""
    said = await run_in_threadpool(here.say, asks, asked.session_id, asked.text)
    tail: Tail = request.app.state.tail
    events = []
    with suppress(TimeoutError):
        async with asyncio.timeout(RUN_SECONDS):
            async for each in tail.follow(said):
                if isinstance(each, Event):
                    events.append(each.body)
    return JSONResponse(events)


def _caller(asks: Caller, app: str, user: str) -> Caller:
    if app != APP:
        raise NothingHere()
    return asks.named(user)


def _begun(here: Service, caller: Caller, named: str | None, state: dict[str, Any]) -> JSONResponse:
    name, language = state.get("task_name"), state.get("language")
    session = own_session(caller, named) if named else ""
    if named and session == named:
        # Such ids are ours to give.
        raise BadRequest(reason=f"session_id: {named}")
    project = here.begin(caller, str(name) if name else "project", str(language) if language else "", session)
    return JSONResponse(_told(project, named or project.session, []))


def _told(project: Project, session: str, events: list[dict[str, Any]]) -> dict[str, Any]:
    state = {"session_id": project.session, "task_id": project.task, "task_name": project.name}
    if project.language:
        state["language"] = project.language
    return {
        "id": session,
        "appName": APP,
        "userId": project.user,
        "state": state,
        "events": events,
        "lastUpdateTime": project.updated,
    }
