"""`workprint jobs`: the work of a server, looked at from its machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .cli_answer import answering, emit, language, usage
from .cli_options import Json, Language

if TYPE_CHECKING:
    from workprint.service import Job

STATES = ("queued", "running", "done", "failed", "cancelled", "dead")
_HEADS = {
    "en": ("Job", "Kind", "State", "Done", "Begun", "Session"),
    "zh": ("任务", "种类", "状态", "进度", "次数", "会话"),
}
_NONE = {"en": "There are no such jobs.", "zh": "没有这样的任务。"}


def jobs(
    action: Annotated[
        Literal["list", "show", "retry", "cancel"],
        typer.Argument(help="list them, or show, retry or cancel one."),
    ] = "list",
    job: Annotated[str, typer.Argument(help="The job, by its id.")] = "",
    state: Annotated[
        str | None, typer.Option("--state", help="Only those: " + ", ".join(STATES) + ".")
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", help="A configuration file (TOML).")] = None,
    data: Annotated[Path | None, typer.Option("--data", help="Folder of the server.")] = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Look at the work of a server, and try again what failed or was set aside."""
    tongue = language(lang)
    if (action == "list") == bool(job):
        raise usage("Name a job to show, retry or cancel.", "请指定要查看、重试或取消的任务。", tongue, json)
    if state is not None and state not in STATES:
        raise usage(
            f"--state is one of {', '.join(STATES)}.", f"--state 可选：{'、'.join(STATES)}。", tongue, json
        )
    with answering(tongue, json):
        from workprint.service import Service, load_config

        work = Service(load_config(config, {"data": data})).queue
        if action == "list":
            _list(work.recent([state] if state else ()), tongue, json)
            return
        found = {"show": work.get, "retry": work.retry, "cancel": work.cancel}[action](job)
        _show(found, work.children(job), tongue, json)


def _list(found: list[Job], tongue: str, json: bool) -> None:
    if json:
        emit([_told(each) for each in found])
        return
    if not found:
        typer.echo(_NONE[tongue])
        return
    rows = [_HEADS[tongue], *(_row(each) for each in found)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        typer.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _row(job: Job) -> tuple[str, ...]:
    done = f"{100 * job.progress:.0f} %"
    return job.id, job.kind, job.state, done, str(job.attempts), job.session or ""


def _show(job: Job, parts: list[Job], tongue: str, json: bool) -> None:
    if json:
        emit({**_told(job), "parts": [_told(each) for each in parts]})
        return
    for head, text in zip(_HEADS[tongue], _row(job), strict=True):
        typer.echo(f"{head}: {text}")
    said = (job.error or job.note).get(tongue)
    if said:
        typer.echo(said)
    for each in parts:
        typer.echo("  ".join(_row(each)[:4]))


def _told(job: Job) -> dict[str, object]:
    """What may be told of a job: what is in it is its user's."""
    names = (
        "id",
        "kind",
        "lane",
        "user",
        "session",
        "state",
        "progress",
        "attempts",
        "owner",
        "error",
        "note",
    )
    times = ("created", "started", "moved", "finished")
    return {name: getattr(job, name) for name in (*names, *times)}
