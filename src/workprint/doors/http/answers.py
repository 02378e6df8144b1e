"""What the calls answer, as `/openapi.json` describes it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Told(BaseModel):
    """A part of an answer; there may be more in it than is described."""

    model_config = ConfigDict(extra="allow")


class Answer(Told):
    """The envelope of a good answer."""

    code: Literal[0]
    msg: str
    message: str = Field(description="The same as `msg`.")


class Problem(Told):
    """The envelope of a fault."""

    code: int = Field(description="1001, 1002, 2001, 4001, 4002, or as the HTTP status.")
    msg: str = Field(description="A sentence for a person, in the language of the session.")
    message: str = Field(description="The same as `msg`.")
    detail: str = Field(description="The same as `msg`.")
    data: dict[str, Any] = Field(description="What can be done about it.")
    fault: str = Field(description="What it is, for programs: a word that stays the same.")


class TokenData(Told):
    token: str = Field(description="`nmv_usr_…`; it is shown once and stored as a hash.")
    user_id: str
    credits: int
    expires_at: str = Field(description="ISO 8601, UTC.")
    expires_in: int = Field(description="Seconds.")


class TokenAnswer(Answer):
    data: TokenData
    token: str


class ClaimData(Told):
    claim_token: str = Field(description="`clm_…`; it opens this project to be looked at, and nothing else.")
    expires_in: int = Field(description="Seconds.")
    session_id: str
    task_id: str
    url: str = Field(description="The page that shows the project.")


class ClaimAnswer(Answer):
    data: ClaimData


class BalanceData(Told):
    available: int
    frozen: int = Field(description="Held for messages that are not done yet.")
    total: int


class BalanceAnswer(Answer):
    data: BalanceData


class Ids(Told):
    task_id: str
    session_id: str
    user_id: str


class SessionAnswer(Answer):
    data: Ids
    task_id: str
    session_id: str
    user_id: str


class State(Told):
    draft: dict[str, Any] = Field(description="The film, as docs/draft.md describes it.")
    video_infos: list[dict[str, Any]] = Field(description="The files of the session.")
    canvas_config: dict[str, Any] = Field(description="`width`, `height`, `fps`")
    generated_media: list[dict[str, Any]] = Field(description="The exports of the session.")
    video_analyses: list[Any]
    revision: int = Field(description="Of the film; it changes with every change of it.")
    summary: str = Field(description="The tracks in a sentence.")


class StateData(Ids):
    task_name: str
    state: State


class StateAnswer(Answer):
    data: StateData


class DraftData(Told):
    session_id: str
    revision: int
    draft: dict[str, Any]


class DraftAnswer(Answer):
    data: DraftData
    revision: int


class RevisionData(Told):
    revision: int
    parent: int | None = Field(description="The revision that it was made of.")
    present: bool
    request: str = Field(description="What was asked.")
    reply: str
    edits: list[dict[str, Any]]
    duration: float = Field(description="Seconds.")
    created: float = Field(description="Seconds since 1970.")


class RevisionAnswer(Answer):
    data: RevisionData
    revision: int


class HistoryAnswer(Answer):
    data: list[RevisionData]


class RunData(Told):
    run: str
    text: str
    state: Literal["waiting", "running", "done", "failed", "aborted"]
    created: float
    finished: float | None


class RunAnswer(Answer):
    data: RunData


class RunsAnswer(Answer):
    data: list[RunData]


class OpsAnswer(Answer):
    data: list[dict[str, Any]] = Field(description="As docs/ops.md lists them.")


class Subtitles(Told):
    format: Literal["srt", "vtt", "ass"]
    url: str = Field(description="The captions of the film as such a file.")


class Output(Told):
    url: str = Field(description="The file, with ranges.")
    duration: float = Field(description="Seconds.")
    size: int = Field(description="Bytes.")
    subtitles: list[Subtitles] | None = Field(None, description="Where the film has captions.")


class Render(Told):
    id: str = Field(description="The client's name for the export.")
    taskId: str
    sessionId: str
    status: Literal["pending", "processing", "completed", "failed"]
    progress: int = Field(ge=0, le=100, description="Percent; it never goes back.")
    stage: dict[str, str] = Field(description="What is being done, per language.")
    ahead: int = Field(description="How many jobs are begun before this one.")
    error: str | None = Field(description="Why there is no film.")
    output: Output | None = Field(None, description="The film, once it is there.")
    outputUrl: str | None = Field(None, description="The same as `output.url`.")


class RenderAnswer(Answer, Render):
    success: bool
    data: Render


class RendersAnswer(Answer):
    data: list[Render]


class File(Told):
    """A file of a session."""

    id: str = Field(description="Its name in the draft.")
    filename: str
    file_type: Literal["video", "audio", "image"]
    cdn_url: str = Field(description="A link that opens it without a header, for a while.")
    duration: float = Field(description="Seconds; 0 for a photo.")
    width: int
    height: int
    fps: float
    hash: str = Field(description="SHA-256 of the file.")
    upload_id: str


class FilesData(Told):
    files: list[File]
    session_state_applied: Literal[True]


class FilesAnswer(Answer):
    data: FilesData


class Coming(Told):
    """A file that comes in pieces."""

    upload_id: str
    filename: str
    state: Literal["receiving", "taken", "ready"]
    offset: int = Field(description="Bytes that have come and are safe; the next piece begins there.")
    size: int | None = Field(description="Bytes of the whole file.")


class ComingAnswer(Answer):
    data: Coming


class AdkSession(Told):
    """A session as Google ADK has it."""

    id: str
    appName: str
    userId: str
    state: dict[str, Any]
    events: list[dict[str, Any]]
    lastUpdateTime: float = Field(description="Seconds since 1970.")
