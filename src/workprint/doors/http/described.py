"""What `/openapi.json` says besides what the routes say by themselves."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.routing import BaseRoute

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
    423: "Another request writes to it just now.",
    428: "It was not said which revision was edited.",
    429: "Too many requests, or too much waits already; see `Retry-After`.",
    500: "Something unexpected; `data.reference` names it in the server's log.",
    503: "The server cannot be reached by itself: its database or its disk.",
    507: "There is no room for the file.",
}


def calls(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """The calls among the routes of an application; a router that was taken in may be a route itself."""
    for route in routes:
        router = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield route
        elif router is not None:
            yield from calls(router.routes)


def may(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The faults a route may answer, besides those that follow from what it takes."""
    return {status: {"model": Problem, "description": MEANING[status]} for status in statuses}


def body(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """The JSON body that a route reads by `reading(model)`."""
    schema = {"$ref": PLACE.format(model=model.__name__)}
    content = {"application/json": {"schema": schema}}
    return {"openapi_extra": {"requestBody": {"required": required, "content": content}}}


def files_or(model: type[BaseModel]) -> dict[str, Any]:
    """A body of files, or a JSON body that a route reads by `reading(model)`."""
    many = {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}
    form = {"type": "object", "required": ["files"], "properties": {"files": many}}
    told = body(model)
    told["openapi_extra"]["requestBody"]["content"]["multipart/form-data"] = {"schema": form}
    return told


def piece() -> dict[str, Any]:
    """A body of plain bytes."""
    content = {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"openapi_extra": {"requestBody": {"required": False, "content": content}}}


def describe(app: FastAPI, attribution: bool) -> None:
    """Have the application describe itself whole."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _description(app, attribution)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _description(app: FastAPI, attribution: bool) -> dict[str, Any]:
    with warnings.catch_warnings():
        # One function for GET and HEAD is two calls of one name, until they are named here.
        warnings.filterwarnings("ignore", "Duplicate Operation ID")
        told = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
    schemas = told.setdefault("components", {}).setdefault("schemas", {})
    models = [
        each for each in vars(asked).values() if isinstance(each, type) and issubclass(each, asked.Asked)
    ]
    _, made = models_json_schema([(each, "validation") for each in models], ref_template=PLACE)
    schemas.update(made["$defs"])
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for route in calls(app.routes):
        if route.include_in_schema:
            for method in route.methods or ():
                call = told["paths"][route.path_format][method.lower()]
                _route(call, route.dependant, attribution)
                call["operationId"] = _name(route, method)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return told


def _name(route: APIRoute, method: str) -> str:
    """What programs may call a call: `exports_begin`."""
    room = route.endpoint.__module__.rpartition(".")[2]
    return f"{room}_{route.name}" + ("_head" if method == "HEAD" else "")


def _route(told: dict[str, Any], dependant: Dependant, attribution: bool) -> None:
    """What the things that a route depends on mean for its description."""
    used = set(needs(dependant))
    also = [429, 500, 503]
    answers = told["responses"]
    wrong = answers.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if wrong.get("$ref", "").endswith("HTTPValidationError"):
        # What the framework would say is said by our own envelope.
        del answers["422"]
        also.append(400)
    for answer in answers.values():
        # What is not described is not JSON: a page, a file, a stream.
        if answer.get("content", {}).get("application/json", {}).get("schema") == {}:
            del answer["content"]
    if viewer_of in used:
        told["security"] = [{"token": []}]
        also.append(401)
    if "requestBody" in told:
        also += [400, 413, 415]
    if exporter_of in used:
        also.append(402)
        told["parameters"] = [
            *told.get("parameters", []),
            *(_header(name, attribution) for name in SKILL_HEADERS),
        ]
    for status in also:
        problem = {"application/json": {"schema": {"$ref": PLACE.format(model=Problem.__name__)}}}
        answers.setdefault(str(status), {"description": MEANING[status], "content": problem})


def header(name: str, longest: int, *, required: bool) -> dict[str, Any]:
    """A header that a route reads by itself."""
    told = _header(name, required)
    told["schema"]["maxLength"] = longest
    return told


def _header(name: str, required: bool) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "schema": {"type": "string", "minLength": 1}}


def needs(dependant: Dependant) -> list[Any]:
    """All that a call has done before it, by name."""
    found = [dependant.call]
    for each in dependant.dependencies:
        found += needs(each)
    return found
