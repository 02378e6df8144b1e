"""What is found wrong with a draft while its timeline is built, and where each part stands."""

from __future__ import annotations

from itertools import count
from typing import Any

from workprint.base import Fault

from . import faults as wrong
from . import parts
from .limits import Place
from .mend import said_of
from .write import UNKNOWN_KEYS


class Report:
    """What is wrong with a draft, and where in it each part of the timeline stands (`places`, by
    the ids of the parts from the outside in; `media` the same for what a clip plays, `files` for the
    files of the library). At `mended` places stands something that the client did not send: nothing
    is said of it, nor of what depends on it.
    """

    def __init__(self, mended: frozenset[Place] = frozenset()) -> None:
        self.faults: list[Fault] = []
        self.places: dict[tuple[str, ...], Place] = {}
        self.media: dict[tuple[str, ...], Place] = {}
        self.files: dict[tuple[str, ...], Place] = {}
        self.ids: dict[tuple[str, ...], dict[str, Place]] = {}
        self.mended = mended
        self.unsure: set[Place] = set()
        self.lost_media = any(_holds_files(place) for place in mended)
        self.lost_items = any(_holds_items(place) for place in mended)

    def sure(self, place: Place, *keys: str) -> bool:
        """Whether the client sent these keys, and they are valid."""
        return not any((*place, key) in self.mended for key in keys)

    def fault(self, kind: type[Fault], place: Place, **fields: Any) -> None:
        self.add(kind(**fields), place)

    def add(self, fault: Fault, place: Place) -> None:
        """Takes up a fault, unless it may come of another that is told already."""
        of_a_cut = fault.code in ("transition_needs_clips", "transition_too_long")
        of_a_file = fault.code == wrong.UnknownMedia.code
        of_an_item = fault.code == "no_such_item"
        of_a_kind = fault.code in ("wrong_family", wrong.KeyNotUsed.code)
        if (
            said_of(place, self.mended)
            or (of_a_cut and place in self.unsure)
            or (of_a_file and self.lost_media)
            or (of_an_item and self.lost_items)
            or (of_a_kind and any((*place[:end], "tt") in self.mended for end in range(len(place))))
        ):
            return
        fault.fields["path"] = wrong.pointer(place)
        self.faults.append(fault)

    def named(self, part_id: str, nest: tuple[str, ...], place: Place) -> str:
        """Takes note of where an id is used. It must be used once: a second part gets another, so
        that what is said of it can be told from what is said of the first."""
        ids = self.ids.setdefault(nest, {})
        if part_id in ids:
            self.fault(wrong.DuplicateId, (*place, "id"), id=part_id, first=wrong.pointer(ids[part_id]))
            numbers = (f"{part_id} ({number})" for number in count(2))
            part_id = next(name for name in numbers if name not in ids)
        ids[part_id] = place
        self.places.setdefault((*nest, part_id), place)
        return part_id

    def others(self, draft: parts.Draft, nest: tuple[str, ...], place: Place) -> None:
        """Takes note of the ids in tracks of unknown kinds, where they stand as in known ones."""
        for index, track in enumerate(draft.t):
            if isinstance(track, parts.OtherTrack):
                self._ids(track.model_dump(), nest, (*place, "t", index))

    def _ids(self, part: Any, nest: tuple[str, ...], place: Place) -> None:
        if not isinstance(part, dict):
            return
        if isinstance(part.get("id"), str) and part["id"]:
            self.named(part["id"], nest, place)
        for key in ("sg", "fx"):
            inner = part.get(key)
            for index, each in enumerate(inner if isinstance(inner, list) else ()):
                self._ids(each, nest, (*place, key, index))

    def kept(self, part: parts.Part, node: type[Any], place: Place) -> dict[str, Any]:
        """Metadata, and the keys that this version does not know."""
        metadata = dict(part.m)
        if part.model_extra:
            known = metadata.get(UNKNOWN_KEYS)
            metadata[UNKNOWN_KEYS] = {**(known if isinstance(known, dict) else {}), **part.model_extra}
        return {"metadata": metadata, **self.foreign(part, node, place)}

    def foreign(self, part: parts.Loose, node: type[Any], place: Place) -> dict[str, Any]:
        """Keys of a document made by a newer version."""
        for key in part.x.keys() & node.model_fields.keys():
            self.fault(wrong.KnownKey, (*place, "x", key), key=key)
        return {key: value for key, value in part.x.items() if key not in node.model_fields}


def _holds_items(place: Place) -> bool:
    """Whether ids of segments may be missing with what stood at a place."""
    return (
        place[-1] in ("t", "sg")
        or place[-2:-1] in (("t",), ("sg",))
        or (place[-1] == "id" and place[-3:-2] == ("sg",))
    )


def _holds_files(place: Place) -> bool:
    """Whether ids of files may be missing with what stood at a place."""
    return (
        place[-1] == "media"
        or place[-2:-1] == ("media",)
        or (place[-1] == "id" and place[-3:-2] == ("media",))
    )
