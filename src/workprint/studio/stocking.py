"""Stock footage in a session's library."""

from __future__ import annotations

from pathlib import Path

from workprint.model import MediaFile
from workprint.ops import TAGS
from workprint.store import Sessions

from .intake import Intake
from .stock import Item

CREDIT = "credit"
"""Where whose a file is, and how it may be used, is kept in its metadata."""


def stocked(kept: Sessions, intake: Intake, session: str, path: Path, item: Item) -> MediaFile:
    """A fetched file taken into a session, tagged by what it shows, with its author and licence."""
    before = kept.head(session)
    taken = intake.take(before.timeline, [path])
    content = intake.library.identify(path).hash
    file = next(each for each in taken.timeline.media if each.hash == content)
    known = {TAGS: list(item.tags), CREDIT: item.credit}
    marked = file.model_copy(update={"metadata": {**file.metadata, **known}})
    media = tuple(marked if each.id == file.id else each for each in taken.timeline.media)
    kept.add(session, taken.timeline.model_copy(update={"media": media}), parent=before.number)
    return marked
