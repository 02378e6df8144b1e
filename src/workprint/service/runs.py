"""Messages to a session, and the events that come of them: kept, so that whoever went away can read on."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, func, literal, select, update

from workprint.base import Lang, Text
from workprint.store import Database
from workprint.store.tables import events, jobs, projects, runs

ENDED = ("done", "failed", "aborted")


@dataclass(frozen=True)
class Run:
    """A message and what became of it."""

    id: str
    session: str
    user: str
    text: str
    language: str
    state: str
    created: float
    finished: float | None

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def job(self) -> str:
        """The name of the job that carries it out."""
        return f"turn_{self.id}"

    @property
    def lang(self) -> Lang:
        """The language to answer in: the session's, else that of the message."""
        if self.language:
            return "zh" if self.language.lower().startswith("zh") else "en"
        return "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in self.text) else "en"


@dataclass(frozen=True)
class Event:
    """One event of a run, by its number from 1 on. `body` is what goes over the wire."""

    run: str
    number: int
    body: Mapping[str, Any]

    @property
    def id(self) -> str:
        """What a client that comes back names: the run and the event it has seen last."""
        return f"{self.run}:{self.number}"


@dataclass(frozen=True)
class News:
    """How a run stands: its last event, whether it is over, for how many seconds it has been there, and
    how far the work on it is."""

    run: str
    last: int
    state: str
    age: float
    progress: float
    note: Text

    @property
    def ended(self) -> bool:
        return self.state in ENDED


class Runs:
    """The runs of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def new(self, session: str, user: str, text: str, language: str) -> Run:
        run = f"run_{secrets.token_hex(12)}"
        self.database.run(
            runs.insert().values(
                id=run, session=session, user=user, text=text, language=language, state="waiting", last=0,
                created=self.database.now,
            )
        )  # fmt: skip
        found = self.find(run)
        assert found is not None
        return found

    def find(self, run: str) -> Run | None:
        row = self.database.row(select(runs).where(runs.c.id == run))
        return _run(row) if row is not None else None

    def of_session(self, session: str) -> list[Run]:
        """The runs of a session, oldest first."""
        own = select(runs).where(runs.c.session == session).order_by(runs.c.created)
        return [_run(row) for row in self.database.rows(own)]

    def pending(self, session: str) -> list[Run]:
        """The messages of a session that are not over, oldest first. Inside a change, others who ask wait
        until it is made."""
        self.database.rows(select(projects.c.session).where(projects.c.session == session).with_for_update())
        own = select(runs).where(runs.c.session == session, runs.c.state.not_in(ENDED))
        return [_run(row) for row in self.database.rows(own.order_by(runs.c.created))]

    def told(self, session: str) -> list[dict[str, Any]]:
        """All that was said in a session, by its user too, as events in order."""
        said = []
        for run in self.of_session(session):
            parts = [{"text": run.text}]
            invocation = f"e-{run.id.removeprefix('run_')}"
            said.append(
                {
                    "content": {"parts": parts, "role": "user"},
                    "invocationId": invocation,
                    "author": "user",
                    "id": invocation.removeprefix("e-"),
                    "timestamp": run.created,
                }
            )
            said += [dict(event.body) for event in self.after(run.id, 0)]
        return said

    def begin(self, run: str) -> None:
        here = (runs.c.id == run) & runs.c.state.not_in(ENDED)
        self.database.run(update(runs).where(here).values(state="running"))

    def end(self, run: str, state: str) -> None:
        """The run is over; no event comes any more."""
        here = (runs.c.id == run) & runs.c.state.not_in(ENDED)
        self.database.run(update(runs).where(here).values(state=state, finished=self.database.now))

    def append(self, run: str, key: str, body: Mapping[str, Any], state: str | None = None) -> bool:
        """Add an event, unless it was told before, or the run is over, or (with `state`) not at that
        any more; whether it was added."""
        with self.database.change():
            # Whoever else has something to say of this run waits here.
            row = self.database.row(select(runs).where(runs.c.id == run).with_for_update())
            if row is None or row["state"] in ENDED or state not in (None, row["state"]):
                return False
            if self.database.row(select(events.c.number).where(events.c.run == run, events.c.key == key)):
                return False
            number = row["last"] + 1
            text, now = json.dumps(body, ensure_ascii=False), self.database.now
            values = {"run": run, "number": number, "key": key, "body": text, "created": now}
            self.database.run(events.insert().values(**values))
            self.database.run(update(runs).where(runs.c.id == run).values(last=number))
        return True

    def after(self, run: str, number: int, most: int | None = None) -> list[Event]:
        """The events after one, at most so many of them."""
        own = select(events).where(events.c.run == run, events.c.number > number)
        rows = self.database.rows(own.order_by(events.c.number).limit(most))
        return [Event(row["run"], row["number"], json.loads(row["body"])) for row in rows]

    def news(self, names: Sequence[str]) -> dict[str, News]:
        """How runs stand, in one look; those that are gone are not there."""
        if not names:
            return {}
        age = (self.database.now - runs.c.created).label("age")
        of_run = jobs.c.id == literal("turn_").concat(runs.c.id)
        query = select(runs.c.id, runs.c.last, runs.c.state, age, jobs.c.progress, jobs.c.note)
        found = self.database.rows(query.outerjoin(jobs, of_run).where(runs.c.id.in_(names)))
        return {row["id"]: _news(row) for row in found}

    def ahead(self, run: Run) -> int:
        """How many earlier messages of the session are not over."""
        before = (runs.c.session == run.session) & (runs.c.created < run.created)
        query = select(func.count().label("many")).where(before, runs.c.state.not_in(ENDED))
        row = self.database.row(query)
        return int(row["many"]) if row is not None else 0


def _run(row: RowMapping) -> Run:
    return Run(**{name: row[name] for name in Run.__dataclass_fields__})


def _news(row: RowMapping) -> News:
    note = json.loads(row["note"] or "{}")
    return News(row["id"], row["last"], row["state"], float(row["age"]), row["progress"] or 0.0, note)
