"""Which files a request puts in their place by itself."""

from __future__ import annotations

from collections.abc import Sequence

from workprint.planner import Edit


def self_placed(edits: Sequence[Edit], placed: Sequence[str], sounds: bool = False) -> tuple[str, ...]:
    """Of the media put on the film by taking them in, those that the edits place themselves ("put
    b.mp4 in the corner", "insert b.mp4 at 5 s"): they would be there twice. The first video stays: it
    is the film that the others are put on. Sounds alone are put on no film: none of them stays
    ("a red card with song.wav as music")."""
    named = {edit.params["media"] for edit in edits if isinstance(edit.params.get("media"), str)}
    return tuple(media for media in (placed if sounds else placed[1:]) if media in named)
