"""How the command line answers: language, exit codes, errors as one sentence, JSON."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

OK, FAULT, USAGE, UNANSWERED, FAILED_CHECKS, INTERRUPTED = 0, 1, 2, 3, 4, 130

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’|「[^」]*」|『[^』]*』|《[^》]*》|(?<!\w)'[^']*'(?!\w)")
_NOT_THERE = ("no_media", "no_such_file")

_SAYS = {
    "unexpected": {
        "en": "Something went wrong inside Workprint: {error}. Set WORKPRINT_DEBUG=1 to see where.",
        "zh": "Workprint 内部出错：{error}。设置 WORKPRINT_DEBUG=1 可查看详情。",
    },
    "interrupted": {"en": "Stopped. Nothing was left half done.", "zh": "已停止，没有留下半成品。"},
}


def language(chosen: str, request: str = "") -> str:
    """ "en" or "zh": the one chosen, else that of the request, else that of the environment."""
    if chosen in ("en", "zh"):
        return chosen
    # Words in quotes are names and titles, in whatever language; unless there are no others.
    request = _QUOTED.sub(" ", request) if re.search(r"\w", _QUOTED.sub(" ", request)) else request
    if any("\u4e00" <= letter <= "\u9fff" for letter in request):
        return "zh"
    if request:
        return "en"
    places = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next((place for place in places if place), "").lower().startswith("zh") else "en"


def emit(value: Any) -> None:
    """Print JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def usage(en: str, zh: str, lang: str, as_json: bool) -> typer.Exit:
    """A wrong use of a command, said; to be raised."""
    _say({"code": "usage", "message": zh if lang == "zh" else en}, as_json)
    return typer.Exit(USAGE)


@contextmanager
def answering(lang: str, as_json: bool) -> Iterator[None]:
    """Whatever goes wrong inside becomes one clear sentence (or JSON) and an exit code."""
    debug = bool(os.environ.get("WORKPRINT_DEBUG"))
    try:
        yield
    except (typer.Exit, typer.Abort):
        raise
    except KeyboardInterrupt:
        _say({"code": "interrupted", "message": _SAYS["interrupted"][lang]}, as_json)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(FAULT) from None
    except Exception as error:
        if debug:
            raise
        from workprint.base import Fault

        if isinstance(error, OSError) and error.filename:
            from workprint.studio import NotWritable, why

            error = NotWritable(path=str(error.filename), because=why(error))
        if not isinstance(error, Fault):
            text = _SAYS["unexpected"][lang].format(error=f"{type(error).__name__}: {error}")
            _say({"code": "unexpected", "message": text}, as_json)
            raise typer.Exit(FAULT) from None
        if error.code == "cancelled":
            _say({"code": "interrupted", "message": _SAYS["interrupted"][lang]}, as_json)
            raise typer.Exit(INTERRUPTED) from None
        _say({"message": error.say(lang), **error.to_json(lang)}, as_json)
        raise typer.Exit(USAGE if error.code in _NOT_THERE else FAULT) from None


def _say(error: dict[str, Any], as_json: bool) -> None:
    if as_json:
        emit({"error": error})
    else:
        typer.echo(error["message"], err=True)
