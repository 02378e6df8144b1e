"""What a session looks like from outside: its draft, its files, its renders."""

from __future__ import annotations

from typing import Any

from workprint.adapters import draft
from workprint.model import MediaFile, Timeline
from workprint.planner import summary

from .projects import Project


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
    media = tuple(each.model_copy(update={"uri": ""}) for each in film.media)
    return draft.write(film.model_copy(update={"media": media}))


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
