"""Commands that show something and change nothing, and the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from .cli_answer import FAILED_CHECKS, FAULT, OK, answering, emit, language, usage
from .cli_options import Json, Language, Name, Out, open_studio
from .cli_progress import bar, stoppable


def inspect(
    file: Annotated[Path | None, typer.Argument(help="A video, sound or picture.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The folder for the contact sheet and the waveform.")
    ] = None,
    scenes: Annotated[
        bool, typer.Option("--scenes", help="A sheet with a frame of each scene, its time and what it is.")
    ] = False,
    captions: Annotated[
        bool, typer.Option("--captions", help="Only write a picture of all caption styles on its own frame.")
    ] = False,
    session: Annotated[
        str | None, typer.Option("--session", help="With --captions: on a frame of this session.")
    ] = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Show what is in a file; write its contact sheet and waveform."""
    tongue = language(lang)
    if (file is None) == (session is None) or (session and not captions):
        raise usage(
            "Name a file; or a --session with --captions.",
            "请指定一个文件；或者用 --session 和 --captions 指定会话。",
            tongue,
            json,
        )
    if captions:
        _caption_styles(file, out, session, tongue, json)
        return
    assert file is not None
    with answering(tongue, json), stoppable() as cancel, bar(tongue, json) as (looked, _):
        by: Literal["", "en", "zh"] = ("zh" if tongue == "zh" else "en") if scenes else ""
        found = open_studio().inspect(file, out, tell=looked, cancel=cancel, scenes=by)
    if json:
        emit(found.to_json())
        return
    from .cli_show import Show

    Show(tongue).inspected(found)


def _caption_styles(
    file: Path | None, out: Path | None, session: str | None, tongue: str, json: bool
) -> None:
    with answering(tongue, json), stoppable() as cancel:
        from workprint.studio import caption_styles, free_name

        stem = file.stem if file else str(session)
        folder = out or (file.parent if file else Path())
        target = free_name(folder, f"{stem}-captions", "png")
        made = caption_styles(open_studio(), target, path=file, session=session, lang=tongue, cancel=cancel)
    if json:
        emit({"path": str(made)})
        return
    from .cli_show import Show

    show = Show(tongue)
    show.line(f"{show.heads['wrote']} {made}", "bold")


def frame(
    at: Annotated[float, typer.Option("--at", help="The second of the film.")],
    session: Name,
    out: Out = None,
    size: Annotated[str, typer.Option("--size", help="360p, 720p, … or 640x360.")] = "720p",
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Write one frame of a session's film as a picture, without rendering the film."""
    tongue = language(lang)
    with answering(tongue, json):
        from workprint.studio import free_name

        target = out or free_name(Path(), f"{session}-{at:g}s", "png")
        written = open_studio().frame(at, target, session=session, size=size)
    if json:
        emit({"path": str(written), "at": at})
        return
    from .cli_show import Show

    show = Show(tongue)
    show.line(f"{show.heads['wrote']} {written}", "bold")


def ops(
    name: Annotated[str | None, typer.Argument(help="One operation, by name or title.")] = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """List what can be said: every operation, or one with its parameters."""
    tongue = language(lang, name or "")
    with answering(tongue, json):
        from workprint.studio import catalogue

        entries = catalogue(name)
        if json:
            emit(entries[0] if name else entries)
            return
        from .cli_show import Show

        show = Show(tongue)
        show.operation(entries[0]) if name else show.operations(entries)


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put it.")] = Path("demo"),
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Make a sample recording and run the main job on it."""
    tongue = language(lang)
    with answering(tongue, json), stoppable() as cancel, bar(tongue, json) as (looked, rendered):
        from workprint.studio import demonstrate

        made = demonstrate(open_studio(), folder, tongue, looked, rendered, cancel)
    if json:
        emit(made.to_json())
    else:
        from .cli_show import Show

        Show(tongue).demo(made)
    raise typer.Exit(OK if made.report.passed else FAILED_CHECKS)


def doctor(lang: Language = "auto", json: Json = False) -> None:
    """Say what is here and what is missing, with the command that gets it."""
    tongue = language(lang)
    with answering(tongue, json):
        from dataclasses import asdict

        parts = open_studio().doctor()
        if json:
            emit([asdict(part) for part in parts])
        else:
            from .cli_show import Show

            Show(tongue).parts(parts)
    raise typer.Exit(FAULT if any(part.needed and not part.present for part in parts) else OK)
