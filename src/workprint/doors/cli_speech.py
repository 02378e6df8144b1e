"""The command that writes down what is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_answer import answering, emit, language, usage
from .cli_options import Json, Language, Out, open_studio
from .cli_progress import bar, stoppable

if TYPE_CHECKING:
    from workprint.studio import Transcribed

_FORMS = (".txt", ".srt", ".vtt", ".json")


def transcribe(
    file: Annotated[Path, typer.Argument(help="A video or sound.")],
    script: Annotated[
        Path | None,
        typer.Option("--script", help="What is said in it (.txt), or its subtitles (.srt, .vtt, .ass)."),
    ] = None,
    out: Out = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Write down what is said, with the time of every word.

    Without -o it is shown. By its name the file is text (.txt), subtitles (.srt, .vtt) or all that is known (.json).
    """
    tongue = language(lang)
    if out and out.suffix.lower() not in _FORMS:
        raise usage(
            f"-o takes a name that ends with one of {', '.join(_FORMS)}.",
            f"-o 的文件名须以 {'、'.join(_FORMS)} 之一结尾。",
            tongue,
            json,
        )
    with answering(tongue, json), stoppable() as cancel, bar(tongue, json) as (looked, _):
        from workprint.studio import placeable, write_text

        if out:
            placeable(out)
        found = open_studio().transcribe(file, script, tell=looked, cancel=cancel)
        if out:
            write_text(out, _written(found, out.suffix.lower()))
    if json:
        emit({**found.to_json(), "out": str(out) if out else None})
        return
    from .cli_show import Show

    show = Show(tongue)
    show.line(f"{show.heads['wrote']} {out}" if out else found.text().rstrip("\n"), "bold" if out else "")
    for note in found.notes:
        show.line(note[tongue], "dim")


def _written(found: Transcribed, suffix: str) -> str:
    if suffix == ".json":
        import json

        return json.dumps(found.to_json(), ensure_ascii=False, indent=1) + "\n"
    if suffix == ".txt":
        return found.text()
    return found.cues("vtt" if suffix == ".vtt" else "srt")
