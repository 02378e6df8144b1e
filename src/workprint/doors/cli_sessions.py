"""Commands on a session kept by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .cli_answer import answering, emit, language
from .cli_options import Json, Language, Name, open_studio

if TYPE_CHECKING:
    from workprint.studio import Revision, TakenBack


def undo(
    what: Annotated[str | None, typer.Argument(help='Take back only this change ("the title").')] = None,
    session: Name = ...,  # type: ignore[assignment]
    steps: Annotated[int, typer.Option(min=1, help="How many revisions.")] = 1,
    to: Annotated[int | None, typer.Option("--to", help="Go to this revision.")] = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Take back the last change of a session, or the one named."""
    tongue = language(lang, what or "")
    with answering(tongue, json):
        studio = open_studio()
        if what and not to:
            _tell_taken_back(studio.take_back(session, what), tongue, json)
        else:
            _tell_revision(studio.go(session, to) if to else studio.undo(session, steps=steps), tongue, json)


def _tell_taken_back(done: TakenBack, tongue: str, json: bool) -> None:
    if json:
        emit(done.to_json(tongue))
        return
    from .cli_show import Show

    show = Show(tongue)
    show.line(done.said[tongue])
    show.at(done.revision)


def redo(
    session: Name = ...,  # type: ignore[assignment]
    steps: Annotated[int, typer.Option(min=1, help="How many revisions.")] = 1,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """Bring back what was undone."""
    tongue = language(lang)
    with answering(tongue, json):
        _tell_revision(open_studio().redo(session, steps), tongue, json)


def _tell_revision(now: Revision, tongue: str, json: bool) -> None:
    from workprint.studio import revision_json

    if json:
        emit(revision_json(now))
        return
    from .cli_show import Show

    Show(tongue).revision(now)


def history(session: Name = ..., lang: Language = "auto", json: Json = False) -> None:  # type: ignore[assignment]
    """List the revisions of a session, and the files rendered from it."""
    tongue = language(lang)
    with answering(tongue, json):
        from workprint.studio import revision_json

        studio = open_studio()
        revisions, head, outputs = (
            studio.history(session),
            studio.head(session).number,
            studio.outputs(session),
        )
        if json:
            files = [
                {"revision": each.revision, "path": each.path, "created": each.created} for each in outputs
            ]
            emit(
                {
                    "session": session,
                    "head": head,
                    "revisions": [revision_json(each) for each in revisions],
                    "outputs": files,
                }
            )
            return
        from .cli_show import Show

        show = Show(tongue)
        show.revisions(revisions, head)
        for each in outputs:
            show.named("revision", f"{each.revision} → {each.path}")


def sessions(
    forget: Annotated[str | None, typer.Option("--forget", help="Remove a session; files stay.")] = None,
    lang: Language = "auto",
    json: Json = False,
) -> None:
    """List the sessions kept here."""
    tongue = language(lang)
    with answering(tongue, json):
        from dataclasses import asdict

        studio = open_studio()
        if forget:
            studio.forget(forget)
        if json:
            emit([asdict(each) for each in studio.sessions()])
            return
        from .cli_show import Show

        Show(tongue).session_list(studio.sessions())
