"""`workprint tidy`."""

from __future__ import annotations

from typing import Annotated

import typer

from .cli_answer import answering, emit, language
from .cli_options import Json, Language
from .cli_serve import ConfigFile, Data

_SAYS = {
    "session": {"en": "sessions not used any more", "zh": "不再使用的会话"},
    "export": {"en": "exports whose term is over", "zh": "到期的导出"},
    "upload": {"en": "uploads without an end or a session", "zh": "未完成或没有会话的上传"},
    "run": {"en": "old messages with their events", "zh": "旧消息及其事件"},
    "job": {"en": "jobs that ended long ago", "zh": "早已结束的任务"},
    "token": {"en": "expired tokens", "zh": "过期的令牌"},
    "count": {"en": "counts of requests", "zh": "请求计数"},
    "file": {"en": "files that nothing refers to", "zh": "没有任何引用的文件"},
    "kept": {"en": "facts and voices not used any more", "zh": "不再使用的分析结果与语音"},
    "leftover": {"en": "leftovers of killed processes", "zh": "被终止进程的残留"},
    "nothing": {"en": "There is nothing to tidy up.", "zh": "没有需要清理的内容。"},
    "would": {"en": "Would be removed (nothing was):", "zh": "将会移除（尚未移除）："},
    "did": {"en": "Removed:", "zh": "已移除："},
}


def tidy(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list what would go; nothing is removed.")
    ] = False,
    config: ConfigFile = None,
    data: Data = None,
    json: Json = False,
    lang: Language = "auto",
) -> None:
    """Remove what a server keeps and nobody needs any more, as it does by itself every hour."""
    tongue = language(lang)
    with answering(tongue, json):
        from workprint.service import Service, load_config

        house = Service(load_config(config, {"data": data})).housekeeping
        found = house.look() if dry_run else []
        many: dict[str, int] = {} if dry_run else house.tidy()
        for each in found:
            many[each.kind] = many.get(each.kind, 0) + each.many
        if json:
            things = [{"kind": each.kind, "name": each.name, "bytes": each.size} for each in found]
            emit({"dry_run": dry_run, "removed": many, "things": things})
            return
        typer.echo(_SAYS["nothing" if not many else "would" if dry_run else "did"][tongue])
        for kind, number in many.items():
            typer.echo(f"  {number:>6}  {_SAYS[kind][tongue]}")
            for each in found:
                if each.kind == kind and each.name:
                    size = f"  {each.size / 1e6:.1f} MB" if each.size else ""
                    typer.echo(f"            {each.name}{size}")
