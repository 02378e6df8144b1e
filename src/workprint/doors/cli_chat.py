"""`workprint chat`: a conversation with a server, here or elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_answer import FAULT, OK, answering, emit, language, usage
from .cli_options import Json, Language

if TYPE_CHECKING:
    from workprint.client import Answer, Client, Export

_LEAVE = ("exit", "quit", "bye", "退出", "再见")
_SAYS = {
    "hello": {
        "en": "Talking to {base}. Say what to do; “exit” leaves.",
        "zh": "已连接 {base}。请说出要做什么；“退出”结束对话。",
    },
    "stopped": {"en": "Stopped.", "zh": "已停止。"},
    "uploading": {"en": "Uploading {name}: {done}%", "zh": "正在上传 {name}：{done}%"},
    "uploaded": {"en": "Uploaded: {name}.", "zh": "已上传：{name}。"},
    "rendering": {"en": "Rendering: {done}%", "zh": "正在渲染：{done}%"},
    "written": {
        "en": "The film is here: {path} ({size} bytes).",
        "zh": "影片已保存：{path}（{size} 字节）。",
    },
}


def chat(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]",
            help="Files or addresses to upload; with files a new session is begun, but for --continue.",
        ),
    ] = None,
    message: Annotated[
        list[str] | None, typer.Option("-m", "--message", help="A request; several are done in order.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", help="At last export the film to this file. One of that name is replaced."),
    ] = None,
    fetch: Annotated[
        str | None,
        typer.Option(
            "--fetch", help="Fetch an export that was begun earlier, by its id; --export names the file."
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", help="Address of the server; else NEMO_API_URL, else this machine's."),
    ] = None,
    go_on: Annotated[
        bool | None, typer.Option("--continue/--new", help="Go on with the last session, or begin a new one.")
    ] = None,
    session: Annotated[str | None, typer.Option("--session", help="A session, by its id.")] = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Talk to a server: upload footage, say what to do, get the film.

    Without -m it asks for requests line by line.
    """
    requests = message or []
    tongue = language(lang, " ".join(requests))
    if session and go_on is not None:
        raise usage(
            "--session names the session: leave --continue and --new out.",
            "--session 已指定会话：请不要使用 --continue 或 --new。",
            tongue,
            json,
        )
    talk = Talk(tongue, json)
    with answering(tongue, json):
        from workprint.client import Client

        with Client(url, session=session, lang=tongue, notice=talk.note) as client:
            fresh = bool(files) if go_on is None else not go_on
            if not session and (fresh or client.resume() is None):
                client.begin()
            for each in files or ():
                talk.upload(client, each)
            if requests or export or fetch or files:
                talk.once(client, requests, export, fetch)
                return
            code = talk.lines(client)
    raise typer.Exit(code)


class Talk:
    """What is printed of a conversation: answers on standard output, what goes on on standard error."""

    def __init__(self, lang: str, json: bool) -> None:
        self.lang = lang
        self.json = json
        self.files: list[dict[str, Any]] = []

    def note(self, text: str) -> None:
        """Something that goes on meanwhile."""
        typer.echo(text, err=True)

    def upload(self, client: Client, source: str) -> None:
        def told(have: int, size: int) -> None:
            self._move("uploading", name=name, done=100 * have // max(1, size))

        name = source.rpartition("/")[2] or source
        self.files += client.upload(source, told)
        self._moved()
        if not self.json:
            typer.echo(self._say("uploaded", name=name))

    def once(self, client: Client, requests: list[str], export: Path | None, fetch: str | None) -> None:
        """Do all that the command line asks for."""
        last = len(requests) - 1
        # What the last request exports is what is wanted in that file: not a second export.
        answers = [
            answer
            for number, each in enumerate(requests)
            for answer in self._answers(client, each, export if number == last and not fetch else None)
        ]
        written = answers[-1].export if answers and export and not fetch else None
        if fetch:
            written = client.fetch(fetch, export, self._rendered)
        elif export and written is None:
            written = client.export(export, told=self._rendered)
        self._moved()
        if self.json:
            told = {
                "session": client.session,
                "files": self.files,
                "answers": [_plain(each) for each in answers],
            }
            emit({**told, "export": _export(written)})
        elif written is not None:
            typer.echo(self._say("written", path=written.path, size=written.size))

    def lines(self, client: Client) -> int:
        """Ask for requests until there are no more. One that fails does not end the conversation where
        somebody is there to say another; read from a pipe, it is told by the exit code."""
        if not self.json and sys.stdin.isatty():
            typer.echo(self._say("hello", base=client.caller.base))
        code = OK
        for request in _typed():
            if request.lower() in _LEAVE:
                break
            if not self._one(client, request):
                code = FAULT
        return OK if sys.stdin.isatty() else code

    def _one(self, client: Client, request: str) -> bool:
        """One request; whether it went well."""
        try:
            with answering(self.lang, self.json):
                try:
                    answers = self._answers(client, request)
                except KeyboardInterrupt:
                    client.stop()
                    self.note(self._say("stopped"))
                    return True
                if self.json:
                    for each in answers:
                        emit(_plain(each))
        except typer.Exit:
            return False
        return True

    def _answers(self, client: Client, request: str, out: Path | None = None) -> list[Answer]:
        came = []
        for answer in client.answers(request, out):
            came.append(answer)
            if not self.json:
                typer.echo(answer.text)
        return came

    def _rendered(self, export: Export) -> None:
        self._move("rendering", done=round(export.progress))

    def _move(self, what: str, **fields: Any) -> None:
        """A line that moves, where somebody watches."""
        if not self.json and sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{self._say(what, **fields)}")
            sys.stderr.flush()

    def _moved(self) -> None:
        if not self.json and sys.stderr.isatty():
            sys.stderr.write("\r\033[K")

    def _say(self, what: str, **fields: Any) -> str:
        return _SAYS[what][self.lang].format(**fields)


def _typed() -> Iterator[str]:
    """Lines as they are typed, or as they come from a pipe."""
    while True:
        try:
            line = input("> ") if sys.stdin.isatty() else sys.stdin.readline()
        except EOFError:
            return
        if not line and not sys.stdin.isatty():
            return
        if line.strip():
            yield line.strip()


def _plain(answer: Answer) -> dict[str, Any]:
    told = asdict(answer)
    return {**told, "export": _export(answer.export)}


def _export(export: Export | None) -> dict[str, Any] | None:
    """An export as JSON; its link may open the file by itself, so it is not told."""
    if export is None:
        return None
    told = asdict(export)
    del told["url"]
    return {**told, "path": str(export.path) if export.path else None}
