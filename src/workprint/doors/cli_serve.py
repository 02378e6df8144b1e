"""`workprint serve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_answer import FAULT, answering, language
from .cli_options import Language

if TYPE_CHECKING:
    from workprint.service import Config, Service

ConfigFile = Annotated[Path | None, typer.Option("--config", help="A configuration file (TOML).")]
Data = Annotated[Path | None, typer.Option("--data", help="Folder for everything kept here.")]

_SAYS = {
    "listens": {
        "en": "Workprint listens at {address} (data: {data}; {metered}; role: {role}).",
        "zh": "Workprint 正在监听 {address}（数据：{data}；{metered}；角色：{role}）。",
    },
    "works": {
        "en": "Workprint works on what is queued (data: {data}; {metered}; role: {role}){watch}.",
        "zh": "Workprint 正在处理队列中的任务（数据：{data}；{metered}；角色：{role}）{watch}。",
    },
    "watch": {"en": ", health at {address}", "zh": "，健康检查：{address}"},
    "metered": {"en": "metered", "zh": "计量"},
    "unmetered": {"en": "unmetered", "zh": "不计量"},
    "port": {"en": "port", "zh": "端口"},
    "good": {"en": "good", "zh": "正常"},
}


def serve(
    config: ConfigFile = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on; 0 takes a free one.")] = None,
    role: Annotated[
        str | None, typer.Option("--role", help="all, api (answer requests) or worker (do the work).")
    ] = None,
    data: Data = None,
    metered: Annotated[
        bool | None, typer.Option("--metered/--unmetered", help="Count credits and tokens.")
    ] = None,
    show_config: Annotated[
        bool,
        typer.Option("--show-config", help="Show every setting and where it is from, and do nothing."),
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Try the database, the storage and the port, and do nothing."),
    ] = False,
    lang: Language = "auto",
) -> None:
    """Serve the editor over HTTP, for agents and skills.

    Settings come from the file, then WORKPRINT_… in the environment, then these options.
    """
    tongue = language(lang)
    with answering(tongue, False):
        from workprint.service import read_config

        flags = {"host": host, "port": port, "role": role, "data": data, "metered": metered}
        settings, sources = read_config(config, flags)
        if show_config:
            typer.echo(settings.shown(sources), nl=False)
            return
        if check:
            raise typer.Exit(_check(settings, tongue))
        _run(settings, tongue)


def _run(settings: Config, lang: str) -> None:
    from workprint.service import set_up

    from .http.running import run

    set_up(settings.log, settings.log_level)
    run(_service(settings), lambda address: typer.echo(_told(settings, address, lang)))


def _told(settings: Config, address: str, lang: str) -> str:
    """The first line: what this server is."""
    metered = _SAYS["metered" if settings.metered else "unmetered"][lang]
    kind = "works" if settings.role == "worker" else "listens"
    watch = _SAYS["watch"][lang].format(address=address) if address else ""
    return _SAYS[kind][lang].format(
        address=address, data=settings.data, metered=metered, role=settings.role, watch=watch
    )


def _check(settings: Config, lang: str) -> int:
    """Say of each thing that a server needs whether it is good; the exit code."""
    from workprint.base import Fault
    from workprint.service import NAMES

    from .http.running import listen

    service = _service(settings)
    found = {NAMES[each.name][lang]: each.fault for each in service.readiness.look()}
    service.database.close()
    if settings.role != "worker":
        name = f"{_SAYS['port'][lang]} {settings.host}:{settings.port}"
        try:
            listen(settings.host, settings.port).close()
            found[name] = None
        except Fault as fault:
            found[name] = fault
    for name, wrong in found.items():
        typer.echo(f"{name}: {wrong.say(lang) if wrong else _SAYS['good'][lang]}")
    return FAULT if any(found.values()) else 0


def _service(settings: Config) -> Service:
    from workprint.service import Service

    return Service(settings)
