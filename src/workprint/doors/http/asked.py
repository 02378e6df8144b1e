"""What clients send. Names are taken as `snake_case` and as `camelCase`; what is not known is ignored."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices, AliasGenerator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Asked(BaseModel):
    """A JSON body."""

    model_config = ConfigDict(
        alias_generator=AliasGenerator(validation_alias=lambda name: AliasChoices(name, to_camel(name))),
        extra="ignore",
    )


def _text(value: Any) -> Any:
    """Ids are texts; some clients send the number that they made theirs of."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class AskedClaim(Asked):
    task_id: str | None = Field(None, description="The project.")
    session_id: str | None = Field(None, description="Its session; one of the two is needed.")


class AskedSession(Asked):
    task_name: str | None = Field("project", max_length=200, description="What the project is called.")
    language: str | None = Field(
        None,
        max_length=35,
        description="`en` or `zh`: the language of answers; without it that of each message.",
    )


class AskedPart(Asked):
    text: str | None = Field(
        None, max_length=20_000, description="What is said. Parts without text are not read."
    )


class AskedMessage(Asked):
    role: str | None = Field(None, description="Not read.")
    parts: list[AskedPart] = Field(description="What is said, in one part or several.")


class AskedRun(Asked):
    """A message to a session, as Google ADK's clients send it."""

    app_name: str | None = Field(None, description="`nemo_agent`")
    user_id: str | None = Field(None, description="`me`, or the user of the token.")
    session_id: str = Field(description="The session.")
    new_message: AskedMessage | None = Field(
        None, description="The message. Not needed by who comes back with `Last-Event-ID`."
    )
    streaming: bool | None = Field(
        False, description="Whether the text of an event comes in parts before it comes whole."
    )

    @property
    def text(self) -> str:
        """All that is said."""
        parts = self.new_message.parts if self.new_message else []
        return "\n".join(part.text for part in parts if part.text)


class AskedSteps(Asked):
    steps: int = Field(1, ge=1, le=1000, description="How many changes.")
    revision: int | None = Field(None, ge=0, description="The revision that the client has before it.")


class AskedExport(Asked):
    id: Annotated[str | None, BeforeValidator(_text)] = Field(
        None,
        pattern=r"^[A-Za-z0-9_.:-]{1,120}$",
        description="The client's name for the export; the same id and body is the same export.",
    )
    session_id: str = Field(description="The session.")
    draft: dict[str, Any] | str | None = Field(
        None, description="The film to export, as an object or as JSON text; without it the film as it is."
    )
    output: dict[str, Any] | None = Field(
        None,
        description="`format` (mp4), `quality` (draft, standard, high), `size` or `resolution` (1080p),"
        " `encoder` (software, auto, or hardware by name).",
    )


class AskedUrls(Asked):
    """Files to be fetched."""

    urls: list[str] = Field(
        min_length=1, max_length=16, description="http or https, in the public internet, ports 80 and 443."
    )
    source_type: Literal["url"] = Field("url", description="`url`")


class AskedUpload(Asked):
    """A file that will come in pieces."""

    session_id: str = Field(description="The session that it is for.")
    filename: str = Field("file", max_length=1000, description="What it is called.")
    size: int = Field(ge=1, description="Its bytes, all of them.")


class AskedDraft(Asked):
    draft: dict[str, Any] | str = Field(description="The whole film, as an object or as JSON text.")
    revision: int | None = Field(
        None, ge=0, description="The revision that was edited; `If-Match` may say it instead."
    )


class AskedAdkSession(Asked):
    own_id: str | None = Field(
        None,
        max_length=200,
        validation_alias=AliasChoices("session_id", "sessionId"),
        description="An id of the client's own.",
    )
    state: dict[str, Any] | None = Field(None, description="`task_name` and `language` are read.")
    events: list[Any] | None = Field(None, description="Not taken in: a session begins empty.")


class AskedAdkState(Asked):
    """The state of a session begun by name: in `state`, or as the whole body."""

    model_config = ConfigDict(extra="allow")

    state: dict[str, Any] | None = Field(None, description="`task_name` and `language` are read.")

    @property
    def rest(self) -> dict[str, Any]:
        """The body besides."""
        return self.model_extra or {}
