"""Draft to timeline."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workprint.base import Fault
from workprint.model import BadDocument, NewerSchema, Step, Timeline, upgraded

from . import faults as wrong
from . import mend, parts
from .build import build
from .limits import Place
from .report import Report

STEPS: Mapping[int, Step] = {}
"""From each version of the form to the next. Version 1 is the first."""

Check = Callable[[Timeline], Sequence[Fault]]
"""Looks at the meaning of a timeline. Its faults say where by the fields `at`, the ids from the
outside in (`("nested", "e1")`), and `key`, the keys inside that part (`("params", "strength")`);
for a media file `at` ends with its id, and `key` begins with "library"; for the whole `at` is empty, and
`key` begins with "film"."""


def read(draft: str | bytes | Mapping[str, Any], check: Check | None = None) -> Timeline:
    """The timeline of a draft, given as JSON text or as what a JSON text holds.

    Nothing is guessed: whatever is wrong, in form or (by `check`) in meaning, is raised as one
    `DraftFaults` with every fault and its place. What this version does not know is kept.
    """
    raw = _parsed(draft)
    form, found, mended = mend.form(raw)
    report = Report(mended)
    timeline = build(form, report)
    if check is not None:
        for fault in check(timeline):
            report.add(fault, _place(fault, report))
    found += report.faults
    if found:
        raise wrong.DraftFaults(sorted(found, key=lambda fault: _order(raw, fault.fields["path"])))
    return timeline


def _order(raw: Any, path: str) -> list[int]:
    """Where in the draft a path comes."""
    order = []
    for key in path.split("/")[1:]:
        name = key.replace("~1", "/").replace("~0", "~")
        if isinstance(raw, dict):
            order.append(list(raw).index(name) if name in raw else len(raw))
            raw = raw.get(name)
        elif isinstance(raw, list) and name.isdecimal():
            order.append(int(name))
            raw = raw[int(name)] if int(name) < len(raw) else None
    return order


def _parsed(draft: str | bytes | Mapping[str, Any]) -> dict[str, Any]:
    try:
        raw = json.loads(draft) if isinstance(draft, (str, bytes)) else dict(draft)
    except (ValueError, RecursionError) as error:
        raise wrong.DraftFaults([wrong.NotJson(path="", reason=str(error))]) from error
    if not isinstance(raw, dict):
        fault = wrong.WrongType(path="", wanted="object", found=type(raw).__name__)
        raise wrong.DraftFaults([fault])
    version = raw.get("v")
    if type(version) is not int:
        return raw
    try:
        return upgraded(raw, STEPS, parts.VERSION, "v")
    except NewerSchema as error:
        newer = wrong.NewerDraft(path="/v", found=wrong.shown(version), known=parts.VERSION)
        raise wrong.DraftFaults([newer]) from error
    except BadDocument as error:
        older = wrong.OutOfBounds(path="/v", found=wrong.shown(version), limit="≥ 1")
        raise wrong.DraftFaults([older]) from error


def _place(fault: Fault, report: Report) -> Place:
    """Where in the draft the fault of a check stands."""
    at = tuple(fault.fields.get("at", ()))
    key = tuple(fault.fields.get("key", ()))
    if key[:1] == ("film",):
        return key[1:]
    if key[:1] == ("library",):
        return (*report.files[at], *key[1:])
    if key[:1] == ("media",):
        place, key = report.media[at], key[1:]
    else:
        place = report.places[at]
    return (*place, *_wire_key(str(place[-1]) if place else "", key))


_SHORT = {"params": "p", "keyframes": "k", "inputs": "side", "metadata": "m"}


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
