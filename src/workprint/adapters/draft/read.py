"""Draft to timeline."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from workprint.base import Fault
from workprint.model import Timeline

from . import faults as wrong
from . import parts
from .build import Place, Report, build

Check = Callable[[Timeline], Sequence[Fault]]
"""Looks at the meaning of a timeline. Its faults say where by the fields `at`, the ids from the
outside in (`("nested", "e1")`), and `key`, the keys inside that part (`("params", "strength")`)."""


def read(draft: str | bytes | Mapping[str, Any], check: Check | None = None) -> Timeline:
    """The timeline of a draft, given as JSON text or as what a JSON text holds.

    Nothing is guessed: whatever is wrong, in form or (by `check`) in meaning, is raised as one
    `DraftFaults` with every fault and its place. What this version does not know is kept.
    """
    raw = _parsed(draft)
    found: list[Fault] = []
    try:
        form = parts.Draft.model_validate(raw)
    except ValidationError as error:
        found += wrong.structural(error)
        form = _valid_parts(raw)
    report = Report()
    timeline = build(form, report)
    found += report.faults
    if check is not None:
        found += [_placed(fault, report) for fault in check(timeline)]
    if found:
        raise wrong.DraftFaults(found)
    return timeline


def _parsed(draft: str | bytes | Mapping[str, Any]) -> dict[str, Any]:
    try:
        raw = json.loads(draft) if isinstance(draft, (str, bytes)) else dict(draft)
    except (ValueError, RecursionError) as error:
        raise wrong.DraftFaults([wrong.NotJson(path="", reason=str(error))]) from error
    if not isinstance(raw, dict):
        fault = wrong.WrongType(path="", wanted="object", found=type(raw).__name__)
        raise wrong.DraftFaults([fault])
    version = raw.get("v")
    if type(version) is int and version > parts.VERSION:
        raise wrong.DraftFaults([wrong.NewerDraft(path="/v", found=version, known=parts.VERSION)])
    return raw


def _valid_parts(raw: Mapping[str, Any]) -> parts.Draft:
    """What is valid in a draft that is not; the rest is None, or as if it were not there."""
    instead: dict[str, Any] = {"v": parts.VERSION, "id": "", "fps": None, "canvas": None, "t": []}
    form = {**instead, **raw}
    try:
        return parts.Draft.model_validate(form, context="forgiving")
    except ValidationError as error:
        for key in {str(each["loc"][0]) for each in error.errors()}:
            form.pop(key, None)
        return parts.Draft.model_validate({**instead, **form}, context="forgiving")


def _placed(fault: Fault, report: Report) -> Fault:
    """The fault of a check with its path in the draft."""
    at = tuple(fault.fields.get("at", ()))
    key = tuple(fault.fields.get("key", ()))
    if key[:1] == ("media",):
        place, key = report.media[at], key[1:]
    else:
        place = report.places[at]
    fault.fields["path"] = wrong.pointer((*place, *_wire_key(str(place[-1]) if place else "", key)))
    return fault


_SHORT = {"params": "p", "keyframes": "k", "inputs": "side"}


def _wire_key(part: str, key: Place) -> Place:
    """Keys inside a part of the document, as the draft spells them."""
    match part, key:
        case "gain", _:
            return ()
        case "duck", _:
            return key[1:]
        case "tx", ("op",):
            return ("style",)
        case "tx", ("params", "text"):
            return ("text",)
        case "src", ("op",):
            return ("gen",)
        case "src", ("item",):
            return ("seg",)
    return tuple(_SHORT.get(str(each), each) if index == 0 else each for index, each in enumerate(key))
