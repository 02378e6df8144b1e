"""A message to a session: done as a job of its own, told as events in the form of Google ADK."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workprint.base import Fault, Lang, Text
from workprint.jobs import Work
from workprint.planner import Action
from workprint.store import Job
from workprint.studio import Edited, Studio

from .accounts import Accounts
from .projects import Projects
from .runs import Run, Runs

AUTHOR = "nemo_agent"

Answer = Callable[[Run, Edited, Action], tuple[str, Mapping[str, Any]]]
"""Does an action that is no edit (an export, the credits); what to say of it, and its figures."""

STOPPED: Text = {"en": "Stopped. Nothing was changed.", "zh": "已停止，未做任何更改。"}


class Chat:
    """Carries messages out. `answers` does what is no edit, by the name of the action."""

    def __init__(
        self,
        studio: Studio,
        runs: Runs,
        projects: Projects,
        accounts: Accounts,
        answers: Mapping[str, Answer],
    ) -> None:
        self.studio = studio
        self.runs = runs
        self.projects = projects
        self.accounts = accounts
        self.answers = answers

    def turn(self, work: Work) -> Mapping[str, Any]:
        """The job of a message. Begun again after a crash it changes nothing twice and says nothing
        twice. Its result says whether the film was changed."""
        run = self.runs.find(work.job.payload["run"])
        assert run is not None
        teller = Teller(self.runs, run)
        self.runs.begin(run.id)
        try:
            done = self.studio.edit(
                run.text,
                session=run.session,
                lang=_lang(run.language),
                credits=self.accounts.credits(run.user),
                run=run.id,
                tell=lambda share: work.tell(share),
                cancel=work.cancel,
            )
        except Fault as fault:
            if fault.code == "cancelled":
                raise
            teller.say(fault.say(run.language or "en"), last=True)
            return {"changed": False, "fault": fault.code}
        said = self._told(teller, run, done)
        teller.say("\n".join(filter(None, said)), last=True)
        self.projects.touch(run.session)
        return {"changed": done.changed}

    def ended(self, job: Job) -> None:
        """The job of a message is over, however: so is the run, and whoever reads on is told so."""
        run = self.runs.find(job.payload["run"])
        if run is None or run.ended:
            return
        if job.state != "done":
            error = STOPPED if job.state == "cancelled" else job.error or {}
            said = error.get(run.language or "en") or error.get("en", "")
            self.runs.append(run.id, event(run, [{"text": said}], last=True))
        states = {"done": "done", "cancelled": "aborted"}
        self.runs.end(run.id, states.get(job.state, "failed"))

    def _told(self, teller: Teller, run: Run, done: Edited) -> Sequence[str]:
        """What was done, call by call; the sentences about it."""
        for edit in done.plan.edits:
            teller.call(edit.op, edit.params, {"status": "ok"})
        said = [done.reply]
        for action in done.plan.actions:
            answer = self.answers.get(action.action)
            if answer is None:
                continue
            text, figures = answer(run, done, action)
            teller.call(action.action, action.params, figures)
            said.append(text)
        return said


class Teller:
    """Tells the events of a run in order. One that was told before a crash is not told again."""

    def __init__(self, runs: Runs, run: Run) -> None:
        self.runs = runs
        self.run = run
        self._told = runs.last(run.id)
        self._at = 0

    def say(self, text: str, last: bool = False) -> None:
        """A sentence for the user; the `last` one ends the turn."""
        self._put(lambda: event(self.run, [{"text": text}], last=last))

    def call(self, name: str, args: Mapping[str, Any], response: Mapping[str, Any]) -> None:
        """Something that was done, and what came of it."""
        call = f"call-{self._at + 1}"
        self._put(lambda: event(self.run, [{"functionCall": {"id": call, "args": args, "name": name}}]))
        result = {"functionResponse": {"id": call, "name": name, "response": response}}
        self._put(lambda: event(self.run, [result], role="user"))

    def _put(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self._at += 1
        if self._at > self._told:
            self.runs.append(self.run.id, make())


def event(
    run: Run, parts: Sequence[Mapping[str, Any]], *, role: str = "model", last: bool = False
) -> dict[str, Any]:
    """One event as ADK's `/run_sse` has it."""
    more = {"turnComplete": True} if last else {}
    return {
        "content": {"parts": list(parts), "role": role},
        **more,
        "invocationId": f"e-{run.id.removeprefix('run_')}",
        "author": AUTHOR,
        "actions": {
            "stateDelta": {},
            "artifactDelta": {},
            "requestedAuthConfigs": {},
            "requestedToolConfirmations": {},
        },
        "id": str(uuid.uuid4()),
        "timestamp": round(time.time(), 6),
    }


def _lang(language: str) -> Lang:
    """The language to answer in: that of the message, unless the session has one."""
    return "zh" if language.startswith("zh") else "en" if language.startswith("en") else ""
