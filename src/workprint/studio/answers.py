"""What the studio answers, each with its JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workprint.adapters import draft
from workprint.base import Fault, Text, milliseconds
from workprint.model import Fact, MediaFile, Timeline
from workprint.planner import Need, Plan, summary
from workprint.store import Revision

from .writing import why

_ON_THE_WIRE = ("edits", "actions", "questions", "refusals", "reply", "draft", "summary", "duration_ms")


class CannotRead(Fault):
    code = "cannot_read"
    en = "{path} cannot be read: {because[en]}."
    zh = "无法读取 {path}：{because[zh]}。"


class NoSuchFile(Fault):
    code = "no_such_file"
    en = "There is no file {path}."
    zh = "没有文件 {path}。"


_NOT_TEXT: Text = {"en": "it is not UTF-8 text", "zh": "它不是 UTF-8 文本"}


@dataclass(frozen=True)
class Planned:
    """A plan, the timeline it was made for, the one it gives, what the user should know, and the
    facts that had to be found for it."""

    plan: Plan
    before: Timeline
    after: Timeline
    notes: tuple[Text, ...] = ()
    needs: tuple[Need, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The plan as the wire has it, with the draft as it is after the edits."""
        return _plan_json(self.plan, self.after)


@dataclass(frozen=True)
class Edited:
    """An edit done: the plan, and the revision that is the session's present one now."""

    plan: Plan
    revision: Revision
    reply: str
    changed: bool

    @property
    def unanswered(self) -> bool:
        """Whether a part of the request was refused or needs an answer first."""
        return bool(self.plan.questions or self.plan.refusals)

    def to_json(self) -> dict[str, Any]:
        now = self.revision.timeline
        return {
            **_plan_json(self.plan, now),
            "reply": self.reply,
            "summary": summary(now, self.plan.lang),
            "duration_ms": milliseconds(now.duration, now.rate),
            "changed": self.changed,
            "revision": self.revision.number,
        }


@dataclass(frozen=True)
class TakenBack:
    """A change taken back: where the session is now, and the sentence about what is gone."""

    revision: Revision
    said: Text

    def to_json(self, lang: str) -> dict[str, Any]:
        return {**revision_json(self.revision), "taken_back": self.said[lang]}


@dataclass(frozen=True)
class Inspected:
    """What is known of a file, and the pictures made of it."""

    media: MediaFile
    facts: tuple[Fact, ...]
    sheet: Path | None
    waveform: Path | None
    unwritten: Fault | None = None
    clicks: Path | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "media": self.media.model_dump(mode="json"),
            "facts": [fact.model_dump(mode="json") for fact in self.facts],
            "sheet": str(self.sheet) if self.sheet else None,
            "waveform": str(self.waveform) if self.waveform else None,
            "clicks": str(self.clicks) if self.clicks else None,
            "unwritten": self.unwritten.to_json() if self.unwritten else None,
        }


def revision_json(revision: Revision) -> dict[str, Any]:
    """A revision as JSON, without its timeline."""
    timeline = revision.timeline
    return {
        "session": revision.session,
        "revision": revision.number,
        "parent": revision.parent,
        "request": revision.request,
        "edits": list(revision.edits),
        "reply": revision.reply,
        "created": revision.created,
        "duration": float(timeline.duration / timeline.rate),
    }


def draft_json(timeline: Timeline) -> str:
    """A timeline as the text of a draft."""
    return json.dumps(draft.write(timeline), ensure_ascii=False, indent=1) + "\n"


def read_text(path: Path) -> str:
    """The text of a file. Raises `NoSuchFile` or `CannotRead`."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NoSuchFile(path=str(path)) from error
    except OSError as error:
        raise CannotRead(path=str(path), because=why(error)) from error
    except UnicodeDecodeError as error:
        raise CannotRead(path=str(path), because=_NOT_TEXT) from error


def _plan_json(plan: Plan, after: Timeline) -> dict[str, Any]:
    given = plan.model_dump(mode="json", include=set(_ON_THE_WIRE))
    return {**{key: given[key] for key in _ON_THE_WIRE}, "draft": draft.write(after)}
