"""What "it" is after each edit, and after the turns before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from workprint.model import FileRef, GeneratorRef, Timeline

from .plan import Edit, Turn


@dataclass(frozen=True)
class Focus:
    """What "it" is: a kind of thing (music, text, overlay, clip, film, silence, transition, sound,
    export), the ids, and the edit that made it so."""

    kind: str
    ids: tuple[str, ...] = ()
    edit: Edit | None = None


_FOCUS = {
    "add_music": "music", "set_music": "music", "duck_music": "music", "add_text": "text", "set_text": "text",
    "overlay": "overlay", "cut_silences": "silence", "add_transitions": "transition", "fade_ends": "fade",
    "set_loudness": "loudness", "replace_sound": "music", "caption_speech": "captions", "style_captions": "captions", "import_captions": "captions", "remove_captions": "captions", "shift_captions": "captions", "settle_captions": "captions",
}  # fmt: skip


def focus_after(edit: Edit, before: Timeline | None, after: Timeline) -> Focus | None:
    """What an edit was about."""
    new = tuple(
        clip.id
        for track in after.tracks
        for _, clip in track.clips()
        if before is not None and before.find(clip.id) is None
    )
    params = edit.params
    named = tuple(params.get("targets") or params.get("clips") or ())
    single = tuple(str(params[key]) for key in ("clip", "id", "a", "track") if params.get(key))
    ids = tuple(i for i in (named or single) if after.find(i) or after.track(i) or i == "timeline")
    kind = _FOCUS.get(edit.op, "")
    if kind == "text":
        return Focus("text", single or new or _same_text(params, after), edit)
    if kind == "overlay":
        return Focus("overlay", new or _same_media(params, after), edit)
    if kind:
        return Focus(kind, ids, edit)
    if edit.op in ("set_volume", "mute", "add_effect", "set_effect"):
        roles = {_role(after, item) for item in ids}
        return Focus(roles.pop() if len(roles) == 1 else "clip" if ids else "film", ids, edit)
    if edit.op in ("append", "insert", "overwrite", "freeze_frame"):
        return Focus("clip", new or _same_media(params, after), edit)
    return Focus("clip" if ids else "film", ids, edit)


def _role(timeline: Timeline, item: str) -> str:
    found = timeline.find(item)
    track = timeline.track(item) or (found[0] if found else None)
    if track is None:
        return "film"
    if track.kind == "text":
        return "text"
    if track.kind == "audio":
        return "sound" if track.role in ("voice", "sound") else "music"
    return "clip" if track is timeline.film else "overlay"


def _same_text(params: dict[str, Any], timeline: Timeline) -> tuple[str, ...]:
    return tuple(
        clip.id
        for track in timeline.tracks
        for _, clip in track.clips()
        if isinstance(clip.media, GeneratorRef) and clip.media.params.get("text") == params.get("text")
    )


def _same_media(params: dict[str, Any], timeline: Timeline) -> tuple[str, ...]:
    return tuple(
        clip.id
        for track in timeline.tracks
        for _, clip in track.clips()
        if isinstance(clip.media, FileRef) and clip.media.media == params.get("media")
    )


def focus_of(history: tuple[Turn, ...], timeline: Timeline) -> Focus | None:
    """What the last turn that did something was about."""
    for turn in reversed(history):
        if turn.edits:
            return focus_after(turn.edits[-1], None, timeline)
        if re.search(r"export|导出|render", turn.request, re.I):
            continue
    return None
