"""The demonstration: a sample recording, the main job on it, and everything there is to look at."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workprint.base import Lang
from workprint.jobs import Progress, RenderOptions, Report

from .answers import draft_json
from .picture import timeline_picture
from .sample import make_sample
from .studio import Studio
from .writing import enterable, write_text

REQUEST = {
    "en": "trim the silences, add fade transitions, put the title 'My talk' at the start for 3 seconds, lo-fi music at 35%, and export",
    "zh": "剪掉停顿，加淡入淡出转场，在开头加标题“我的演讲”3秒，配 35% 音量的 lo-fi 音乐，然后导出",
}


@dataclass(frozen=True)
class Demonstration:
    """What was made, and where it lies."""

    request: str
    reply: str
    report: Report
    sheet: Path
    picture: Path
    draft: Path

    def to_json(self) -> dict[str, Any]:
        files = {"sheet": str(self.sheet), "timeline": str(self.picture), "draft": str(self.draft)}
        return {"request": self.request, "reply": self.reply, "output": self.report.to_json(), **files}


def demonstrate(
    studio: Studio,
    folder: Path,
    lang: Lang,
    looked: Callable[[float], None] | None = None,
    rendered: Callable[[Progress], None] | None = None,
    cancel: threading.Event | None = None,
) -> Demonstration:
    """Make a sample recording in `folder` and run the main job on it."""
    enterable(folder)
    folder.mkdir(exist_ok=True)
    talk, film = folder / "talk.mp4", folder / "cut.mp4"
    make_sample(talk, cancel)
    done = studio.edit(REQUEST[lang], [talk], lang=lang, tell=looked, cancel=cancel)
    timeline = done.revision.timeline
    report = studio.render(film, options=RenderOptions(), on_progress=rendered, cancel=cancel)
    draft = folder / "draft.json"
    write_text(draft, draft_json(timeline))
    picture = timeline_picture(timeline, folder / "timeline.svg")
    sheet = studio.contact_sheet(film, folder / "cut-sheet.png")
    return Demonstration(REQUEST[lang], done.reply, report, sheet, picture, draft)
