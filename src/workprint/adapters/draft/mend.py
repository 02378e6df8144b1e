"""Puts something harmless in the place of what is not valid, so that all the rest can be looked at."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from workprint.base import Fault

from . import faults as wrong
from . import parts
from .limits import Place, forbidden

_INSTEAD: dict[str, Any] = {
    "canvas": None,
    "fps": None,
    "op": "",
    "style": "",
    "src": {},
    "tr": {"op": ""},
    "tt": 0,
    "tx": {"style": ""},
    "v": parts.VERSION,
}


def form(raw: dict[str, Any]) -> tuple[parts.Draft, list[Fault], frozenset[Place]]:
    """The form of a draft, what is wrong with it, and the places where something stands instead of
    what was sent: nothing should be said of those."""
    unusable = forbidden(raw)
    found = list(unusable.values())
    mended = {_part(place) for place in unusable}
    if mended:
        raw = _mended(raw, mended)
    while True:
        try:
            return parts.Draft.model_validate(raw), found, frozenset(mended)
        except ValidationError as error:
            errors = [each for each in error.errors(include_url=False) if not said_of(each["loc"], mended)]
        if not errors:
            return parts.Draft.model_validate(raw, context="forgiving"), found, frozenset(mended)
        found += [wrong.told(dict(each)) for each in errors]
        new = {_part(each["loc"]) for each in errors}
        mended |= new
        raw = _mended(raw, new)


def said_of(place: Place, mended: Iterable[Place]) -> bool:
    """Whether a place lies in one of the mended ones."""
    return any(place[:length] in mended for length in range(1, len(place) + 1))


def _part(place: Place) -> Place:
    """What to mend for a fault: the keyframes of a parameter and a stream of a file as a whole."""
    for index, key in enumerate(place):
        if key in ("p", "m", "x"):
            return place
        if key == "k":
            return place[: index + 2]
        if key == "media":
            return place[: index + 3]
    return place


def _mended(raw: dict[str, Any], places: Iterable[Place]) -> dict[str, Any]:
    raw = copy.deepcopy(raw)
    for place in places:
        _mend(raw, place)
    return raw


def _mend(holder: Any, place: Place) -> None:
    *above, last = place
    for key in above:
        holder = holder[key]
    if isinstance(last, int):
        holder[last] = None
    elif last == "id":
        holder[last] = wrong.pointer(place)
    elif last in ("t", "sg"):
        holder[last] = []
    elif last in ("s", "d") and above[-2:-1] in (["sg"], ["mk"]):
        holder[last] = 0
    elif last in _INSTEAD and "p" not in above and "m" not in above:
        holder[last] = copy.deepcopy(_INSTEAD[last])
    else:
        holder.pop(last, None)
