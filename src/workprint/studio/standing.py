"""What was said in a session and still stands."""

from __future__ import annotations

from workprint.planner import Edit, Turn
from workprint.store import Sessions


def standing(sessions: Sessions, name: str) -> tuple[Turn, ...]:
    """What was said so far, without the changes that were taken back since."""
    line = sessions.line(name) if sessions.has(name) else ()
    kept = {revision.request: revision.edits for revision in line}
    return tuple(
        Turn(
            request=turn.request,
            edits=tuple(Edit(**edit) for edit in kept.get(turn.request, ())),
            reply=turn.reply,
        )
        for turn in sessions.turns(name)
        if turn.request in kept or not turn.plan["edits"]
    )
