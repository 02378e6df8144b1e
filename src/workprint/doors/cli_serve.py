"""`workprint serve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_answer import answering
from .cli_options import Language

if TYPE_CHECKING:
    from workprint.service import Config


def serve(
    config: Annotated[Path | None, typer.Option("--config", help="A configuration file (TOML).")] = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on; 0 takes a free one.")] = None,
    role: Annotated[
        str | None, typer.Option("--role", help="all, api (answer requests) or worker (do the work).")
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", help="Folder for everything kept here.")] = None,
    metered: Annotated[
        bool | None, typer.Option("--metered/--unmetered", help="Count credits and tokens.")
    ] = None,
    show_config: Annotated[
        bool, typer.Option("--show-config", help="Show every setting as it is, and do nothing.")
    ] = False,
    lang: Language = "auto",
) -> None:
    """Serve the editor over HTTP, for agents and skills.

    Settings come from the file, then WORKPRINT_… in the environment, then these options.
    """
    with answering("en" if lang == "auto" else lang, False):
        from workprint.service import load_config

        flags = {"host": host, "port": port, "role": role, "data": data, "metered": metered}
        settings = load_config(config, flags)
        if show_config:
            typer.echo(settings.shown(), nl=False)
            return
        _run(settings)


def _run(settings: Config) -> None:
    import uvicorn

    from workprint.service import Service

    from .http import application

    service = Service(settings)
    uvicorn.run(
        application(service),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
