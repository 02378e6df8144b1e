"""Subtitle files: beside every film that has captions, and where a request asks for one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from workprint.studio import Edited

Subtitles = Annotated[
    bool,
    typer.Option(
        "--subtitles/--no-subtitles", help="Also write the captions beside the film, as .srt, .vtt and .ass."
    ),
]


def written_beside(film: Path, timeline: Any, wanted: bool) -> tuple[Path, ...]:
    """The captions of a film that was rendered, as files of its name."""
    from workprint.studio import beside

    return beside(film, timeline) if wanted else ()


def asked_for(done: Edited, out: Path | None, written: tuple[Path, ...]) -> tuple[Path, ...]:
    """The subtitle file that the request asks for, unless it lies beside the film already."""
    from workprint.studio import FORMS, free_name, subtitles, write_text

    action = next((each for each in done.plan.actions if each.action == "subtitles"), None)
    form = next((form for form in FORMS if action and action.params.get("format") == form), None)
    if form is None or any(path.suffix == f".{form}" for path in written):
        return written
    timeline = done.revision.timeline
    path = out.with_suffix(f".{form}") if out else free_name(Path(), timeline.name or "film", form)
    write_text(path, subtitles(timeline, form))
    return (*written, path)
