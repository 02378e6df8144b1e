"""The client: one conversation with a service, as an agent has it for its user."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import httpx

from workprint.base import Fault

from . import exporting, faults, telling
from .calling import Caller, find, plainly
from .exporting import Export, Pace
from .keeping import Kept
from .listening import LONGEST, SILENCE, Heard, Listener
from .routing import Route, route
from .sending import Told, send_file, send_url
from .wording import plain

T = TypeVar("T")

LOOKS = 5
"""How often the film is looked at, after a stream that broke off, before it is said that nothing came."""
SAYS = {
    "new": ("The former session is gone; a new one has begun.", "之前的会话已失效，已新建会话。"),
    "held": (
        "Nothing was exported, because nothing was changed; say “export” for the film as it is.",
        "因为没有改动，所以没有导出；说“导出”可导出现在的影片。",
    ),
    "silence": ("Still working ({minutes} min) …", "仍在处理（{minutes} 分钟）……"),
    "credits": (
        "Credits: {available} available, {frozen} held, {total} in all.",
        "积分：可用 {available}，冻结 {frozen}，总计 {total}。",
    ),
    "uploaded": ("Uploaded: {names}.", "已上传：{names}。"),
    "which": ("Name the file or the address to upload.", "请指定要上传的文件或地址。"),
    "exported": ("The film is here: {path} ({size} bytes).", "影片已保存：{path}（{size} 字节）。"),
    "offer": ("Say “export” to get the film as a file.", "说“导出”即可获得影片文件。"),
    "error": ("The service reports: {error}", "服务报告：{error}"),
}


@dataclass(frozen=True)
class Answer:
    """What came of a request. `text` is all that a user is told; `changed` says whether the film is
    another now, where that was looked at; `summary` is the track summary."""

    kind: str
    text: str
    changed: bool | None = None
    summary: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    export: Export | None = None


def _nothing(*_: Any) -> None:
    return None


class Client:
    """A conversation with a Workprint server, or with the hosted service that speaks the same.

    The address is `base`, else `NEMO_API_URL`, else that of a server on this machine. The set-up is quiet:
    an id of the client, a token and the last session are kept in the user's folder for settings, readable
    by the user alone, and no token is ever printed.

        with Client() as client:
            client.upload("talk.mp4")
            print(client.ask("cut the pauses").text)
            client.export("cut.mp4")

    `notice` is told sentences while something takes long or had to be begun anew. Whatever fails is raised
    as a `workprint.base.Fault` that can be said in English and Chinese.
    """

    def __init__(
        self,
        base: str | None = None,
        *,
        session: str | None = None,
        lang: str = "en",
        kept: Kept | None = None,
        http: httpx.Client | None = None,
        pace: Pace | None = None,
        notice: Callable[[str], None] = _nothing,
        sleep: Callable[[float], None] = time.sleep,
        silence: float = SILENCE,
        longest: float = LONGEST,
    ) -> None:
        self.caller = Caller(base, kept=kept, http=http, sleep=sleep)
        self.caller.speak(lang)
        self.lang = lang
        self.pace = pace or Pace.of(self.caller.local)
        self.notice = notice
        self.silence = silence
        self.longest = longest
        self._session = session or ""
        self._sent: list[str] = []
        self._run = ""

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. The session stays."""
        self.caller.http.close()

    # The session

    @property
    def session(self) -> str:
        """The session; one is begun where there is none yet."""
        return self._session or self.begin()

    def begin(self, name: str = "project") -> str:
        """Begin a new session, and keep it as the last one."""
        with plainly(self.caller.base):
            answer = self.caller.call(
                "POST",
                "/api/tasks/me/with-session/nemo_agent",
                json={"task_name": name, "language": self.lang},
            )
        found = find(answer, "session_id", "sessionId")
        if not isinstance(found, str) or not found:
            raise faults.Unreadable(base=self.caller.base, reason="session_id")
        self._session, self._sent = found, []
        self.caller.kept.keep(self.caller.base, session=found)
        return found

    def resume(self) -> str | None:
        """Go on with the last session of this service, where it is still there; its id."""
        last = str(self.caller.kept.of(self.caller.base).get("session", ""))
        if not last:
            return None
        try:
            with plainly(self.caller.base):
                self._state(last)
        except faults.SessionGone:
            return None
        self._session = last
        return last

    def state(self) -> dict[str, Any]:
        """All that the service tells of the session: `draft`, `video_infos` and so on."""
        with plainly(self.caller.base):
            return self._state(self.session)

    def draft(self) -> dict[str, Any]:
        """The film as a draft."""
        found = self.state().get("draft")
        return found if isinstance(found, dict) else {}

    def tracks(self) -> str:
        """The track summary: `Timeline (2 tracks): 1. Video: talk (0-10s) 2. …`"""
        return telling.summary(self.draft(), self.lang)

    def credits(self) -> dict[str, Any]:
        """`available`, `frozen` and `total`."""
        with plainly(self.caller.base):
            answer = self.caller.call("GET", "/api/credits/balance/simple")
        return {name: find(answer, name) or 0 for name in ("available", "frozen", "total")}

    # What goes there

    def upload(self, source: str | Path, told: Told = _nothing) -> list[dict[str, Any]]:
        """Send a file, or have the service fetch an address (http, https); what it says of the files.
        `told` is called with the bytes that have gone and all of them."""
        with plainly(self.caller.base):
            files = self._again(lambda session: self._send(session, str(source), told))
        self._sent.append(str(source))
        return files

    def ask(self, request: str, out: str | Path | None = None) -> Answer:
        """Do what a request says, and give what came of it as one answer."""
        came = list(self.answers(request, out))
        text = "\n".join(each.text for each in came)
        return replace(came[-1], text=text, changed=came[0].changed)

    def answers(self, request: str, out: str | Path | None = None) -> Iterator[Answer]:
        """Do what a request says. Exports, credits, the status and uploads never reach the editor; all
        else is a message to it. A message that ends in an export is followed by one, which is an answer
        of its own."""
        way = route(request)
        held = False
        if way.kind == "edit":
            done = self.say(way.text)
            held = way.then_export and not done.changed
            yield done
        if held:
            # It asks back, or could not do it: that film is not what was to be exported.
            yield Answer("edit", self._say("held"))
        elif way.kind == "export" or way.then_export:
            yield self._exported(way, out)
        elif way.kind == "credits":
            balance = self.credits()
            yield Answer("credits", self._say("credits", **balance), data=balance)
        elif way.kind == "status":
            tracks = self.tracks()
            names = self.caller.kept.exports(self.caller.base, self.session)
            yield Answer("status", tracks, summary=tracks, data={"exports": names})
        elif way.kind == "upload":
            yield self._uploaded(way)

    def say(self, text: str) -> Answer:
        """Send a message to the editor and read what comes of it. It is sent once: a stream that breaks
        off is taken up again, or the film is looked at. Where the service says nothing, or speaks of
        buttons, what changed is read from the film."""
        with plainly(self.caller.base):
            before = self._again(self._film)
            heard = self._again(lambda session: self._heard(session, text))
            if heard.error and not heard.text:
                raise faults.Refused(number=500, said=self._say("error", error=heard.error))
            # Only a service of ours names its runs, and it tells nobody to click.
            worded = plain(heard.text)
            said = heard.text if heard.run else worded.text
            if said and not heard.broken and (heard.run or not worded.show):
                after = self._film(self.session)
                return self._answered(said, before, after)
            after = self._settled(before, LOOKS if heard.broken else 2, bool(said))
        if heard.broken and not said and not telling.changed(before, after):
            raise faults.TurnUnknown()
        parts = [said or telling.difference(before, after, self.lang)]
        if not said or worded.show:
            parts.append(telling.summary(after, self.lang))
        if worded.export:
            parts.append(self._say("offer"))
        if worded.account and not worded.export:
            parts.append(self._say("credits", **self.credits()))
        return self._answered("\n".join(parts), before, after)

    def stop(self) -> bool:
        """Stop the message that is being worked on, where the service has a call for it; whether."""
        if not self._run or not self._session:
            return False
        try:
            with plainly(self.caller.base):
                self.caller.call("POST", f"/v1/sessions/{self._session}/runs/{self._run}/abort")
        except Fault:
            return False
        return True

    # What comes from there

    def export(
        self,
        out: str | Path | None = None,
        *,
        format: str | None = None,
        size: str | None = None,
        quality: str = "high",
        told: Callable[[Export], None] = _nothing,
    ) -> Export:
        """Export the film and download it; where, if nobody says, is a free name here. Raises
        `NothingToExport`, `ExportFailed`, and `StillRendering`, whose id is fetched later."""
        with plainly(self.caller.base):
            draft = self._film(self.session)
            if not telling.ready(draft):
                raise faults.NothingToExport()
            wanted = format or (Path(out).suffix.lstrip(".") if out else "") or "mp4"
            output = {"format": wanted, "quality": quality, **({"size": size} if size else {})}
            begun = exporting.begin(self.caller, self.session, draft, output)
            done = exporting.follow(self.caller, begun, self.pace, told)
            return self._fetched(done, out, wanted)

    def exports(self) -> list[Export]:
        """The exports of the session, oldest first: as the service lists them, else those begun here."""
        with plainly(self.caller.base):
            try:
                answer = self.caller.call("GET", f"/api/render/proxy/sessions/{self.session}")
                listed = answer.get("data")
                if isinstance(listed, list):
                    return [exporting.read(each, str(each.get("id", ""))) for each in listed]
            except faults.Refused:
                # The hosted service has no such list.
                pass
            names = self.caller.kept.exports(self.caller.base, self.session)
            return [exporting.look(self.caller, each) for each in names]

    def fetch(
        self, name: str, out: str | Path | None = None, told: Callable[[Export], None] = _nothing
    ) -> Export:
        """Wait for an export that was begun earlier, by its id, and download it."""
        with plainly(self.caller.base):
            done = exporting.follow(self.caller, exporting.look(self.caller, name), self.pace, told)
            link = Path(done.url.partition("?")[0]).suffix.lstrip(".")
            return self._fetched(done, out, link or "mp4")

    # Inside

    def _state(self, session: str) -> dict[str, Any]:
        answer = self.caller.call("GET", f"/api/state/nemo_agent/me/{session}/latest")
        found = find(answer, "state")
        return found if isinstance(found, dict) else {"draft": find(answer, "draft")}

    def _film(self, session: str) -> dict[str, Any]:
        found = self._state(session).get("draft")
        return found if isinstance(found, dict) else {}

    def _again(self, do: Callable[[str], T]) -> T:
        """Do something with the session; where it is gone, with a new one, which gets the files again."""
        try:
            return do(self.session)
        except faults.SessionGone:
            files = self._sent
            self.begin()
            self.notice(self._say("new"))
            for each in files:
                self._send(self.session, each, _nothing)
            self._sent = files
            return do(self.session)

    def _send(self, session: str, source: str, told: Told) -> list[dict[str, Any]]:
        if source.lower().startswith(("http://", "https://")):
            return send_url(self.caller, session, source)
        return send_file(self.caller, session, Path(source), told)

    def _heard(self, session: str, text: str) -> Heard:
        listener = Listener(
            self.caller, session, waiting=self._waiting, silence=self.silence, longest=self.longest,
            begun=self._begun,
        )  # fmt: skip
        try:
            return listener.send(text)
        finally:
            self._run = ""

    def _begun(self, run: str) -> None:
        self._run = run

    def _waiting(self, seconds: float) -> None:
        self.notice(self._say("silence", minutes=round(seconds / 60)))

    def _settled(self, before: Mapping[str, Any], looks: int, told: bool) -> dict[str, Any]:
        """The film once it has changed and stays as it is, or after so many looks."""
        film = self._film(self.session)
        for _ in range(0 if told else looks):
            if telling.changed(before, film) and looks < LOOKS:
                break
            self.caller.sleep(self.pace.look)
            last, film = film, self._film(self.session)
            if telling.changed(before, film) and not telling.changed(last, film):
                break
        return film

    def _answered(self, text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Answer:
        return Answer("edit", text, telling.changed(before, after), telling.summary(after, self.lang))

    def _exported(self, way: Route, out: str | Path | None) -> Answer:
        done = self.export(out, format=None if out else way.format, size=way.size)
        text = self._say("exported", path=done.path, size=done.size)
        return Answer("export", text, export=done)

    def _uploaded(self, way: Route) -> Answer:
        if not way.target:
            return Answer("upload", self._say("which"))
        files = self.upload(way.target)
        names = ", ".join(str(each.get("filename") or way.target) for each in files) or way.target
        tracks = self.tracks()
        return Answer(
            "upload", f"{self._say('uploaded', names=names)}\n{tracks}", True, tracks, {"files": files}
        )

    def _fetched(self, export: Export, out: str | Path | None, format: str) -> Export:
        path = Path(out) if out else exporting.free(Path(), "film", format)
        exporting.fetch(self.caller, export, path, _nothing)
        return replace(export, path=path, size=path.stat().st_size)

    def _say(self, what: str, **fields: Any) -> str:
        return SAYS[what][self.lang == "zh"].format(**fields)
