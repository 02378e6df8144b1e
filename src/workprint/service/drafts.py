"""The film as a draft that clients take, change and give back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workprint.adapters import draft
from workprint.base import Fault
from workprint.model import COMPANIONS, Clip, MediaFile, Timeline, TimelineRef, companions, with_companions
from workprint.ops import check
from workprint.store import Revision, SessionChanged
from workprint.studio import Studio

from .faults import DraftConflict
from .guarded import files_named
from .plans import not_too_long
from .state import public


class NotInSession(Fault):
    code = "not_in_session"
    en = "This session has no file “{media}”; it has {have}. Upload the file first."
    zh = "该会话中没有文件“{media}”；现有：{have}。请先上传文件。"


class Drafts:
    """The films of sessions, as drafts."""

    def __init__(self, studio: Studio, longest: float) -> None:
        """`longest`: seconds that a film may have."""
        self.studio = studio
        self.longest = longest

    def read(self, session: str, given: Mapping[str, Any] | str) -> Timeline:
        """The film of a draft. Its files are those of the session, by their ids: what the draft says
        about them counts for nothing. Raises `DraftFaults` with all that is wrong, each with its
        path, and `FilmTooLong`."""
        head = self.studio.head(session).timeline
        own = {media.id: media for media in head.media}

        def all_of(film: Timeline) -> Sequence[Fault]:
            return [*check(film), *files_named(film), *_strange(film, own, ())]

        film = draft.read(given, all_of)
        not_too_long(film, self.longest)
        waiting = {key: value for key, value in head.metadata.items() if key == COMPANIONS}
        rest = {key: value for key, value in film.metadata.items() if key != COMPANIONS}
        return _with_media(film.model_copy(update={"metadata": {**rest, **waiting}}), own)

    def put(self, session: str, given: Mapping[str, Any] | str, expected: int) -> Revision:
        """Make a draft the present film, if the film is still at the revision that was edited; an undo
        leads back. Raises `DraftConflict` with the current one, and `DraftFaults`."""
        head = self.studio.head(session)
        if head.number != expected:
            raise conflict(head, expected)
        film = self.read(session, given)
        # A client may leave out files that no clip plays; the session keeps them.
        listed = {media.id for media in film.media}
        rest = tuple(media for media in head.timeline.media if media.id not in listed)
        film = film.model_copy(update={"media": (*film.media, *rest)})
        if film == head.timeline:
            return head
        try:
            return self.studio.kept.add(session, film, parent=expected, by_hand=True)
        except SessionChanged as fault:
            raise conflict(self.studio.head(session), expected) from fault


def conflict(head: Revision, expected: int) -> DraftConflict:
    """What is told to who edited another revision than the present one."""
    current = {"revision": head.number, "draft": public(head.timeline)}
    return DraftConflict(current=head.number, expected=expected, **current)


def _strange(film: Timeline, own: Mapping[str, MediaFile], nest: tuple[str, ...]) -> Iterator[Fault]:
    """A fault for each file that the session does not have, also of films in the film."""
    for media in film.media:
        if media.id not in own:
            have = ", ".join(own) or "–"
            yield NotInSession(media=media.id, have=have, at=(*nest, media.id), key=("library",))
    for clip in _clips(film):
        if isinstance(clip.media, TimelineRef):
            yield from _strange(clip.media.timeline, own, (*nest, clip.id))


def _with_media(film: Timeline, own: Mapping[str, MediaFile]) -> Timeline:
    """The film with the session's own files, in the films within it too."""
    tracks = tuple(
        track.model_copy(update={"items": tuple(_own_item(item, own) for item in track.items)})
        for track in film.tracks
    )
    # What this version does not know of a draft's file is kept with it.
    media = tuple(_own_media(each, own[each.id]) for each in film.media)
    return film.model_copy(update={"media": media, "tracks": tracks})


def _own_media(given: MediaFile, own: MediaFile) -> MediaFile:
    """The session's own file. What was given along with it names files too: that is the session's own."""
    more = {**own.metadata, **given.metadata}
    return with_companions(own.model_copy(update={"metadata": more}), companions(own))


def _own_item(item: Any, own: Mapping[str, MediaFile]) -> Any:
    if not isinstance(item, Clip) or not isinstance(item.media, TimelineRef):
        return item
    inner = item.media.model_copy(update={"timeline": _with_media(item.media.timeline, own)})
    return item.model_copy(update={"media": inner})


def _clips(film: Timeline) -> Iterator[Clip]:
    for track in film.tracks:
        for _, clip in track.clips():
            yield clip
