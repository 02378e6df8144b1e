"""What `/openapi.json` says besides what the routes say by themselves."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from . import asked
from .answers import Problem
from .asking import SKILL_HEADERS, exporter_of, viewer_of

PLACE = "#/components/schemas/{model}"
MEANING = {
    400: "The request cannot be read, or cannot be done.",
    401: "1001: the token is missing, wrong, expired, or not for this call.",
    402: "The attribution headers are missing, or the plan does not allow the export.",
    403: "2001: out of credits; `data` has `user_id` and the link to register.",
    404: "1002: there is no such session, or nothing of that name; what is another's does not exist.",
    409: "There is another of that name, or it has changed meanwhile; `data` has the present one.",
    413: "4002: the file is too large; 413: the request is.",
    415: "4001: the file is of no kind that is accepted; 415: the body is.",
    416: "The range lies outside of the file.",
    422: "The draft has faults; `data.faults` has all of them, each with its `path`.",
    428: "It was not said which revision was edited.",
    429: "Too many requests, or too much waits already; see `Retry-After`.",
    500: "Something unexpected; `data.reference` names it in the server's log.",
    503: "The server cannot be reached by itself: its database or its disk.",
    507: "There is no room for the file.",
}


def may(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The faults a route may answer, besides those that every route may."""
    return {
        status: {"model": Problem, "description": MEANING[status]} for status in (*statuses, 429, 500, 503)
    }


def body(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """The JSON body that a route reads by `reading(model)`."""
    schema = {"$ref": PLACE.format(model=model.__name__)}
    content = {"application/json": {"schema": schema}}
    return {"openapi_extra": {"requestBody": {"required": required, "content": content}}}


def describe(app: FastAPI, attribution: bool) -> None:
    """Have the application describe itself whole."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app, attribution)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _description(app: FastAPI, attribution: bool) -> dict[str, Any]:
    told = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = told.setdefault("components", {}).setdefault("schemas", {})
    models = [
        each for each in vars(asked).values() if isinstance(each, type) and issubclass(each, asked.Asked)
    ]
    _, made = models_json_schema([(each, "validation") for each in models], ref_template=PLACE)
    schemas.update(made["$defs"])
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for route in app.routes:
        if isinstance(route, APIRoute) and route.include_in_schema:
            for method in route.methods or ():
                _route(told["paths"][route.path_format][method.lower()], route.dependant, attribution)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return told


def _route(told: dict[str, Any], dependant: Dependant, attribution: bool) -> None:
    """What the things that a route depends on mean for its description."""
    calls = set(_calls(dependant))
    answers = told["responses"]
    wrong = answers.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if wrong.get("$ref", "").endswith("HTTPValidationError"):
        # What the framework would say is said by our own envelope.
        del answers["422"]
    also = []
    if viewer_of in calls:
        told["security"] = [{"token": []}]
        also.append(401)
    if "requestBody" in told:
        also += [400, 413, 415]
    if exporter_of in calls:
        also.append(402)
        told["parameters"] = [
            *told.get("parameters", []),
            *(_header(name, attribution) for name in SKILL_HEADERS),
        ]
    for status in also:
        problem = {"application/json": {"schema": {"$ref": PLACE.format(model=Problem.__name__)}}}
        answers.setdefault(str(status), {"description": MEANING[status], "content": problem})


def _header(name: str, required: bool) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "schema": {"type": "string", "minLength": 1}}


def _calls(dependant: Dependant) -> list[Any]:
    found = [dependant.call]
    for each in dependant.dependencies:
        found += _calls(each)
    return found
