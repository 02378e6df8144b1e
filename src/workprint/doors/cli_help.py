"""Commands whose help and usage errors are in the language of who reads them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from .cli_answer import INTERRUPTED, language

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object


def reader(words: Sequence[str]) -> str:
    """The language of who typed these words: --lang, else Chinese where a word is, else that of the
    environment."""
    chosen = ""
    for index, word in enumerate(words):
        if word.startswith("--lang"):
            chosen = word.partition("=")[2] or "".join(words[index + 1 : index + 2])
    if chosen in ("en", "zh"):
        return chosen
    return "zh" if language("auto", " ".join(words)) == "zh" else language("auto")


class _Bilingual(_Base):
    """A command that can be switched to Chinese."""

    chinese = False

    def get_usage(self, ctx: Any) -> str:
        text: str = super().get_usage(ctx)
        if not self.chinese:
            return text
        from .cli_chinese import usage

        return usage(text)

    def get_help_option(self, ctx: Any) -> Any:
        option: Any = super().get_help_option(ctx)
        if option is not None and self.chinese:
            from .cli_chinese import param

            option.help = param("", "help")
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from typer import rich_utils

        from .cli_chinese import FRAME

        before = {name: getattr(rich_utils, name, "") for name in FRAME}
        try:
            if self.chinese:
                vars(rich_utils).update(FRAME)
            super().format_help(ctx, formatter)
        finally:
            vars(rich_utils).update(before)


class Command(_Bilingual, TyperCommand):
    """A command of `workprint`."""


class Group(_Bilingual, TyperGroup):
    """`workprint` itself: it finds the language before anything is parsed."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        if reader(sys.argv[1:] if args is None else args) != "zh":
            return super().main(args, *rest, **extra)
        _translate(self)
        try:
            code = super().main(args, *rest, **{**extra, "standalone_mode": False})
        except typer.Abort:
            sys.exit(INTERRUPTED)
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            sys.exit(_tell(error))
        sys.exit(code if isinstance(code, int) else 0)


def _translate(group: Group) -> None:
    from .cli_chinese import COMMANDS, EPILOG, param, usage

    group.epilog = EPILOG
    for name, command in (("workprint", group), *group.commands.items()):
        vars(command).update(help=COMMANDS[name], chinese=True)
        for each in command.params:
            vars(each)["help"] = param(name, each.name or "")
            each.metavar = usage(each.metavar) if each.metavar else None


def _tell(error: Any) -> int:
    """Say what is wrong with how a command was called, and how it should be; the exit code."""
    from .cli_chinese import error as chinese

    if type(error).__name__ != "NoArgsIsHelpError":
        if error.ctx is not None:
            typer.echo(error.ctx.get_usage(), err=True)
            typer.echo(f"运行“{error.ctx.command_path} --help”查看说明。", err=True)
        typer.echo(chinese(error.format_message()), err=True)
    return int(error.exit_code)
