"""The use cases of a server: every request comes in here, and only here."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from workprint.base import Text, digest
from workprint.jobs import Task, Worker
from workprint.planner import Credits
from workprint.store import Blobs, Database, Job, Queue, Revision
from workprint.studio import Parts, Studio

from .accounts import Accounts, Token
from .answers import Answers
from .chat import Chat
from .config import Caller, Config
from .desk import Desk
from .drafts import Drafts
from .exports import Export, Exports
from .faults import BadRequest, NothingHere, NotYourTask, SessionUnknown
from .filing import Filing
from .guarded import Guarded, hidden
from .housekeeping import Housekeeping, Rounds
from .keeping import keep
from .limits import Limits, is_here, place_of
from .links import RENDER, links_of
from .logs import note
from .metrics import Metrics
from .plans import Plans
from .projects import Project, Projects
from .readiness import Readiness
from .runs import Run, Runs
from .state import state
from .uploads import Uploads

CANCELLED: Text = {"en": "The export was stopped.", "zh": "导出已停止。"}


class Service:
    """One server over one data folder, or one of many over a shared database and store."""

    def __init__(self, config: Config, parts: Parts | None = None) -> None:
        """`parts`: what the studio works with, if not the usual."""
        self.config = config
        config.data.mkdir(parents=True, exist_ok=True)
        address = config.database.get_secret_value() if config.database else None
        self.database = Database(address or config.data / "workprint.db")
        self.blobs = Blobs(config.data / "blobs", config.storage, config.storage_options)
        self.guarded = None if parts else Guarded(config.sandbox, config.engine())
        self.studio = Studio(
            config.data,
            parts or self.guarded,
            database=self.database,
            blobs=self.blobs,
            voices=config.voices(),
        )
        self.studio.voicing.kept = partial(keep, self.database)
        self.queue = Queue(
            self.database,
            self._ended,
            config.longest_queue,
            config.longest_own_queue,
            config.stuck_minutes * 60,
        )
        self.accounts = Accounts(self.database, config)
        self.limits = Limits(self.database)
        self.projects = Projects(self.database, config.max_sessions)
        self.drafts = Drafts(self.studio, config.max_duration)
        self.desk = Desk(config, self.studio, self.projects)
        self.runs = Runs(self.database)
        self.uploads = Uploads(self.database, self.queue, self.blobs, self.studio, config)
        plans = Plans(self.accounts, config)
        self.exports = Exports(self.database, self.queue, self.blobs, self.studio, plans, config)
        self.housekeeping = Housekeeping(self.database, self.queue, self.blobs, self.projects, config)
        self.rounds = Rounds(self.queue, config.tidy_hours, self.blobs, config.local_copies)
        self.links = links_of(config)
        answers = Answers(config, self.exports, self.accounts, self.rendered, self._stop, self._wake)
        self.chat = Chat(
            config,
            self.studio,
            self.queue,
            self.runs,
            self.projects,
            self.accounts,
            answers.by_action,
            answers.renders,
        )
        self.tasks: Mapping[str, Task] = {
            "turn": self.chat.turn,
            "ingest": self.uploads.ingest,
            "fetch": self.uploads.fetch,
            "export": self.exports.render,
            "preview": self.exports.render,
            "piece": self.exports.segments,
            "tidy": self.housekeeping.tidy,
        }
        self._ends: Mapping[str, Callable[[Job], None]] = {
            "turn": self.chat.ended,
            "ingest": self.uploads.ended,
            "fetch": self.uploads.ended,
            "export": self.exports.ended,
            "preview": self.exports.ended,
        }
        self.metrics = Metrics(self.queue, config.data)
        self.readiness = Readiness(self.database, self.blobs, config.data, config.min_free)
        lanes = config.lanes if config.role != "api" else {}
        watched = {kind: self.metrics.watched(task) for kind, task in self.tasks.items()}
        self.worker = Worker(self.queue, watched, lanes, config.data / "workers")
        self.files = Filing(self)

    def start(self) -> None:
        """Begin to work on what is queued."""
        self.worker.start()
        if self.worker.lanes:
            self.rounds.start()

    def drain(self) -> None:
        """Take up no more work, and say to whoever asks that this server is being stopped."""
        self.readiness.stopping.set()
        self.rounds.stop()
        self.worker.drain()

    def stop(self, patience: float | None = None) -> None:
        """End: what is not done in time is given back to the queue."""
        self.drain()
        self.worker.stop(self.config.patience if patience is None else patience)
        if self.guarded is not None:
            self.guarded.close()
        self.database.close()

    # Who is there

    def token(self, client: str, address: str) -> Token:
        """A new anonymous user. Raises `TooManyTokens` or `TooMany` where the tokens are counted."""
        self._counted(address)
        return self.accounts.new(client, place_of(address))

    def caller(self, token: str, address: str, skill: str = "") -> Caller:
        """Who that is. Raises `BadToken` or `TooMany`."""
        self._counted(address)
        caller = self.accounts.caller(token, address, skill)
        self.limits.count(f"requests:{caller.user}", self.config.requests_per_minute, 60)
        return caller

    def _counted(self, address: str) -> None:
        """One more request from an address, also with a token that is none."""
        if not is_here(address):
            self.limits.count(f"address:{place_of(address)}", self.config.requests_per_address, 60)

    def claim(self, caller: Caller, session: str | None, task: str | None) -> tuple[Project, str, int]:
        """A token that opens one session in the web page, named by itself or by its project; its
        seconds."""
        if session is None and task is None:
            raise BadRequest(reason="session_id")
        project = self.projects.get(caller, session) if session else self.projects.of_task(caller, task or "")
        if task and task != project.task:
            raise NotYourTask()
        return project, *self.accounts.claim(caller.user, project.session)

    def credits(self, caller: Caller) -> Credits:
        return self.accounts.balance(caller.user)

    # Sessions

    def begin(self, caller: Caller, name: str, language: str, session: str = "") -> Project:
        return self.projects.new(caller.user, name, language, session)

    def language(self, caller: Caller, session: str) -> str:
        """The language of a session of the caller; none of one that it does not have."""
        try:
            return self.projects.get(caller, session).language
        except SessionUnknown:
            return ""

    def end(self, caller: Caller, session: str) -> None:
        """Forget a session and its film; what is being done for it stops. Exports that are finished can
        be downloaded as before."""
        self.projects.get(caller, session)
        for kind in self.tasks:
            for job in self.queue.of_session(session, kind):
                if not job.ended:
                    self.queue.cancel(job.id)
                    self.worker.cancelled(job.id)
        self.projects.remove(session)

    def sessions(self, caller: Caller) -> list[Project]:
        """The sessions of the caller, the one used last first."""
        return self.projects.list(caller.user)

    def said(self, caller: Caller, session: str) -> tuple[Project, list[dict[str, Any]]]:
        """A session and all that was said in it, as events in order."""
        project = self.projects.get(caller, session)
        return project, self.runs.told(session)

    def film(self, caller: Caller, session: str) -> Revision:
        """The present film of a session."""
        self.projects.get(caller, session)
        return self.studio.head(session)

    def change(self, caller: Caller, session: str, given: Mapping[str, Any] | str, expected: int) -> Revision:
        """Make an edited draft the film. Raises `DraftConflict` with the present one if that is no more
        the one that was edited, and `DraftFaults` with all that is wrong."""
        self.projects.get(caller, session)
        changed = self.drafts.put(session, given, expected)
        self.projects.touch(session)
        return changed

    def state(self, caller: Caller, session: str) -> dict[str, Any]:
        """All that a client may know of a session. Who may only look at it gets no links to its files."""
        project = self.projects.get(caller, session)
        head = self.studio.head(session)
        lang = _lang(project.language)
        renders = [self.rendered(each, lang) for each in self.exports.of_session(session)]
        told = state(project, head.timeline, head.number, renders)
        if caller.scope == "claim":
            for each in renders:
                each.pop("output", None)
                each.pop("outputUrl", None)
            return told
        links = self.files.links(session)
        for info in told["state"]["video_infos"]:
            info |= {"cdn_url": links[info["hash"]]} if info["hash"] in links else {}
        return told

    # Messages

    def say(self, caller: Caller, session: str, text: str) -> Run:
        """A message to a session: it is done whether or not anyone stays to hear. Raises what there is
        against it."""
        run = self.chat.say(caller.user, self.projects.get(caller, session), text)
        note(session=session, run=run.id, job=run.job)
        self.worker.wake()
        return run

    def run(self, caller: Caller, session: str, run: str) -> Run:
        """A message of a session. Raises `NothingHere`."""
        self.projects.get(caller, session)
        found = self.runs.find(run)
        if found is None or found.session != session:
            raise NothingHere()
        return found

    def abort(self, caller: Caller, session: str, run: str) -> Run:
        """Stop a message that waits or is being done; what it has not done it does not do."""
        found = self.run(caller, session, run)
        self.queue.cancel(found.job)
        self.worker.cancelled(found.job)
        return self.run(caller, session, run)

    def runs_of(self, caller: Caller, session: str) -> list[Run]:
        """The messages of a session, oldest first."""
        self.projects.get(caller, session)
        return self.runs.of_session(session)

    # Exports

    def export(
        self,
        caller: Caller,
        session: str,
        given: Mapping[str, Any] | str | None = None,
        output: Mapping[str, Any] | None = None,
        name: str | None = None,
    ) -> Export:
        """Begin an export, or find the one of that name. The draft given is rendered, without one the
        film as it is. Raises `Conflict`, and `DraftFaults` with all that is wrong in the draft."""
        self.projects.get(caller, session)
        output = output or {}
        name = name or f"render_{time.time_ns() // 1_000_000}"
        asked = [_same(given), output]
        known = self.exports.known(caller.user, name, session, asked)
        if known is not None:
            return known
        film = self.drafts.read(session, given) if given is not None else self.studio.head(session).timeline
        export = self.exports.begin(caller.user, name, session, film, output, asked)
        note(session=session, render=name, job=export.job.id)
        self.worker.wake()
        return export

    def exported(self, caller: Caller, name: str) -> Export:
        return self.exports.get(caller.user, name)

    def exports_of(self, caller: Caller, session: str) -> list[Export]:
        self.projects.get(caller, session)
        return self.exports.of_session(session)

    def cancel(self, caller: Caller, name: str) -> Export:
        """Stop an export; its processes are gone within a second."""
        export = self.exports.get(caller.user, name)
        self._stop(export)
        return self.exports.get(caller.user, name)

    def _stop(self, export: Export) -> None:
        self.queue.cancel(export.job.id)
        self.worker.cancelled(export.job.id)

    def _wake(self) -> None:
        self.worker.wake()

    def rendered(self, export: Export, lang: str = "en") -> dict[str, Any]:
        """An export as the protocol describes it; what went wrong is said in a language."""
        job = export.job
        told: dict[str, Any] = {
            "id": export.id,
            "taskId": job.id,
            "sessionId": export.session,
            "status": export.status,
            "progress": round(100 * job.progress),
            "stage": job.note,
            "ahead": self.queue.ahead(job) if job.state == "queued" else 0,
            "error": hidden(_sentence(job, lang), self.config.data),
            "secondsLeft": self.queue.waiting.left(job),
        }
        if job.result:
            path = f"{self.config.base_url}/api/render/proxy/{quote(export.id)}/download"
            url = self.links.sign(path, RENDER, job.id)
            told["output"] = {"url": url, "duration": job.result["duration"], "size": job.result["size"]}
            told["outputUrl"] = url
            if forms := job.result.get("subtitles"):
                told["output"]["subtitles"] = [{"format": f, "url": f"{url}&subtitles={f}"} for f in forms]
        return told

    # The ends of jobs, each inside the transaction that ends it

    def _ended(self, job: Job) -> None:
        end = self._ends.get(job.kind)
        if end is not None:
            end(job)


def _lang(language: str) -> str:
    return "zh" if language.lower().startswith("zh") else "en"


def _sentence(job: Job, lang: str) -> str | None:
    """Why a job did not come to its end."""
    if job.state == "cancelled":
        return CANCELLED[lang]
    if job.error is None:
        return None
    return str(job.error.get(lang) or job.error.get("en") or job.error.get("code"))


def _same(given: Mapping[str, Any] | str | None) -> Any:
    """A draft as an object or as JSON text is the same thing asked for."""
    try:
        found = json.loads(given) if isinstance(given, str) else given
        digest(found)
    except (ValueError, RecursionError):
        return given
    return found
