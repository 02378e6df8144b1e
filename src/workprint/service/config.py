"""What a server is told: by a file, by the environment, by flags, in this order."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from workprint.base import Fault
from workprint.store import home

from .faults import NothingHere

PREFIX = "WORKPRINT_"


class BadConfig(Fault):
    code = "bad_config"
    en = "The configuration is not usable: {reason}"
    zh = "配置无法使用：{reason}"


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
    storage: str | None = Field(None, description="Object store (s3://bucket/prefix); a folder otherwise.")
    storage_options: dict[str, str] = Field(
        default_factory=dict, description="Of the object store: endpoint, region, keys."
    )
    secret: SecretStr | None = Field(None, description="Signs links; made and kept in `data` otherwise.")

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
    origins: tuple[str, ...] = Field((), description="Other sites whose pages may use the API (CORS).")

    max_upload: int = Field(500_000_000, ge=1, description="Bytes of one file.")
    max_session: int = Field(5_000_000_000, ge=1, description="Bytes of all files of one session.")
    max_duration: float = Field(6 * 3600, gt=0, description="Seconds of one film.")
    keep_days: float = Field(30, gt=0, description="Days that unused media and renders are kept.")
    lanes: dict[str, int] = Field(
        default_factory=lambda: {"light": 4, "cpu": max(1, (os.cpu_count() or 2) // 2)},
        description="How many jobs of each lane (light, cpu, gpu) are done at once.",
    )
    longest_queue: int = Field(500, ge=1, description="Jobs that may wait; more are refused.")
    longest_own_queue: int = Field(50, ge=1, description="Jobs of one user that may wait.")
    stuck_minutes: float = Field(
        10, gt=0, description="Minutes without progress after which a job is begun again."
    )
    shelf: int = Field(10 << 30, ge=0, description="Bytes of rendered pieces kept for the next render.")
    log: Literal["text", "json"] = Field("text", description="How the log is written.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="From which level on."
    )

    def shown(self) -> str:
        """The settings as a configuration file, secrets hidden, each with what it is."""
        lines = []
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            told = "" if value is None else _toml(value)
            lines += [f"# {field.description}", f"{name} = {told}" if told else f"# {name} ="]
        return "\n".join(lines) + "\n"


def load_config(
    path: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Config:
    """The configuration: the file (`WORKPRINT_CONFIG` unless a path is given), over it the environment,
    over it the flags. Raises `BadConfig` with all that is wrong."""
    environment = os.environ if environment is None else environment
    told = environment.get(f"{PREFIX}CONFIG")
    path = path or (Path(told) if told else None)
    given: dict[str, Any] = {}
    if path is not None:
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise BadConfig(reason=f"{path}: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadConfig(reason=f"{path}: {error}") from error
    for name in Config.model_fields:
        value = environment.get(PREFIX + name.upper())
        if value is not None:
            given[name] = _parsed(name, value)
    given |= {name: value for name, value in (flags or {}).items() if value is not None}
    try:
        return Config.model_validate(given)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise BadConfig(reason=wrong) from error


_TABLES = ("storage_options", "lanes")
_LISTS = ("trusted_proxies", "origins")


def _parsed(name: str, value: str) -> Any:
    """A setting as the environment spells it: lists with commas, tables as `cpu=2,light=4`."""
    if name in _LISTS:
        return [part.strip() for part in value.split(",") if part.strip()]
    if name in _TABLES:
        return dict(part.strip().partition("=")[::2] for part in value.split(",") if part.strip())
    return value


def _toml(value: Any) -> str:
    match value:
        case SecretStr():
            return '"**********"'
        case bool():
            return "true" if value else "false"
        case dict():
            return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
        case tuple() | list():
            return "[" + ", ".join(_toml(each) for each in value) + "]"
        case int() | float():
            return str(value)
        case _:
            return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


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
