"""Sessions of users. What is another's does not exist."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from workprint.model import Timeline
from workprint.store import Database, Sessions
from workprint.store.tables import hits, projects

from .config import Caller
from .faults import Conflict, NotYourTask, SessionUnknown, TooManySessions

PREFIX = "ses_"


@dataclass(frozen=True)
class Project:
    """A session of a user: its film has the session's name in the store."""

    session: str
    task: str
    user: str
    name: str
    language: str
    created: float
    updated: float


def own_session(caller: Caller, session: str) -> str:
    """The name of a session that a client gave an id of its own: two users may have the same one."""
    if session.startswith(PREFIX):
        return session
    return PREFIX + hashlib.sha256(f"{caller.user}\0{session}".encode()).hexdigest()[:32]


class Projects:
    """The sessions of all users."""

    def __init__(self, database: Database, most: int) -> None:
        """`most`: sessions that a user may have."""
        self.most = most
        self.database = database
        self.sessions = Sessions(database)

    def new(self, user: str, name: str, language: str, session: str = "") -> Project:
        """Begin a session, with an empty film. Raises `Conflict` if there is one of that name, and
        `TooManySessions`."""
        session, task = session or f"{PREFIX}{secrets.token_hex(16)}", f"task_{secrets.token_hex(12)}"
        now = self.database.now
        with self.database.change():
            # Whoever begins one at the same time waits here until this one is through.
            mark = {"key": f"sessions:{user}"[:200], "window": 0, "count": 0, "until": now + 3600}
            self.database.upsert(hits, mark)
            have = self.database.row(select(func.count().label("many")).where(projects.c.user == user))
            if have is not None and have["many"] >= self.most:
                raise TooManySessions(most=self.most)
            begun = self.database.insert(projects).values(
                session=session, task=task, user=user, name=name[:200], language=language[:8],
                created=now, updated=now,
            )  # fmt: skip
            if not self.database.run(begun.on_conflict_do_nothing()):
                raise Conflict(id=session)
            self.sessions.add(session, Timeline(), parent=None)
        return self.get(Caller(user, ""), session)

    def get(self, caller: Caller, session: str) -> Project:
        """A session of the caller. Raises `SessionUnknown`, also for those of others."""
        own = select(projects).where(projects.c.session == session, projects.c.user == caller.user)
        row = self.database.row(own)
        if row is None or (caller.scope == "claim" and caller.session != session):
            raise SessionUnknown(session=session)
        return Project(**row)

    def of_task(self, caller: Caller, task: str) -> Project:
        """The session of a project of the caller. Raises `NotYourTask`."""
        own = select(projects).where(projects.c.task == task, projects.c.user == caller.user)
        row = self.database.row(own)
        if row is None:
            raise NotYourTask()
        return Project(**row)

    def list(self, user: str) -> list[Project]:
        """The sessions of a user, the one used last first."""
        own = select(projects).where(projects.c.user == user).order_by(projects.c.updated.desc())
        return [Project(**row) for row in self.database.rows(own)]

    def touch(self, session: str) -> None:
        """Note that a session was used."""
        here = projects.c.session == session
        self.database.run(update(projects).where(here).values(updated=self.database.now))

    def remove(self, session: str) -> None:
        """Forget a session and its film."""
        with self.database.change():
            self.database.run(delete(projects).where(projects.c.session == session))
            self.sessions.remove(session)
