"""The use cases of a server: every request comes in here, and only here."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from workprint.adapters import draft
from workprint.jobs import Task, Worker
from workprint.model import MediaFile, Timeline
from workprint.ops import check
from workprint.planner import Action, Credits, summary
from workprint.store import Blobs, Database, Job, New, Queue
from workprint.studio import Edited, Studio, export_of

from .accounts import Accounts, Token
from .chat import Chat
from .config import Caller, Config
from .exports import Export, Exports
from .faults import ACCEPTED, BadRequest, NothingHere, UnsupportedFile
from .limits import Limits
from .projects import Project, Projects
from .runs import Run, Runs
from .state import state, video_info
from .uploads import Upload, Uploads


class Service:
    """One server over one data folder, or one of many over a shared database and store."""

    def __init__(self, config: Config) -> None:
        self.config = config
        config.data.mkdir(parents=True, exist_ok=True)
        address = config.database.get_secret_value() if config.database else None
        self.database = Database(address or config.data / "workprint.db")
        self.blobs = Blobs(config.data / "blobs", config.storage, config.storage_options)
        self.studio = Studio(config.data, database=self.database, blobs=self.blobs)
        self.queue = Queue(
            self.database,
            self._ended,
            config.longest_queue,
            config.longest_own_queue,
            config.stuck_minutes * 60,
        )
        self.accounts = Accounts(self.database, config)
        self.limits = Limits(self.database)
        self.projects = Projects(self.database)
        self.runs = Runs(self.database)
        self.uploads = Uploads(self.database, self.queue, self.blobs, self.studio, config)
        self.exports = Exports(self.database, self.queue, self.blobs, self.studio, config)
        answers = {
            "export": self._export_said,
            "preview": self._export_said,
            "credits": self._credits_said,
            "status": self._status_said,
            "upload": self._upload_said,
        }
        self.chat = Chat(self.studio, self.runs, self.projects, self.accounts, answers)
        self.tasks: Mapping[str, Task] = {
            "turn": self.chat.turn,
            "ingest": self.uploads.ingest,
            "export": self.exports.render,
            "piece": self.exports.segments,
        }
        self._ends: Mapping[str, Callable[[Job], None]] = {
            "turn": self._turn_ended,
            "ingest": self.uploads.ended,
            "export": self.exports.ended,
        }
        lanes = config.lanes if config.role != "api" else {}
        self.worker = Worker(self.queue, self.tasks, lanes, config.data / "workers")

    def start(self) -> None:
        """Begin to work on what is queued."""
        self.worker.start()

    def stop(self, patience: float = 10.0) -> None:
        """End: what is not done in time is given back to the queue."""
        self.worker.stop(patience)
        self.database.close()

    # Who is there

    def token(self, client: str, address: str) -> Token:
        """A new anonymous user. Raises `TooMany` where the tokens are counted."""
        if self.config.metered:
            seconds = int(self.config.token_days * 24 * 3600)
            self.limits.count(f"token:client:{client}", self.config.tokens_per_client, seconds, "tokens")
            self.limits.count(f"token:address:{address}", self.config.tokens_per_address, seconds, "tokens")
        return self.accounts.new(client, address)

    def caller(self, token: str, address: str, skill: str = "") -> Caller:
        """Who that is. Raises `BadToken` or `TooMany`."""
        caller = self.accounts.caller(token, address, skill)
        self.limits.count(f"requests:{caller.user}", self.config.requests_per_minute, 60, "requests")
        return caller

    def claim(self, caller: Caller, session: str) -> tuple[str, int]:
        """A token that opens one session in the web page."""
        self.projects.get(caller, session)
        return self.accounts.claim(caller.user, session)

    def credits(self, caller: Caller) -> Credits:
        return self.accounts.balance(caller.user)

    # Sessions

    def begin(self, caller: Caller, name: str, language: str) -> Project:
        return self.projects.new(caller.user, name, language)

    def state(self, caller: Caller, session: str) -> dict[str, Any]:
        """All that a client may know of a session."""
        project = self.projects.get(caller, session)
        head = self.studio.head(session)
        renders = [self.rendered(each) for each in self.exports.of_session(session)]
        return state(project, head.timeline, head.number, renders)

    # Messages

    def say(self, caller: Caller, session: str, text: str) -> Run:
        """A message to a session: it is done whether or not anyone stays to hear. Raises what there is
        against it."""
        project = self.projects.get(caller, session)
        if not text.strip():
            raise BadRequest(reason="new_message.parts[].text")
        with self.database.change():
            run = self.runs.new(session, caller.user, text, project.language)
            job = f"turn_{run.id}"
            self.accounts.hold(caller.user, self.config.edit_price, job)
            alone = f"session:{session}"
            self.queue.put(New("turn", {"run": run.id}, caller.user, session, "light", alone, id=job))
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
        self.queue.cancel(f"turn_{found.id}")
        self.worker.cancelled(f"turn_{found.id}")
        return found

    # Files

    def receive(self, caller: Caller, session: str, name: str, size: int | None = None) -> Upload:
        """Begin to receive a file."""
        self.projects.get(caller, session)
        return self.uploads.begin(caller.user, session, name, size)

    def take(self, upload: Upload, sha256: str) -> Job:
        """A file has come; it is put into its session by a job."""
        job = self.uploads.take(upload, sha256)
        self.worker.wake()
        return job

    def file(self, caller: Caller, upload: str) -> dict[str, Any]:
        """A file as the protocol describes it. Raises `UnsupportedFile` for one that cannot be used."""
        found = self.uploads.get(caller.user, upload)
        told = {"upload_id": found.id, "state": found.state, "received": found.received}
        if found.state == "failed":
            raise UnsupportedFile(name=found.name, found=told_reason(found), accepted=", ".join(ACCEPTED))
        if found.state != "ready":
            return {"filename": found.name, **told}
        url = f"{self.config.base_url}/v1/files/{found.id}"
        return {**video_info(MediaFile.model_validate(found.info)), "cdn_url": url, **told}

    # Exports

    def export(self, caller: Caller, body: Mapping[str, Any]) -> Export:
        """Begin an export, or find the one of that name. The draft given is rendered, without one the
        film as it is. Raises `DraftFaults` with all that is wrong in the draft."""
        session = str(body.get("sessionId") or body.get("session_id") or "")
        self.projects.get(caller, session)
        film = self._film(session, body.get("draft"))
        output = body.get("output") or {}
        if not isinstance(output, Mapping):
            raise BadRequest(reason="output")
        name = str(body.get("id") or f"render_{time.time_ns() // 1_000_000}")[:120]
        asked = [body.get("draft"), output]
        export = self.exports.begin(caller.user, name, session, film, output, asked)
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
        self.queue.cancel(export.job.id)
        self.worker.cancelled(export.job.id)
        return self.exports.get(caller.user, name)

    def rendered(self, export: Export) -> dict[str, Any]:
        """An export as the protocol describes it."""
        job = export.job
        told: dict[str, Any] = {
            "id": export.id,
            "taskId": job.id,
            "sessionId": export.session,
            "status": export.status,
            "progress": round(100 * job.progress),
            "stage": job.note,
            "ahead": self.queue.ahead(job) if job.state == "queued" else 0,
            "error": job.error,
        }
        if job.result:
            url = f"{self.config.base_url}/api/render/proxy/{export.id}/download"
            told["output"] = {"url": url, "duration": job.result["duration"], "size": job.result["size"]}
            told["outputUrl"] = url
        return told

    def _film(self, session: str, given: Any) -> Timeline:
        """The film a client wants rendered. Its media are those of the session, whatever it says."""
        head = self.studio.head(session).timeline
        if not given:
            return head
        timeline = draft.read(given if isinstance(given, str) else dict(given), check)
        own = {media.id: media for media in head.media}
        media = tuple(own[each.id] for each in timeline.media if each.id in own)
        return timeline.model_copy(update={"media": media})

    # What is said of requests that are no edits

    def _export_said(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        wanted = export_of(done.plan, done.revision.timeline)
        assert wanted is not None
        how = wanted.options
        output = {"format": how.format or "mp4", "quality": how.quality, "size": how.size}
        name = f"render_{run.id.removeprefix('run_')}"
        export = self.exports.begin(run.user, name, run.session, wanted.timeline, output, output)
        self.worker.wake()
        said = {
            "en": f"The export has begun: {export.id}. It goes on by itself; ask for the status at any time.",
            "zh": f"导出已开始：{export.id}。它会自行完成，可随时查询状态。",
        }
        return said[done.plan.lang or "en"], self.rendered(export)

    def _credits_said(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        return "", self.accounts.balance(run.user).model_dump()

    def _status_said(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        return "", {"summary": summary(done.revision.timeline, done.plan.lang)}

    def _upload_said(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        path = f"/api/upload-video/nemo_agent/me/{run.session}"
        return "", {"url": self.config.base_url + path, "method": "POST", "field": "files"}

    # The ends of jobs, each inside the transaction that ends it

    def _ended(self, job: Job) -> None:
        end = self._ends.get(job.kind)
        if end is not None:
            end(job)

    def _turn_ended(self, job: Job) -> None:
        self.chat.ended(job)
        self.accounts.settle(job, spent=bool(job.result and job.result.get("changed")))


def told_reason(upload: Upload) -> str:
    """Why a file could not be taken in, in brackets."""
    said = upload.info.get("en", "")
    return f" ({said})" if said else ""
