"""The command line. Each command parses, makes one studio call, and prints.

Nothing heavy is imported before a command runs, so that help and completion answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_account import account
from .cli_answer import FAILED_CHECKS, OK, UNANSWERED, answering, emit, language, usage
from .cli_backup import backup, restore
from .cli_captions import Subtitles, asked_for, written_beside
from .cli_chat import chat
from .cli_explain import tell_explained
from .cli_help import Command, Group
from .cli_jobs import jobs
from .cli_look import demo, doctor, frame, inspect, ops
from .cli_options import (
    Encoder,
    Exact,
    Explain,
    Format,
    Json,
    Language,
    MaybeName,
    Out,
    Picture,
    Quality,
    Size,
    Words,
    copying,
    open_studio,
)
from .cli_progress import bar, stoppable
from .cli_serve import serve
from .cli_sessions import history, redo, sessions, undo
from .cli_speech import transcribe
from .cli_stock import stock
from .cli_tidy import tidy
from .cli_words import sort_words

if TYPE_CHECKING:
    from workprint.studio import Edited, Export, Report

_EPILOG = (
    "Exit codes: 0 done, 1 fault, 2 wrong use, 3 refused or needs an answer, "
    "4 rendered but a check of the result failed, 130 interrupted."
)

app = typer.Typer(
    name="workprint",
    cls=Group,
    help="Say what to do with your footage, get the finished cut. Everything happens on this machine.",
    epilog=_EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(cls=Command)
def edit(
    words: Words,
    out: Out = None,
    session: MaybeName = None,
    render: Annotated[
        bool, typer.Option("--render/--no-render", help="Write the film after the edit.")
    ] = True,
    draft: Annotated[
        Path | None, typer.Option("--draft", help="Also write the edit itself, as a draft.")
    ] = None,
    subtitles: Subtitles = True,
    format: Format = None,
    size: Size = None,
    quality: Quality = None,
    exact: Exact = None,
    encoder: Encoder = "software",
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Edit footage as the request says, and render the result.

    Without -o the film is written beside you as NAME-cut.mp4, or as the request says ("export as webm").
    """
    paths, request = sort_words(words, lang, json)
    tongue = language(lang, request)
    with answering(tongue, json), stoppable() as cancel, bar(tongue, json) as (looked, rendered):
        from workprint.studio import draft_json, export_of, placeable, writable, write_text

        if render:
            writable(out, format, size, paths)
        if draft:
            placeable(draft)
        studio = open_studio()
        done = studio.edit(
            request, paths, session=session, lang="" if lang == "auto" else lang, tell=looked, cancel=cancel
        )
        if draft:
            write_text(draft, draft_json(done.revision.timeline))
        export = export_of(done.plan, done.revision.timeline)
        report = None
        texts: tuple[Path, ...] = ()
        if render and (done.plan.edits or export or (out and not done.unanswered)):
            target, film, options = _target(export, done, out, format, size, quality, exact)
            options = replace(options, encoder=encoder)
            report = studio.render(
                target, session=session, timeline=film, options=options, on_progress=rendered, cancel=cancel
            )
            texts = written_beside(target, film, subtitles and not (export and export.preview))
    with answering(tongue, json):
        _tell_edit(done, report, export, asked_for(done, out, texts), session, tongue, json)
    raise typer.Exit(UNANSWERED if done.unanswered else _checked(report))


def _target(
    export: Export | None,
    done: Edited,
    out: Path | None,
    format: str | None,
    size: str | None,
    quality: Literal["draft", "standard", "high"] | None,
    exact: bool | None,
) -> tuple[Path, Any, Any]:
    """Where to write, which timeline, and how: options win over the file's name, that over the request."""
    from workprint.studio import RenderOptions, free_name, only_sounds

    asked = export.options if export else RenderOptions()
    film = export.timeline if export else done.revision.timeline
    usual = "m4a" if only_sounds(film) else "mp4"
    chosen = format or (out.suffix.lstrip(".") if out else "") or asked.format or usual
    options = RenderOptions(
        format=chosen, size=size or asked.size, quality=quality or asked.quality, copying=copying(exact)
    )
    if out is None:
        ending = "preview" if export and export.preview else "cut"
        stem = Path(export.name).stem if export and export.name else f"{film.name or 'film'}-{ending}"
        out = free_name(Path(), stem, chosen)
    return out, film, options


def _tell_edit(
    done: Edited,
    report: Report | None,
    export: Export | None,
    texts: Sequence[Path],
    session: str | None,
    tongue: str,
    json: bool,
) -> None:
    if json:
        output = report.to_json() if report else None
        emit({**done.to_json(), "session": session, "output": output, "subtitles": [*map(str, texts)]})
        return
    from .cli_show import Show

    show = Show(tongue)
    show.line(done.reply)
    if report:
        show.written(report)
    show.also(texts)
    if report and export and export.max_bytes and report.size > export.max_bytes:
        show.too_large(report.size, export.max_bytes)


def _checked(report: Report | None) -> int:
    return FAILED_CHECKS if report is not None and not report.passed else OK


@app.command(cls=Command)
def plan(
    words: Words,
    context: Annotated[
        Path | None,
        typer.Option(
            "--context", help="Plan against the session this file describes ('-': from standard input)."
        ),
    ] = None,
    session: Annotated[
        str | None, typer.Option("--session", help="Plan on this session; it is not changed.")
    ] = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Show what a request would do, without doing it."""
    paths, request = sort_words(words, lang, json)
    tongue = language(lang, request)
    if context and (paths or session):
        raise usage(
            "--context describes a whole session: name no files and no --session with it.",
            "--context 描述整个会话：请不要同时指定文件或 --session。",
            tongue,
            json,
        )
    with answering(tongue, json), stoppable() as cancel:
        from workprint.studio import read_situation

        wanted = "" if lang == "auto" else lang
        text = "" if context is None else _said(context)
        situation = read_situation(text, wanted) if context else None
        with bar(tongue, json) as (looked, _):
            planned = open_studio().plan(
                request, paths, session=session, situation=situation, lang=wanted, tell=looked, cancel=cancel
            )
        if json:
            emit(planned.to_json())
        else:
            from .cli_show import Show

            Show(planned.plan.lang).plan(planned)
    raise typer.Exit(UNANSWERED if planned.plan.questions or planned.plan.refusals else OK)


@app.command(cls=Command)
def render(
    draft: Annotated[
        str, typer.Argument(help="A draft ('-': from standard input). Not needed with --session.")
    ] = "",
    out: Out = None,
    session: Annotated[str | None, typer.Option("--session", help="Render this session as it is.")] = None,
    format: Format = None,
    size: Size = None,
    quality: Quality = None,
    exact: Exact = None,
    encoder: Encoder = "software",
    explain: Explain = False,
    picture: Picture = None,
    subtitles: Subtitles = True,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Render a draft, or a session as it is."""
    tongue = language(lang)
    if bool(draft) == bool(session):
        raise usage(
            "Name a draft or a --session to render.",
            "请指定草稿文件，或用 --session 指定会话。",
            tongue,
            json,
        )
    if picture and not (explain and picture.suffix.lower() == ".svg"):
        raise usage(
            "--picture draws what --explain says, as an .svg file.",
            "--picture 与 --explain 一起使用，画成 .svg 文件。",
            tongue,
            json,
        )
    with answering(tongue, json), stoppable() as cancel, bar(tongue, json) as (_, rendered):
        from workprint.studio import RenderOptions, free_name, writable

        writable(out, format, size)
        studio = open_studio()
        timeline = None
        if draft:
            folder = Path() if draft == "-" else Path(draft).parent
            timeline = studio.open_draft(_said(Path(draft)), folder)
        stem = session or (Path(draft).stem if draft != "-" else "film")
        target = out or free_name(Path(), f"{stem}-cut", format or "mp4")
        options = RenderOptions(
            format=format or target.suffix.lstrip(".") or "mp4",
            size=size,
            quality=quality or "standard",
            copying=copying(exact),
            encoder=encoder,
        )
        if explain:
            found = studio.explain(session=session, timeline=timeline, options=options, cancel=cancel)
            tell_explained(found, picture, tongue, json)
            raise typer.Exit(OK)
        report = studio.render(
            target, session=session, timeline=timeline, options=options, on_progress=rendered, cancel=cancel
        )
        film = timeline or studio.head(session).timeline
        texts = written_beside(target, film, subtitles)
    if json:
        emit({**report.to_json(), "subtitles": [*map(str, texts)]})
    else:
        from .cli_show import Show

        show = Show(tongue)
        show.written(report)
        show.also(texts)
    raise typer.Exit(_checked(report))


def _said(path: Path) -> str:
    """The text of a file, or of standard input for "-"."""
    from workprint.studio import read_text

    return sys.stdin.read() if str(path) == "-" else read_text(path)


def _version(wanted: bool) -> None:
    if wanted:
        from workprint import __version__

        typer.echo(f"workprint {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
    lang: Language = "auto",
) -> None:
    # Said before the command, it holds for the command.
    context.default_map = {name: {"lang": lang} for name in _COMMANDS}


for _command in (
    chat,
    frame,
    inspect,
    transcribe,
    ops,
    demo,
    doctor,
    undo,
    redo,
    history,
    sessions,
    serve,
    stock,
    jobs,
    account,
    tidy,
    backup,
    restore,
):
    app.command(cls=Command)(_command)
_COMMANDS = tuple(
    each.name or str(getattr(each.callback, "__name__", "")) for each in app.registered_commands
)


def main() -> None:
    """The `workprint` program."""
    app()
