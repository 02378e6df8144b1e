"""Options that several commands have, and the studio that all of them enter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from workprint.studio import Studio

Words = Annotated[
    list[str],
    typer.Argument(metavar='MEDIA… "REQUEST"', help="Files, and the request ('-': from standard input)."),
]
Out = Annotated[
    Path | None, typer.Option("-o", "--out", help="The file to write. One of that name is replaced.")
]
Name = Annotated[str, typer.Option("--session", help="The session.")]
MaybeName = Annotated[
    str | None, typer.Option("--session", help="Keep the work under this name and go on from it.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Language = Annotated[
    Literal["en", "zh", "auto"], typer.Option("--lang", help="en, zh, or auto: as the request.")
]
Format = Annotated[
    str | None,
    typer.Option("--format", help="mp4, mov, mkv, webm, gif, mp3, wav, m4a; else by the file's name."),
]
Size = Annotated[str | None, typer.Option("--size", help="720p, 1080p, 4k, … or 1280x720; else the film's.")]
Quality = Annotated[
    Literal["draft", "standard", "high"] | None, typer.Option("--quality", help="How fine, against how fast.")
]
Exact = Annotated[
    bool | None,
    typer.Option(
        "--exact-source/--re-encode",
        help="Copy untouched H.264 picture wherever it fits, or nowhere; else where it pays.",
    ),
]

Encoder = Annotated[
    Literal["auto", "software", "nvenc", "vaapi", "qsv", "videotoolbox", "amf"],
    typer.Option(
        "--encoder",
        envvar="WORKPRINT_ENCODER",
        show_envvar=False,
        metavar="NAME",
        help="What encodes H.264: software, auto (hardware that was proved), nvenc, vaapi, qsv, videotoolbox, amf.",
    ),
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain", help="Render nothing: say how each segment would be made, why, and what it costs."
    ),
]
Picture = Annotated[
    Path | None, typer.Option("--picture", help="With --explain: also draw it, as an SVG file.")
]


def copying(exact: bool | None) -> Literal["auto", "exact", "never"]:
    """What to copy, as the option says."""
    return "auto" if exact is None else "exact" if exact else "never"


def open_studio() -> Studio:
    from workprint.studio import Studio

    return Studio()
