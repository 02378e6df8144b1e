"""What the planner is told and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from workprint.base import Fault, Lang
from workprint.model import Fact, Timeline


class Edit(BaseModel):
    """One typed change of the timeline: an edit operation's name and its parameters."""

    model_config = ConfigDict(frozen=True)

    op: str
    params: dict[str, Any] = Field(default_factory=dict)


class Action(BaseModel):
    """Something to do that is no edit: export, preview, status, credits, undo, redo, upload, renders."""

    model_config = ConfigDict(frozen=True)

    action: str
    params: dict[str, Any] = Field(default_factory=dict)


class Question(BaseModel):
    """Something only the user can say, with answers to choose from where there are any."""

    model_config = ConfigDict(frozen=True)

    text: str
    options: tuple[str, ...] = ()


class Refusal(BaseModel):
    """A part of the request that is not done: which, the stable code of why, and the sentence."""

    model_config = ConfigDict(frozen=True)

    code: str
    request: str
    message: str


class Speech(BaseModel):
    """A text that has to be spoken, and how: `language` and `voice` empty for the usual, `rate` a share of
    the usual pace, `engine` the one that is to speak."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: str = ""
    voice: str = ""
    rate: float = 1.0
    engine: str = ""


class Need(BaseModel):
    """A kind of fact that has to be found in a file before this plan can be applied; or, of the kind
    "voice", a text that has to be spoken."""

    model_config = ConfigDict(frozen=True)

    media: str
    kind: str
    speech: Speech | None = None
    wished: bool = False
    """Whether the plan holds without it, and is only better with it."""


class Turn(BaseModel):
    """An earlier request of the session, the edits that were made for it, and the reply."""

    model_config = ConfigDict(frozen=True)

    request: str = ""
    edits: tuple[Edit, ...] = ()
    reply: str = ""


class Render(BaseModel):
    """A render of the session."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: str = ""
    status: str = "completed"
    name: str = ""
    url: str = ""


class Credits(BaseModel):
    """What is left to spend, where the service is metered."""

    model_config = ConfigDict(frozen=True)

    available: float = 0
    frozen: float = 0
    total: float = 0


class VoiceOffer(BaseModel):
    """A voice that can speak, the languages it speaks, and what is known of it ("female", "british", …)."""

    model_config = ConfigDict(frozen=True)

    name: str
    languages: tuple[str, ...]
    traits: tuple[str, ...] = ()


class Speaking(BaseModel):
    """What can speak a text here: the engine, whether it is only good for drafts, its voices, the usual
    one first; `lacks` says in both languages why there is none."""

    model_config = ConfigDict(frozen=True)

    engine: str = ""
    draft: bool = False
    voices: tuple[VoiceOffer, ...] = ()
    lacks: dict[str, str] | None = None


class Situation(BaseModel):
    """All that a request is understood against.

    Files of `timeline.media` that no clip uses are the library. `playhead` is in seconds;
    `selection` holds document ids; `credits` is None where nothing is metered; `speaking` is None where it
    is not known what can speak.
    """

    model_config = ConfigDict(frozen=True)

    timeline: Timeline = Field(default_factory=Timeline)
    facts: Mapping[str, Sequence[Fact]] = Field(default_factory=dict)
    history: tuple[Turn, ...] = ()
    playhead: float | None = None
    selection: tuple[str, ...] = ()
    lang: Lang = ""
    renders: tuple[Render, ...] = ()
    credits: Credits | None = None
    speaking: Speaking | None = None


class Plan(BaseModel):
    """The answer to a request. `timeline` is the timeline after the edits."""

    request: str
    lang: Lang
    edits: tuple[Edit, ...] = ()
    actions: tuple[Action, ...] = ()
    questions: tuple[Question, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    needs: tuple[Need, ...] = ()
    reply: str = ""
    draft: dict[str, Any] | None = None
    summary: str = ""
    duration_ms: int = 0
    timeline: Timeline = Field(default_factory=Timeline, exclude=True)


class Declined(Fault):
    """A part of a request that cannot be done; the sentence comes with it, in both languages."""

    code = "declined"
    en = "{en}"
    zh = "{zh}"

    def __init__(self, reason: str, en: str, zh: str) -> None:
        self.reason = reason
        super().__init__(en=en, zh=zh)


class Asked(Fault):
    """A part of a request that needs an answer first. `waits`: what was noted as needed is found all the
    same, as with it there may be something better to ask."""

    code = "asked"
    en = "{en}"
    zh = "{zh}"

    def __init__(
        self, en: str, zh: str, options: Sequence[tuple[str, str]] = (), waits: bool = False
    ) -> None:
        self.options = tuple(options)
        self.waits = waits
        super().__init__(en=en, zh=zh)
