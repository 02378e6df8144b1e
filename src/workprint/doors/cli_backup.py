"""`workprint backup` and `workprint restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .cli_answer import answering, emit, language
from .cli_options import Json, Language
from .cli_serve import ConfigFile, Data

_SAYS = {
    "saved": {
        "en": "Saved in {folder}: the database and {files} files ({mb:.1f} MB).",
        "zh": "已保存到 {folder}：数据库和 {files} 个文件（{mb:.1f} MB）。",
    },
    "restored": {
        "en": "Restored in {folder}: the database and {files} files ({mb:.1f} MB).",
        "zh": "已恢复到 {folder}：数据库和 {files} 个文件（{mb:.1f} MB）。",
    },
}
Folder = Annotated[Path, typer.Argument(help="The folder of the backup.")]


def backup(
    folder: Folder, config: ConfigFile = None, data: Data = None, json: Json = False, lang: Language = "auto"
) -> None:
    """Copy all that a server keeps into a folder, also while it runs.

    Again into the same folder it copies only what is new.
    """
    tongue = language(lang)
    with answering(tongue, json):
        from workprint.service import back_up, load_config

        saved = back_up(load_config(config, {"data": data}), folder).to_json()
        _say("saved", folder, saved, tongue, json)


def restore(
    folder: Folder, config: ConfigFile = None, data: Data = None, json: Json = False, lang: Language = "auto"
) -> None:
    """Make the data folder of a server of a backup.

    The data folder must have no server's data yet.
    """
    tongue = language(lang)
    with answering(tongue, json):
        from workprint.service import load_config
        from workprint.service import restore as restored

        settings = load_config(config, {"data": data})
        _say("restored", settings.data, restored(settings, folder).to_json(), tongue, json)


def _say(what: str, folder: Path, saved: dict[str, float], lang: str, json: bool) -> None:
    if json:
        emit({"folder": str(folder), **saved})
    else:
        typer.echo(_SAYS[what][lang].format(folder=folder, files=saved["files"], mb=saved["bytes"] / 1e6))
