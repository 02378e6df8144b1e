"""`workprint stock`: footage of others, with whose it is and how it may be used."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .cli_answer import answering, emit, language, usage
from .cli_options import Json, Language, open_studio
from .cli_progress import bar, stoppable

_SAYS = {
    "nothing": {"en": "Nothing was found for “{words}”.", "zh": "没有找到与“{words}”相关的素材。"},
    "row": {
        "en": "{number}. {tags}: {width}x{height}, {seconds:g} s, by {author} ({page})",
        "zh": "{number}. {tags}：{width}x{height}，{seconds:g} 秒，作者 {author}（{page}）",
    },
    "take": {
        "en": "Say which: --take 1 --session …",
        "zh": "选一个：--take 1 --session …",
    },
    "took": {
        "en": "In the library of {session}: {name}, by {author}, {licence}. Say “add b-roll”.",
        "zh": "已放入 {session} 的素材库：{name}，作者 {author}，{licence}。说“加空镜”即可使用。",
    },
}


def stock(
    words: Annotated[str, typer.Argument(help="What it should show.")],
    take: Annotated[
        int | None, typer.Option("--take", min=1, help="Put the find of this number into the session.")
    ] = None,
    session: Annotated[str | None, typer.Option("--session", "-s", help="The session it is for.")] = None,
    photos: Annotated[bool, typer.Option("--photos", help="Photos instead of videos.")] = False,
    provider: Annotated[
        Literal["pexels", "pixabay"] | None, typer.Option("--provider", help="Where to look.")
    ] = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Look for stock footage at Pexels or Pixabay; needs a key of yours."""
    tongue = language(lang)
    if take is not None and session is None:
        raise usage("--take needs --session.", "--take 需要同时给出 --session。", tongue, json)
    with answering(tongue, json), stoppable() as cancel, bar(tongue, json) as (looked, _):
        studio = open_studio()
        found = studio.stock(words, "photo" if photos else "video", provider or "")
        if take is not None and session is not None:
            if take > len(found):
                raise usage(f"There are {len(found)} finds.", f"只有 {len(found)} 个结果。", tongue, json)
            item = found[take - 1]
            media = studio.take_stock(item, session, looked, cancel)
            if json:
                emit({"media": media.id, "name": media.name, **item.credit})
                return
            typer.echo(
                _SAYS["took"][tongue].format(
                    session=session, name=media.name, author=item.author, licence=item.licence
                )
            )
            return
    if json:
        emit([{**item.credit, "tags": list(item.tags), "kind": item.kind, "width": item.width,
               "height": item.height, "duration": item.duration} for item in found])  # fmt: skip
        return
    if not found:
        typer.echo(_SAYS["nothing"][tongue].format(words=words))
        return
    for number, item in enumerate(found, 1):
        typer.echo(
            _SAYS["row"][tongue].format(
                number=number, tags=", ".join(item.tags[:4]), width=item.width, height=item.height,
                seconds=item.duration, author=item.author, page=item.page,
            )
        )  # fmt: skip
    typer.echo(_SAYS["take"][tongue])
