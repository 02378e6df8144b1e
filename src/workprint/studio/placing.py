"""Which files a request puts in their place by itself, or keeps for b-roll."""

from __future__ import annotations

from collections.abc import Sequence

from workprint.base import Text
from workprint.model import MediaFile
from workprint.planner import Edit, asks_for_broll


def self_placed(edits: Sequence[Edit], placed: Sequence[str], sounds: bool = False) -> tuple[str, ...]:
    """Of the media put on the film by taking them in, those that the edits place themselves ("put
    b.mp4 in the corner", "insert b.mp4 at 5 s"): they would be there twice. The first video stays: it
    is the film that the others are put on. Sounds alone are put on no film: none of them stays
    ("a red card with song.wav as music")."""
    named = {edit.params["media"] for edit in edits if isinstance(edit.params.get("media"), str)}
    return tuple(media for media in (placed if sounds else placed[1:]) if media in named)


def for_broll(request: str, new: Sequence[MediaFile], placed: Sequence[str]) -> tuple[str, ...]:
    """Of several videos given at once for a new film, those that a request for b-roll is to lay over
    the first: the ones it names, else all the others."""
    if len(placed) < 2 or not asks_for_broll(request):
        return ()
    names = {each.id: each.name.lower() for each in new}
    named = [media for media in placed if names[media] in request.lower()]
    return tuple(named) if 0 < len(named) < len(placed) else tuple(placed[1:])


def kept_for_broll(new: Sequence[MediaFile], kept: Sequence[str]) -> Text:
    """What is said of them."""
    film, over = (
        [each.name for each in new if each.kind == "video" and (each.id in kept) is waits]
        for waits in (False, True)
    )
    return {
        "en": f"The film is {', '.join(film)}; in the library as b-roll: {', '.join(over)}.",
        "zh": f"影片是 {'、'.join(film)}；素材库里用作空镜的是 {'、'.join(over)}。",
    }
