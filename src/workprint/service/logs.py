"""The log: lines of text or of JSON, each with what it was about: request, session, run, job.

What is being done is kept per thread of work, so that every line written meanwhile says it. At the level
`info` no line holds a token, the name of a file or a text of a user; whatever looks like a secret is
blotted out in any line.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, TextIO

ABOUT = ("request", "session", "run", "job", "render")
"""What a line may be about, in the order in which it is written."""
FIELDS = (
    *ABOUT, "kind", "step", "fault", "method", "route", "status", "ms", "received", "sent", "user", "seconds", "removed", "bytes",
)  # fmt: skip
"""The fields of a line beside its text."""
_LOUD = ("httpx", "httpcore", "alembic", "sqlalchemy", "uvicorn.access", "asyncio")
"""Loggers that would tell addresses, or what no one who runs a server asks for."""
_SECRETS = re.compile(
    r"(nmv_usr_|clm_)[\w-]+|(bearer\s+)[^\s'\"]+|(signature=)[^&\s'\"]+|(token=)[^&\s'\"]+|(://[^/\s:@]*:)[^@\s/]+(?=@)",
    re.IGNORECASE,
)

_about: ContextVar[MutableMapping[str, str] | None] = ContextVar("workprint_about", default=None)


@contextmanager
def about(**names: str | None) -> Iterator[None]:
    """Every line written inside is about this too, whichever thread the work inside goes to."""
    told = dict(_about.get() or {}) | {name: value for name, value in names.items() if value}
    mark = _about.set(told)
    try:
        yield
    finally:
        _about.reset(mark)


@contextmanager
def anew() -> Iterator[None]:
    """What is written inside is about nothing yet, whatever is outside: a connection that is kept open reads
    on in the context of a request that it has answered."""
    mark = _about.set({})
    try:
        yield
    finally:
        _about.reset(mark)


def note(**names: str | None) -> None:
    """What is being done now turned out to be about this too."""
    told = _about.get()
    if told is not None:
        told.update({name: value for name, value in names.items() if value})


def noted() -> dict[str, str]:
    """What is being done now is about."""
    return dict(_about.get() or {})


def fields(record: logging.LogRecord) -> dict[str, object]:
    """What a line says beside its text: what it is about, then its own figures."""
    told: dict[str, object] = dict(_about.get() or {})
    told |= {name: getattr(record, name) for name in FIELDS if getattr(record, name, None) is not None}
    return {name: told[name] for name in FIELDS if name in told}


def blotted(text: str) -> str:
    """A line without secrets: tokens, signatures, the passwords of addresses."""
    return _SECRETS.sub(lambda found: next(filter(None, found.groups()), "") + "…", text)


class Plain(logging.Formatter):
    """`2026-01-31T12:00:00.123Z INFO workprint.jobs: job ends job=export_1 kind=export`."""

    def format(self, record: logging.LogRecord) -> str:
        told = "".join(f" {name}={_word(value)}" for name, value in fields(record).items())
        line = f"{moment(record.created)} {record.levelname} {record.name}: {record.getMessage()}{told}"
        return blotted(line + _trace(self, record)).replace("\r", "\\r")


class Json(logging.Formatter):
    """One object per line: `time`, `level`, `logger`, `message`, the fields, and `trace` of an error."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": moment(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **fields(record),
        }
        if record.exc_info:
            line["trace"] = _trace(self, record).strip()
        told = {name: blotted(value) if isinstance(value, str) else value for name, value in line.items()}
        return json.dumps(told, ensure_ascii=False, default=str)


def set_up(form: Literal["text", "json"], level: str, out: TextIO | None = None) -> None:
    """Write the log of this process in a form, from a level on; to standard error unless told otherwise."""
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(Json() if form == "json" else Plain())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _LOUD:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


def moment(seconds: float) -> str:
    """A time as the log has it: UTC, to the millisecond."""
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds % 1 * 1000):03d}Z"


def _word(value: object) -> str:
    text = str(value)
    return text if text and re.fullmatch(r"[^\s\"=]+", text) else json.dumps(text, ensure_ascii=False)


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return "\n" + formatter.formatException(record.exc_info) if record.exc_info else ""
