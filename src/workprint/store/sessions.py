"""Sessions: a draft, all its revisions, what was asked, and what was rendered from it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import RowMapping, delete, func, select, update

from workprint.base import Fault
from workprint.model import Timeline, load, save

from .database import Database
from .tables import outputs, revisions, sessions, turns

_NAME = re.compile(r"[\w][\w .()-]{0,99}")


class NoSuchSession(Fault):
    code = "no_such_session"
    en = "There is no session called “{session}”. Sessions here: {have}."
    zh = "没有名为“{session}”的会话。现有会话：{have}。"


class BadSessionName(Fault):
    code = "bad_session_name"
    en = "“{session}” cannot be a session's name: use letters, digits, spaces, dots and dashes, up to 100."
    zh = "“{session}”不能用作会话名：请使用字母、数字、空格、点和连字符，最多 100 个字符。"


class NoSuchRevision(Fault):
    code = "no_such_revision"
    en = "“{session}” has no revision {revision}; it has 1 to {last}."
    zh = "“{session}”没有修订版 {revision}；现有 1 到 {last}。"


class SessionChanged(Fault):
    code = "session_changed"
    en = "“{session}” was changed meanwhile: it is at revision {current}, not {expected}. Nothing was done; ask again."
    zh = "“{session}”在此期间已被修改：当前为修订版 {current}，而不是 {expected}。未做任何更改，请重试。"


class NothingToUndo(Fault):
    code = "nothing_to_undo"
    en = "There is nothing (more) to undo in “{session}”."
    zh = "“{session}”没有（更多）可撤销的操作。"


class NothingToRedo(Fault):
    code = "nothing_to_redo"
    en = "There is nothing (more) to redo in “{session}”."
    zh = "“{session}”没有（更多）可重做的操作。"


@dataclass(frozen=True)
class Revision:
    """One stored timeline, with the request and the edits that made it of its parent.

    `back` is where an undo of it leads, if not to the parent: to what was there before an earlier
    change was taken back.
    """

    session: str
    number: int
    parent: int | None
    timeline: Timeline
    request: str
    edits: tuple[Mapping[str, Any], ...]
    reply: str
    created: float
    back: int | None = None

    @property
    def before(self) -> int | None:
        """The revision that an undo leads to."""
        return self.parent if self.back is None else self.back

    @property
    def step(self) -> bool:
        """Whether leaving it is a step of undo; footage taken in is none."""
        return bool(self.edits) or self.back is not None


@dataclass(frozen=True)
class Turn:
    """One exchange: what was asked, the plan made of it, and the answer, at a revision."""

    request: str
    plan: Mapping[str, Any]
    reply: str
    revision: int
    created: float
    run: str | None = None


@dataclass(frozen=True)
class Output:
    """A file rendered from a revision, with its report."""

    revision: int
    path: str
    report: Mapping[str, Any]
    created: float


@dataclass(frozen=True)
class SessionInfo:
    """A line of the list of sessions."""

    name: str
    head: int
    revisions: int
    created: float
    updated: float


class Sessions:
    """The sessions of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def has(self, session: str) -> bool:
        return self._at(session) is not None

    def list(self) -> tuple[SessionInfo, ...]:
        """All sessions, the one worked on last first."""
        many = select(func.count()).where(revisions.c.session == sessions.c.name).scalar_subquery()
        query = select(sessions, many.label("revisions")).order_by(sessions.c.updated.desc(), sessions.c.name)
        return tuple(SessionInfo(**row) for row in self.database.rows(query))

    def head(self, session: str) -> Revision:
        """The present revision. Raises `NoSuchSession`."""
        at = (revisions.c.session == sessions.c.name) & (revisions.c.number == sessions.c.head)
        row = self.database.row(select(revisions).join(sessions, at).where(sessions.c.name == session))
        if row is None:
            raise self._unknown(session)
        return _revision(row)

    def revision(self, session: str, number: int) -> Revision:
        """A revision by number. Raises `NoSuchSession` or `NoSuchRevision`."""
        own = revisions.c.session == session
        row = self.database.row(select(revisions).where(own, revisions.c.number == number))
        if row is None:
            self.head(session)
            raise NoSuchRevision(session=session, revision=number, last=self._last(session))
        return _revision(row)

    def history(self, session: str) -> tuple[Revision, ...]:
        """Every revision, oldest first. Raises `NoSuchSession`."""
        self.head(session)
        own = select(revisions).where(revisions.c.session == session)
        return tuple(_revision(row) for row in self.database.rows(own.order_by(revisions.c.number)))

    def line(self, session: str) -> tuple[Revision, ...]:
        """The revisions that led to the present one, oldest first: history without abandoned branches."""
        every = {revision.number: revision for revision in self.history(session)}
        line: list[Revision] = []
        at: int | None = self.head(session).number
        while at is not None:
            line.append(every[at])
            at = every[at].parent
        return tuple(reversed(line))

    def add(
        self,
        session: str,
        timeline: Timeline,
        *,
        parent: int | None,
        request: str = "",
        edits: Sequence[Mapping[str, Any]] = (),
        reply: str = "",
        by_hand: bool = False,
    ) -> Revision:
        """Store a revision and make it the present one, in one transaction.

        `parent` is the revision that was edited, None to begin the session; `by_hand`: it was changed
        by no edits that could be named, and is a step of undo all the same. Raises `SessionChanged`
        when the session is at another revision by now.
        """
        if not _NAME.fullmatch(session):
            raise BadSessionName(session=session)
        now = time.time()
        with self.database.change():
            current = self._held(session)
            if current != parent:
                raise SessionChanged(session=session, expected=parent or 0, current=current or 0)
            number = self._last(session) + 1
            back = parent if by_hand else None
            revision = Revision(session, number, parent, timeline, request, tuple(edits), reply, now, back)
            self._put(revision)
        return revision

    def regrow(self, session: str, base: int, revisions: Sequence[Revision], *, expected: int) -> Revision:
        """Make the line again from revision `base` on, of `revisions` with new numbers, in one
        transaction. What was there stays in the history, and an undo leads back to it. Raises
        `SessionChanged`."""
        with self.database.change():
            current = self._held(session)
            if current != expected:
                raise SessionChanged(session=session, expected=expected, current=current or 0)
            again, now = list(revisions), time.time()
            parent: int | None = base
            if not again:
                last = self.revision(session, base)
                again, parent = [last], last.parent
            for index, each in enumerate(again, start=1):
                number = self._last(session) + 1
                back = expected if index == len(again) else None
                self._put(replace(each, number=number, parent=parent, created=now, back=back))
                parent = number
        return self.head(session)

    def go(self, session: str, number: int) -> Revision:
        """Make any revision the present one. Raises `NoSuchRevision`."""
        with self.database.change():
            self._held(session)
            self.revision(session, number)
            return self._go(session, number)

    def undo(self, session: str, steps: int | None = 1) -> Revision:
        """Go back by edits, or (None) to the first revision. Footage taken in between is no step of
        its own. Raises `NothingToUndo` when there are not that many, and stays."""
        with self.database.change():
            self._held(session)
            start = at = self.head(session)
            undone = 0
            while (before := at.before) is not None and (steps is None or undone < steps):
                undone += at.step
                at = self.revision(session, before)
            if at is start or (steps is not None and 0 < undone < steps):
                raise NothingToUndo(session=session)
            return self._go(session, at.number)

    def redo(self, session: str, steps: int = 1) -> Revision:
        """Go on by edits, each time to the newest made of the one before. Raises `NothingToRedo`
        when there are not that many, and stays."""
        with self.database.change():
            self._held(session)
            at = self.head(session)
            while steps > 0:
                before = func.coalesce(revisions.c.back, revisions.c.parent)
                made = select(func.max(revisions.c.number).label("number")).where(
                    revisions.c.session == session, before == at.number
                )
                row = self.database.row(made)
                if row is None or row["number"] is None:
                    raise NothingToRedo(session=session)
                at = self.revision(session, row["number"])
                steps -= at.step
            return self._go(session, at.number)

    def remove(self, session: str) -> None:
        """Forget a session; media and rendered files stay. Raises `NoSuchSession`."""
        with self.database.change():
            if not self.has(session):
                raise self._unknown(session)
            self.database.run(delete(sessions).where(sessions.c.name == session))

    def say(
        self, session: str, request: str, plan: Mapping[str, Any], reply: str, run: str | None = None
    ) -> None:
        """Note an exchange, also one that changed nothing: the next request may answer it."""
        with self.database.change():
            at = self._held(session)
            if at is None:
                raise self._unknown(session)
            last = select(func.max(turns.c.number).label("number")).where(turns.c.session == session)
            found = self.database.row(last)
            number = (found["number"] if found and found["number"] else 0) + 1
            self.database.run(
                turns.insert().values(
                    session=session, number=number, request=request, plan=_json(plan), reply=reply,
                    revision=at, created=time.time(), run=run,
                )
            )  # fmt: skip

    def turns(self, session: str) -> tuple[Turn, ...]:
        """The exchanges so far, oldest first."""
        own = select(turns).where(turns.c.session == session).order_by(turns.c.number)
        return tuple(_turn(row) for row in self.database.rows(own))

    def turn_of(self, session: str, run: str) -> Turn | None:
        """The exchange that a run of a service was, if it has come to its end."""
        own = select(turns).where(turns.c.session == session, turns.c.run == run)
        row = self.database.row(own)
        return _turn(row) if row is not None else None

    def rendered(self, session: str, revision: int, path: str, report: Mapping[str, Any]) -> None:
        """Note a file that was rendered from a revision."""
        self.database.run(
            outputs.insert().values(
                session=session, revision=revision, path=path, report=_json(report), created=time.time()
            )
        )

    def outputs(self, session: str) -> tuple[Output, ...]:
        """The files rendered from a session, oldest first."""
        own = select(outputs).where(outputs.c.session == session).order_by(outputs.c.created)
        return tuple(
            Output(row["revision"], row["path"], json.loads(row["report"]), row["created"])
            for row in self.database.rows(own)
        )

    def _put(self, new: Revision) -> None:
        """Write a revision and point the session at it."""
        self.database.upsert(
            sessions,
            {"name": new.session, "head": new.number, "created": new.created, "updated": new.created},
            keep=("created",),
        )
        self.database.run(
            revisions.insert().values(
                session=new.session, number=new.number, parent=new.parent, timeline=save(new.timeline),
                request=new.request, edits=_json(list(new.edits)), reply=new.reply, created=new.created,
                back=new.back,
            )
        )  # fmt: skip

    def _at(self, session: str) -> int | None:
        row = self.database.row(select(sessions.c.head).where(sessions.c.name == session))
        return None if row is None else int(row["head"])

    def _held(self, session: str) -> int | None:
        """The number of the present revision, which nobody else changes until this change is through."""
        there = select(sessions.c.head).where(sessions.c.name == session)
        row = self.database.row(there.with_for_update())
        return None if row is None else int(row["head"])

    def _last(self, session: str) -> int:
        last = select(func.max(revisions.c.number).label("last")).where(revisions.c.session == session)
        row = self.database.row(last)
        return int(row["last"] or 0) if row is not None else 0

    def _go(self, session: str, number: int) -> Revision:
        there = update(sessions).where(sessions.c.name == session)
        self.database.run(there.values(head=number, updated=time.time()))
        return self.revision(session, number)

    def _unknown(self, session: str) -> NoSuchSession:
        have = ", ".join(info.name for info in self.list()) or "–"
        return NoSuchSession(session=session, have=have)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _revision(row: RowMapping) -> Revision:
    return Revision(
        session=row["session"],
        number=row["number"],
        parent=row["parent"],
        timeline=load(row["timeline"]),
        request=row["request"],
        edits=tuple(json.loads(row["edits"])),
        reply=row["reply"],
        created=row["created"],
        back=row["back"],
    )


def _turn(row: RowMapping) -> Turn:
    return Turn(
        request=row["request"],
        plan=json.loads(row["plan"]),
        reply=row["reply"],
        revision=row["revision"],
        created=row["created"],
        run=row["run"],
    )
