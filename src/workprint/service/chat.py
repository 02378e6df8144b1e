"""A message to a session: done as a job of its own, whoever listens, one after another in a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workprint.base import Fault, Text
from workprint.ffmpeg import Cancelled
from workprint.jobs import Work, hindered
from workprint.planner import Action, Plan, Render, Situation, summary
from workprint.store import Job, LeaseLost, New, Queue, SessionChanged
from workprint.studio import Edited, Studio

from .accounts import Accounts
from .config import Config
from .faults import BadRequest, SessionBusy
from .plans import not_too_long
from .projects import Project, Projects
from .runs import Run, Runs
from .telling import Teller

Answer = Callable[[Run, Edited, Action], tuple[str, Mapping[str, Any]]]
"""Does an action that is no edit (an export, the credits); what to say of it, and its figures."""

TRIES = 3
"""How often a message is understood anew because the film was changed meanwhile."""
LONGEST = 20_000
"""Letters of a message."""
BUSY_SECONDS = 30

STOPPED: Text = {"en": "Stopped. Nothing was changed.", "zh": "已停止，未做任何更改。"}
AFTERWARDS: Text = {
    "en": "It was stopped after that; whatever else was asked for was not done.",
    "zh": "此后已停止，其余请求未执行。",
}
BEHIND: Text = {
    "en": "This waits its turn; earlier messages of the session that are not done yet: {ahead}.",
    "zh": "此消息正在排队；该会话中尚未完成的较早消息：{ahead} 条。",
}
BUSY: Text = {
    "en": "This waits until there is room for it; it begins by itself.",
    "zh": "此消息正在等待处理，稍后会自动开始。",
}
LOOKING: Text = {"en": "Looking into the footage", "zh": "正在分析素材"}


class Chat:
    """Takes messages and carries them out. `answers` does what is no edit, by the name of the action;
    `renders` tells what was exported of a session."""

    def __init__(
        self,
        config: Config,
        studio: Studio,
        queue: Queue,
        runs: Runs,
        projects: Projects,
        accounts: Accounts,
        answers: Mapping[str, Answer],
        renders: Callable[[str], Sequence[Render]],
    ) -> None:
        self.config = config
        self.studio = studio
        self.queue = queue
        self.runs = runs
        self.projects = projects
        self.accounts = accounts
        self.answers = answers
        self.renders = renders

    def say(self, user: str, project: Project, text: str) -> Run:
        """Take a message; it is done in its turn. Raises `BadRequest`, `SessionBusy` if too many wait
        already, `OutOfCredits`, `QueueFull`; then nothing was begun."""
        _readable(text)
        session = project.session
        price = self.config.edit_price if self._edits(user, session, text) else 0
        with self.runs.database.change():
            waiting = [run for run in self.runs.pending(session) if run.state == "waiting"]
            if len(waiting) >= self.config.waiting_messages:
                raise SessionBusy(waiting=len(waiting), seconds=BUSY_SECONDS)
            run = self.runs.new(session, user, text, project.language)
            self.accounts.hold(user, price, run.job)
            alone = f"session:{session}"
            self.queue.put(New("turn", {"run": run.id}, user, session, "light", alone, id=run.job))
        return run

    def waits(self, run: Run) -> None:
        """Tell whoever listens that a message has not begun yet, and why."""
        ahead = self.runs.ahead(run)
        Teller(self.runs, run, self.config.data).waits(
            (BEHIND if ahead else BUSY)[run.lang].format(ahead=ahead)
        )

    def turn(self, work: Work) -> Mapping[str, Any]:
        """The job of a message: what was changed, and the last words, which are told as the job ends.
        Begun again after a crash it changes nothing twice and says nothing twice."""
        run = self.runs.find(work.job.payload["run"])
        if run is None or run.ended:
            # Its session is gone, or it was given up and its user has been told so.
            return {"changed": False, "said": ""}
        self.runs.begin(run.id)
        try:
            done = self._edited(work, run)
            said = self._told(work, run, done)
        except Fault as fault:
            if _passes_on(work, fault):
                raise
            return {"changed": False, "said": fault.say(run.lang), "fault": fault.code}
        self.projects.touch(run.session)
        text = "\n".join(filter(None, said)) or summary(done.revision.timeline, run.lang)
        return {"changed": done.changed, "said": text}

    def ended(self, job: Job) -> None:
        """The job of a message is over, however: its last words are told, the run ends, and what was held
        for it is spent or given back; all that in the transaction that ends the job."""
        run = self.runs.find(job.payload["run"])
        done = self.studio.kept.turn_of(run.session, run.id) if run is not None else None
        self.accounts.settle(job, spent=done is not None and bool(done.plan["edits"]))
        if run is None or run.ended:
            return
        teller = Teller(self.runs, run, self.config.data)
        error = job.error or {}
        if job.state == "done":
            said = job.result["said"]
        elif done is not None:
            said = f"{done.reply}\n{AFTERWARDS[run.lang]}"
        elif job.state == "cancelled":
            said = STOPPED[run.lang]
        else:
            said = str(error.get(run.lang) or error.get("en", ""))
        teller.last(said, {"revision": done.revision} if done is not None else {})
        if job.state in ("failed", "dead"):
            teller.broke(str(error.get("code", "internal")), said)
        states = {"done": "done", "cancelled": "aborted"}
        self.runs.end(run.id, states.get(job.state, "failed"))

    def _edits(self, user: str, session: str, text: str) -> bool:
        """Whether a message may change the film, as far as can be seen before it is its turn. One that
        turns out to do so has its credits held then. A request for an export, the credits, the status or
        an upload, in words, does not change it."""
        if not self.config.metered:
            return True
        film = self.studio.head(session).timeline
        situation = Situation(timeline=film, credits=self.accounts.credits(user))
        try:
            plan = self.studio.plan(text, situation=situation).plan
        except Fault:
            return True
        return bool(plan.edits or plan.needs or not plan.actions)

    def _edited(self, work: Work, run: Run) -> Edited:
        """Do what is asked; understood anew if someone else changed the film while it was planned."""
        tries = 0
        while True:
            tries += 1
            try:
                return self.studio.edit(
                    run.text,
                    session=run.session,
                    lang=run.lang if run.language else "",
                    credits=self.accounts.credits(run.user),
                    renders=self.renders(run.session),
                    run=run.id,
                    tell=lambda share: work.tell(share, LOOKING),
                    cancel=work.cancel,
                    gate=lambda plan: self._may(work, run, plan),
                )
            except SessionChanged:
                if tries == TRIES:
                    raise

    def _may(self, work: Work, run: Run, plan: Plan) -> None:
        """Asked inside the transaction that changes the film: the message is still in this worker's
        hands, nobody has stopped it, and it is paid for."""
        still = self.queue.renew(work.owner, [work.job.id])
        if work.job.id not in still:
            raise LeaseLost(job=work.job.id)
        if still[work.job.id] or work.cancel.is_set():
            raise Cancelled()
        if plan.edits:
            not_too_long(plan.timeline, self.config.max_duration)
            self.accounts.hold(run.user, self.config.edit_price, run.job)

    def _told(self, work: Work, run: Run, done: Edited) -> Sequence[str]:
        """Tell what was done, call by call, and do what is no edit; the sentences about it all."""
        teller = Teller(self.runs, run, self.config.data)
        for number, edit in enumerate(done.plan.edits, 1):
            teller.call(f"edit-{number}", edit.op, edit.params, {"status": "ok"})
        said = [done.reply]
        for number, action in enumerate(done.plan.actions, 1):
            text, figures = self._answered(work, run, done, action)
            teller.call(f"action-{number}", action.action, action.params, figures)
            said.append(text)
        return said

    def _answered(self, work: Work, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        """Do an action; what to say of it. One that cannot be done says why, and the rest goes on."""
        answer = self.answers.get(action.action)
        if answer is None:
            return "", {"status": "ok", "revision": done.revision.number}
        try:
            return answer(run, done, action)
        except Fault as fault:
            if _passes_on(work, fault):
                raise
            return fault.say(run.lang), {"status": "error", "code": fault.code}


def _passes_on(work: Work, fault: Fault) -> bool:
    """Whether a fault is the worker's business: the message was stopped or taken over, or the
    surroundings are in trouble and it is begun again a little later."""
    gone = isinstance(fault, LeaseLost) or fault.code == Cancelled.code
    return gone or hindered(fault, work.job.attempts)


def _readable(text: str) -> None:
    """Raises `BadRequest` for a message that cannot be one."""
    where = "new_message.parts[].text"
    if not text.strip():
        raise BadRequest(reason=where)
    if len(text) > LONGEST:
        raise BadRequest(reason=f"{where} > {LONGEST}")
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadRequest(reason=f"{where}: U+0000, U+D800–U+DFFF")
