"""`workprint account`: the plan and the credits of a user of a server."""

from __future__ import annotations

from typing import Annotated

import typer

from .cli_answer import answering, emit, language
from .cli_options import Json, Language
from .cli_serve import ConfigFile, Data

_SAYS = {
    "en": "{user}: plan {plan}, {available:g} credits to spend, {frozen:g} held.",
    "zh": "{user}：方案 {plan}，可用积分 {available:g}，冻结积分 {frozen:g}。",
}


def account(
    user: Annotated[str, typer.Argument(help="The user, by the id that came with its token.")],
    plan: Annotated[str | None, typer.Option("--plan", help="Give the user this plan.")] = None,
    grant: Annotated[
        int | None, typer.Option("--grant", min=1, help="Give the user so many credits more.")
    ] = None,
    config: ConfigFile = None,
    data: Data = None,
    json: Json = False,
    lang: Language = "auto",
) -> None:
    """Show what a user of a metered server has, or give a plan or credits."""
    tongue = language(lang)
    with answering(tongue, json):
        from workprint.service import Service, load_config

        accounts = Service(load_config(config, {"data": data})).accounts
        if plan is not None:
            accounts.put_on(user, plan)
        if grant is not None:
            accounts.grant(user, grant)
        told = {"user": user, "plan": accounts.known_plan(user), **accounts.balance(user).model_dump()}
        if json:
            emit(told)
            return
        typer.echo(_SAYS[tongue].format(**told))
