"""Loading documents, and bringing older ones up to the present schema."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from workprint.base import Fault

from .document import SCHEMA_VERSION, Timeline

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Mapping[int, Step] = {}
"""From each version to the next: STEPS[1] takes a document of version 1 and gives one of version 2.
Version 1 is the first."""


class NewerSchema(Fault):
    code = "newer_schema"
    en = "This timeline has schema version {found}; this Workprint reads up to {known}. Update Workprint."
    zh = "此时间线的格式版本为 {found}，当前 Workprint 最高支持 {known}。请更新 Workprint。"


class BadDocument(Fault):
    code = "bad_document"
    en = "The timeline is not valid at {path}: {reason}."
    zh = "时间线在 {path} 处无效：{reason}。"


def upgraded(
    data: Mapping[str, Any], steps: Mapping[int, Step], version: int, key: str = "schema_version"
) -> dict[str, Any]:
    """A document brought up to `version`, one step after another.

    `key` is where a document says its version; one that says none has the present one. Raises
    `NewerSchema` beyond `version`, and `BadDocument` for a version from which no step leads on.
    """
    document = dict(data)
    found = document.get(key, version)
    if type(found) is not int:
        raise BadDocument(path=f"/{key}", reason=f"{found!r} is not a version")
    if found > version:
        raise NewerSchema(found=found, known=version)
    while found < version:
        if found not in steps:
            raise BadDocument(path=f"/{key}", reason=f"nothing leads on from version {found}")
        document = dict(steps[found](document))
        found += 1
        document[key] = found
    return document


def load(text: str | bytes | Mapping[str, Any]) -> Timeline:
    """The timeline in a JSON text. Raises `BadDocument` or `NewerSchema`."""
    try:
        data = dict(json.loads(text) if isinstance(text, (str, bytes)) else text)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadDocument(path="/", reason=str(error)) from error
    try:
        return Timeline.model_validate(upgraded(data, STEPS, SCHEMA_VERSION))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadDocument(path="/" + "/".join(map(str, first["loc"])), reason=first["msg"]) from error


def save(timeline: Timeline) -> str:
    """The timeline as JSON text."""
    return timeline.model_dump_json(indent=1)
