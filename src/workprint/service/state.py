"""What a session looks like from outside: its draft, its files, its renders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from workprint.adapters import draft
from workprint.base import Text
from workprint.model import COMPANIONS, Clip, Companion, Item, MediaFile, Timeline, TimelineRef, companions
from workprint.planner import summary

from .projects import Project

Thing = TypeVar("Thing", MediaFile, Timeline)


def state(project: Project, film: Timeline, revision: int, renders: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer to a question for the state of a session."""
    canvas = film.canvas
    return {
        "session_id": project.session,
        "task_id": project.task,
        "task_name": project.name,
        "user_id": project.user,
        "state": {
            "draft": public(film),
            "video_infos": [video_info(media) for media in film.media],
            "canvas_config": {"width": canvas.width, "height": canvas.height, "fps": float(film.rate)},
            "generated_media": renders,
            "video_analyses": [],
            "revision": revision,
            "summary": summary(film),
        },
    }


def public(film: Timeline) -> dict[str, Any]:
    """A film as a draft, without the places of its files on this machine."""
    return draft.write(_public(film))


def _public(film: Timeline) -> Timeline:
    """The same without places, in the films within it too."""
    media = tuple(_placeless(each.model_copy(update={"uri": ""})) for each in film.media)
    tracks = tuple(
        track.model_copy(update={"items": tuple(_public_item(item) for item in track.items)})
        for track in film.tracks
    )
    return _placeless(film.model_copy(update={"media": media, "tracks": tracks}))


def _public_item(item: Item) -> Item:
    if not isinstance(item, Clip) or not isinstance(item.media, TimelineRef):
        return item
    inner = item.media.model_copy(update={"timeline": _public(item.media.timeline)})
    return item.model_copy(update={"media": inner})


def _placeless(thing: Thing) -> Thing:
    """The same without the places of what was given along with footage."""
    given = [{**each, "uri": ""} for each in thing.metadata.get(COMPANIONS, ())]
    return thing.model_copy(update={"metadata": {**thing.metadata, COMPANIONS: given}}) if given else thing


def video_info(media: MediaFile) -> dict[str, Any]:
    """A file as the protocol describes it."""
    shape = media.video
    return {
        "id": media.id,
        "filename": media.name,
        "file_type": media.kind,
        "duration": float(media.duration),
        "width": shape.width if shape else 0,
        "height": shape.height if shape else 0,
        "fps": round(float(shape.rate), 3) if shape else 0,
        "hash": media.hash,
    }


def along_info(film: Timeline, given: Companion, said: Sequence[Text]) -> dict[str, Any]:
    """A file given along with footage, as the protocol describes it: the file that it belongs to, "" while
    that is not there yet, and what is to be said of it."""
    owner = next(
        (media for media in film.media if given.hash in {each.hash for each in companions(media)}), None
    )
    return {
        "id": None,
        "file_type": given.kind,
        "belongs_to": owner.name if owner else "",
        "note": {lang: " ".join(each[lang] for each in said) for lang in ("en", "zh")},
    }
