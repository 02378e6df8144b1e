"""Messages to a session, and the events that come of them: kept, so that whoever went away can read on."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from workprint.store import Database
from workprint.store.tables import events, runs

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


class Runs:
    """The runs of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def new(self, session: str, user: str, text: str, language: str) -> Run:
        run = f"run_{secrets.token_hex(12)}"
        self.database.run(
            runs.insert().values(
                id=run, session=session, user=user, text=text, language=language, state="waiting",
                created=self.database.now,
            )
        )  # fmt: skip
        found = self.find(run)
        assert found is not None
        return found

    def find(self, run: str) -> Run | None:
        row = self.database.row(select(runs).where(runs.c.id == run))
        return Run(**row) if row is not None else None

    def of_session(self, session: str) -> list[Run]:
        """The runs of a session, oldest first."""
        own = select(runs).where(runs.c.session == session).order_by(runs.c.created)
        return [Run(**row) for row in self.database.rows(own)]

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
        self.database.run(update(runs).where(runs.c.id == run).values(state="running"))

    def end(self, run: str, state: str) -> None:
        """The run is over; no event comes any more."""
        here = (runs.c.id == run) & runs.c.state.not_in(ENDED)
        self.database.run(update(runs).where(here).values(state=state, finished=self.database.now))

    def append(self, run: str, body: Mapping[str, Any]) -> int:
        """Add an event; its number."""
        with self.database.change():
            number = self.last(run) + 1
            self.database.run(
                events.insert().values(
                    run=run,
                    number=number,
                    body=json.dumps(body, ensure_ascii=False),
                    created=self.database.now,
                )
            )
        return number

    def last(self, run: str) -> int:
        """The number of the last event, 0 without any."""
        row = self.database.row(select(func.max(events.c.number).label("last")).where(events.c.run == run))
        return int(row["last"] or 0) if row is not None else 0

    def after(self, run: str, number: int) -> list[Event]:
        """The events after one."""
        own = select(events).where(events.c.run == run, events.c.number > number)
        rows = self.database.rows(own.order_by(events.c.number))
        return [Event(row["run"], row["number"], json.loads(row["body"])) for row in rows]

    def news(self, seen: Mapping[str, int]) -> tuple[list[Event], set[str]]:
        """What is new of several runs at once: the events after those seen, and which runs are over."""
        if not seen:
            return [], set()
        names: Sequence[str] = list(seen)
        over = select(runs.c.id).where(runs.c.id.in_(names), runs.c.state.in_(ENDED))
        # Asked before the events: whatever a run that is over has said is then there.
        ended = {row["id"] for row in self.database.rows(over)}
        lowest = min(seen.values())
        query = select(events).where(events.c.run.in_(names), events.c.number > lowest)
        found = [
            Event(row["run"], row["number"], json.loads(row["body"]))
            for row in self.database.rows(query.order_by(events.c.run, events.c.number))
            if row["number"] > seen[row["run"]]
        ]
        return found, ended
