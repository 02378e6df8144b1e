"""What messages that are no edits come to: an export, the credits, the status, an upload."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workprint.base import Text
from workprint.planner import Action, Render, summary
from workprint.studio import FORMS, Edited, export_of, subtitles

from .accounts import Accounts
from .chat import Answer
from .config import Config
from .exports import Export, Exports
from .runs import Run

BEGUN: Text = {
    "en": "The export has begun: {id}. It goes on by itself; ask for the status at any time.",
    "zh": "导出已开始：{id}。它会自行完成，可随时查询状态。",
}
LIMIT: Text = {
    "en": " Whether it stays under {most:g} MB is seen when it is done; “export in 720p” makes a smaller file.",
    "zh": "是否小于 {most:g} MB 要等完成后才知道；说“导出720p”可得到更小的文件。",
}
STOPPED: Text = {"en": "Stopped: {id}.", "zh": "已停止：{id}。"}
NOTHING_RUNS: Text = {
    "en": "No export of this session is being made.",
    "zh": "该会话当前没有正在进行的导出。",
}
SEND: Text = {
    "en": "Files are sent as multipart/form-data, field “files”, by POST to {url}.",
    "zh": "请通过 POST 将文件以 multipart/form-data（字段“files”）发送至 {url}。",
}
HERE: Text = {
    "en": "It is the “text” of this answer; an export has it as “output.subtitles”.",
    "zh": "内容见本次回应的“text”；每次导出的“output.subtitles”中也有。",
}
UNMETERED: Text = {"en": "Nothing costs credits on this server.", "zh": "此服务器不消耗积分。"}


class Answers:
    """Does what is no edit. `rendered` describes an export, `stop` stops one, `wake` says that something
    was queued."""

    def __init__(
        self,
        config: Config,
        exports: Exports,
        accounts: Accounts,
        rendered: Callable[[Export, str], dict[str, Any]],
        stop: Callable[[Export], None],
        wake: Callable[[], None],
    ) -> None:
        self.config = config
        self.exports = exports
        self.accounts = accounts
        self.rendered = rendered
        self.stop = stop
        self.wake = wake

    @property
    def by_action(self) -> Mapping[str, Answer]:
        """Who answers, by the name of the action."""
        return {
            "export": self._export,
            "preview": self._export,
            "cancel": self._cancel,
            "renders": self._renders,
            "credits": self._credits,
            "status": self._status,
            "upload": self._upload,
            "subtitles": self._subtitles,
        }

    def renders(self, session: str) -> Sequence[Render]:
        """What was exported of a session, as the planner knows it."""
        found = [self.rendered(each, "en") for each in self.exports.of_session(session)]
        return [
            Render(id=each["id"], name=each["id"], status=each["status"], url=each.get("outputUrl", ""))
            for each in found
        ]

    def _export(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        wanted = export_of(done.plan, done.revision.timeline)
        assert wanted is not None
        how = wanted.options
        output = {"format": how.format or "mp4", "quality": how.quality, "size": how.size}
        name = f"render_{run.id.removeprefix('run_')}"
        export = self.exports.begin(
            run.user, name, run.session, wanted.timeline, output, output, wanted.preview
        )
        self.wake()
        said = BEGUN[run.lang].format(id=export.id)
        if wanted.max_bytes:
            said += LIMIT[run.lang].format(most=wanted.max_bytes / 1_000_000)
        return said, self.rendered(export, run.lang)

    def _cancel(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        going = [each for each in self.exports.of_session(run.session) if not each.job.ended]
        for each in going:
            self.stop(each)
        if not going:
            return NOTHING_RUNS[run.lang], {"stopped": []}
        names = [each.id for each in going]
        return STOPPED[run.lang].format(id=", ".join(names)), {"stopped": names}

    def _renders(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        found = self.exports.of_session(run.session)
        return "", {"renders": [self.rendered(each, run.lang) for each in found]}

    def _subtitles(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        form = next((each for each in FORMS if each == action.params.get("format")), FORMS[0])
        text = subtitles(done.revision.timeline, form)
        return HERE[run.lang], {"format": form, "text": text}

    def _credits(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        balance = self.accounts.balance(run.user).model_dump()
        return "" if self.config.metered else UNMETERED[run.lang], balance

    def _status(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        film = done.revision.timeline
        # Clients know the summary in this one form, whatever the language.
        return "", {"summary": summary(film), "revision": done.revision.number}

    def _upload(self, run: Run, done: Edited, action: Action) -> tuple[str, Mapping[str, Any]]:
        url = f"{self.config.base_url}/api/upload-video/nemo_agent/me/{run.session}"
        return SEND[run.lang].format(url=url), {"url": url, "method": "POST", "field": "files"}
