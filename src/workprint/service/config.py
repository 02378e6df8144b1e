"""What a server is told: by a file, by the environment, by flags, in this order."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from workprint.analysis import Recogniser, UnknownRecogniser, engine_of
from workprint.base import Fault
from workprint.jobs import Encoder
from workprint.store import home
from workprint.synth import VoiceSettings

from .faults import NothingHere

PREFIX = "WORKPRINT_"


class BadConfig(Fault):
    code = "bad_config"
    en = "The configuration is not usable: {reason}"
    zh = "配置无法使用：{reason}"


class Allowance(BaseModel):
    """What a plan allows of exports; what is not said is not limited."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_height: int | None = Field(None, ge=1, description="Pixels of the shorter side of the picture.")
    max_minutes: float | None = Field(None, gt=0, description="Minutes of the film.")


class Config(BaseModel):
    """Every setting, with what it is unless told otherwise. In the environment a setting is
    `WORKPRINT_` and its name in capitals; in the file (TOML) its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8765, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    base_url: str = Field("", description="Address by which clients reach the server; of links in answers.")
    role: Literal["all", "api", "worker"] = Field("all", description="Answer requests, do the work, or both.")
    data: Path = Field(default_factory=home, description="Folder for everything that is kept here.")
    database: SecretStr | None = Field(
        None, description="Postgres address; a SQLite file in `data` otherwise."
    )
    storage: str | None = Field(
        None,
        description="Object store (s3://bucket/prefix), or a folder that is there (file:///folder); else in `data`.",
    )
    storage_options: dict[str, str] = Field(
        default_factory=dict, description="Of the object store: endpoint, region, keys."
    )
    secret: SecretStr | None = Field(
        None, min_length=32, description="Signs links; made and kept in `data` otherwise."
    )
    link_hours: float = Field(24, gt=0, description="Hours that a link to a file opens it.")

    metered: bool = Field(False, description="Credits, plans and token limits, as a hosted service has them.")
    attribution: bool = Field(True, description="Exports need the X-Skill-* headers.")
    credits: int = Field(100, ge=0, description="Credits of a new user, where metered.")
    edit_price: int = Field(1, ge=0, description="Credits of a message that changes the film, where metered.")
    token_days: float = Field(7, gt=0, description="How long a token is good for.")
    tokens_per_client: int = Field(1, ge=1, description="Tokens per client in `token_days`, where metered.")
    tokens_per_address: int = Field(
        10, ge=1, description="Tokens per address in `token_days`, where metered."
    )
    register_url: str = Field(
        "", description="Page where users register; `bind=<user id>` is added. `base_url`/register otherwise."
    )
    requests_per_minute: int = Field(1200, ge=1, description="Requests per user and minute.")
    requests_per_address: int = Field(
        6000, ge=1, description="Requests per address and minute, but for this machine's own."
    )
    trusted_proxies: tuple[str, ...] = Field((), description="Addresses whose X-Forwarded-For is believed.")
    hosts: tuple[str, ...] = Field(
        (),
        description="Names that the server goes by, besides that in `base_url`, addresses and names without a"
        " dot; * is any.",
    )
    origins: tuple[str, ...] = Field((), description="Other sites whose pages may use the API (CORS).")

    sandbox: Literal["auto", "on", "off"] = Field(
        "auto",
        description="FFmpeg confined by bubblewrap: where that works, always (or no start), or never.",
    )
    voice_engine: Literal["auto", "espeak", "kokoro", "piper", "server", "none"] = Field(
        "auto", description="Speaks voice-overs: the best one there is, a certain one, or none."
    )
    voice_folder: Path | None = Field(
        None, description="Voices of kokoro and piper; `data`/voices otherwise."
    )
    voice_url: str = Field("", description="Address of a speech server (OpenAI's /audio/speech).")
    voice_key: SecretStr | None = Field(None, description="The key that a speech server asks for.")
    voice_model: str = Field("tts-1", description="The model that a speech server is asked for.")
    voice_names: tuple[str, ...] = Field((), description="Voices of the speech server, the usual one first.")
    recogniser: str = Field(
        "draft",
        description="Speech engine: draft, faster-whisper:FOLDER, or the address of a transcription server.",
    )
    recogniser_model: str = Field("", description="The model that a transcription server is asked for.")
    recogniser_key: SecretStr | None = Field(
        None, description="The key that a transcription server asks for."
    )
    recogniser_language: str = Field(
        "", description="Language that is spoken (en, zh, …); else it is found out."
    )
    waiting_messages: int = Field(
        5, ge=1, description="Messages of one session that may wait; more are refused."
    )
    max_sessions: int = Field(10_000, ge=1, description="Sessions of one user; more are refused.")
    max_upload: int = Field(500_000_000, ge=1, description="Bytes of one file.")
    max_session: int = Field(5_000_000_000, ge=1, description="Bytes of all files of one session.")
    max_user: int = Field(20_000_000_000, ge=1, description="Bytes of all files of one user.")
    fetch_seconds: float = Field(900, gt=0, description="Seconds that fetching one file from a URL may take.")
    max_duration: float = Field(6 * 3600, gt=0, description="Seconds of one film.")
    keep_days: float = Field(30, gt=0, description="Days that unused media and renders are kept.")
    lanes: dict[str, int] = Field(
        default_factory=lambda: {"light": 4, "cpu": max(1, (os.cpu_count() or 2) // 2)},
        description="How many jobs of each lane (light, cpu, gpu) are done at once.",
    )
    encoder: Encoder = Field(
        "software",
        description="What exports are encoded with, unless they say so: software, auto, or hardware by name."
        " Machines that have some take the lane gpu.",
    )
    longest_queue: int = Field(500, ge=1, description="Jobs that may wait; more are refused.")
    longest_own_queue: int = Field(50, ge=1, description="Jobs of one user that may wait.")
    stuck_minutes: float = Field(
        10, gt=0, description="Minutes without progress after which a job is begun again."
    )
    tidy_hours: float = Field(1, gt=0, description="Hours between two rounds of housekeeping.")
    unfinished_hours: float = Field(
        24, gt=0, description="Hours that an upload may rest before it is given up."
    )
    plans: dict[str, Allowance] = Field(
        default_factory=dict,
        description="What a plan allows of exports, where metered: `max_height` in pixels, `max_minutes`. A new user has the plan `free`.",
    )
    shelf: int = Field(10 << 30, ge=0, description="Bytes of rendered pieces kept for the next render.")
    local_copies: int = Field(
        50 << 30, ge=0, description="Bytes of copies that a machine keeps of what lies in the object store."
    )
    min_free: int = Field(
        500_000_000, ge=0, description="Bytes free on the disk of `data` below which the server is not ready."
    )
    patience: float = Field(
        20, ge=0, description="Seconds that what is in hand has to end when the server is stopped."
    )
    watch_host: str = Field("127.0.0.1", description="Address of the door for health, readiness and metrics.")
    watch_port: int | None = Field(
        None, ge=0, le=65535, description="Port of that door; it is closed without one."
    )
    log: Literal["text", "json"] = Field("text", description="How the log is written.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="From which level on."
    )

    @field_validator("database")
    @classmethod
    def _postgres(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("the address of a database begins with postgresql://")
        return value

    @field_validator("recogniser")
    @classmethod
    def _engine(cls, value: str) -> str:
        try:
            engine_of(value)
        except UnknownRecogniser as fault:
            raise ValueError(fault.say()) from fault
        return value

    def engine(self) -> Recogniser:
        """The speech engine that is set."""
        key = self.recogniser_key.get_secret_value() if self.recogniser_key else ""
        return engine_of(self.recogniser, self.recogniser_model, key, self.recogniser_language)

    def voices(self) -> VoiceSettings:
        """How texts are spoken."""
        key = self.voice_key.get_secret_value() if self.voice_key else ""
        folder = self.voice_folder or self.data / "voices"
        return VoiceSettings(
            folder, self.voice_engine, self.voice_url, key, self.voice_model, self.voice_names
        )

    def shown(self, sources: Mapping[str, str] | None = None) -> str:
        """The settings as a configuration file, secrets hidden, each with what it is and, by `sources`,
        where its value is from."""
        lines = []
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            told = "" if value is None else toml(value)
            source = f"  # {sources.get(name, 'default')}" if sources is not None else ""
            lines += [f"# {field.description}", f"{name} = {told}{source}" if told else f"# {name} ={source}"]
        return "\n".join(lines) + "\n"


def load_config(
    path: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Config:
    """The configuration: the file (`WORKPRINT_CONFIG` unless a path is given), over it the environment,
    over it the flags. Raises `BadConfig` with all that is wrong."""
    return read_config(path, flags, environment)[0]


def read_config(
    path: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[Config, dict[str, str]]:
    """The same, and by the name of each setting where its value is from: `default`, `file`, `env` or
    `flag`."""
    environment = os.environ if environment is None else environment
    told = environment.get(f"{PREFIX}CONFIG")
    path = path or (Path(told) if told else None)
    given = _file(path) if path is not None else {}
    sources = dict.fromkeys(given, "file")
    for name in Config.model_fields:
        value = environment.get(PREFIX + name.upper())
        if value is not None:
            given[name], sources[name] = _parsed(name, value), "env"
    for name, flag in (flags or {}).items():
        if flag is not None:
            given[name], sources[name] = flag, "flag"
    try:
        config = Config.model_validate(given)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise BadConfig(reason=wrong) from error
    return config, {name: sources.get(name, "default") for name in Config.model_fields}


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadConfig(reason=f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig(reason=f"{path}: {error}") from error


_TABLES = ("storage_options", "lanes")
_LISTS = tuple(name for name, field in Config.model_fields.items() if field.annotation == tuple[str, ...])


def _parsed(name: str, value: str) -> Any:
    """A setting as the environment spells it: lists with commas, tables as `cpu=2,light=4`, plans as
    JSON; nothing is no value."""
    if name in _LISTS:
        return [part.strip() for part in value.split(",") if part.strip()]
    if name in _TABLES:
        return dict(part.strip().partition("=")[::2] for part in value.split(",") if part.strip())
    if name == "plans":
        try:
            return json.loads(value or "{}")
        except ValueError as error:
            raise BadConfig(reason=f"{PREFIX}PLANS: {error}") from error
    return value if value or Config.model_fields[name].annotation is str else None


_HIDDEN = "**********"
_SECRET = re.compile("secret|password|token|access_key|account_key|sas", re.IGNORECASE)


def toml(value: Any, name: str = "") -> str:
    """A value as a TOML file has it; one that is secret, by its type or its name, hidden."""
    match value:
        case SecretStr():
            return f'"{_HIDDEN}"'
        case bool():
            return "true" if value else "false"
        case BaseModel():
            return toml(value.model_dump(exclude_none=True))
        case dict():
            inner = ", ".join(f"{key} = {toml(each, str(key))}" for key, each in value.items())
            return "{ " + inner + " }" if inner else "{}"
        case tuple() | list():
            return "[" + ", ".join(toml(each) for each in value) + "]"
        case int() | float():
            return str(value)
        case _:
            told = _HIDDEN if _SECRET.search(name) else str(value)
            return json.dumps(told, ensure_ascii=False)


@dataclass(frozen=True)
class Caller:
    """Who asks: the user of the token, from where, and what the skill says of itself."""

    user: str
    address: str
    scope: Literal["user", "claim"] = "user"
    session: str | None = None
    skill: str = ""

    def named(self, user: str) -> Caller:
        """The caller, where a path names its user: `me`, or its own id. Raises `NothingHere`."""
        if user not in ("me", self.user):
            raise NothingHere()
        return self
