"""The sentences for captions, with figures read back from the timeline."""

from __future__ import annotations

from typing import Any

from workprint.base import seconds
from workprint.model import Clip, Timeline, Track
from workprint.ops import registry

from .change import Change
from .figures import words
from .span import written


def _captions(timeline: Timeline) -> list[tuple[Track, int, Clip]]:
    return [
        (track, at, clip)
        for track in timeline.tracks
        if track.kind == "text" and track.role == "captions"
        for at, clip in track.clips()
    ]


def captioned(c: Change, zh: bool) -> str:
    """How many captions there are, from when to when, and how far their words can be trusted."""
    look = _look(c, zh)
    if c.pending:
        return (
            f"将听写所说的话并配上字幕{look}。"
            if zh
            else f"What is said will be written down and captioned{look}."
        )
    found = _captions(c.after)
    rate = c.after.rate
    first, last = (
        written(round(float(seconds(f, rate)), 2))
        for f in (found[0][1], max(at + clip.duration for _, at, clip in found))
    )
    many = len(found)
    said = (
        f"配了 {many} 条字幕{look}，{first}–{last}。"
        if zh
        else f"{many} caption{'s' if many != 1 else ''}{look}, {first}–{last}."
    )
    return said + _trust(found[0][0], zh)


def _look(c: Change, zh: bool) -> str:
    preset = str(c.params.get("preset", "clean"))
    named = [_title(preset, zh)] if preset != "clean" else []
    named += words("caption", c.params.get("params") or {}, zh)
    if not named:
        return ""
    return f"（{'、'.join(named)}）" if zh else f" ({', '.join(named)})"


def _title(preset: str, zh: bool) -> str:
    known: Any = registry()["caption"]
    return str(known.titled(preset)["zh" if zh else "en"])


def _trust(track: Track, zh: bool) -> str:
    kept = track.metadata.get("split")
    if not isinstance(kept, dict) or not kept.get("draft"):
        return ""
    return (
        "这些字来自草稿级识别，会有不少错字：请核对，或随素材提供文字稿或字幕文件以得到准确文字。"
        if zh
        else " The words are a draft by a small recogniser, and many will be wrong: correct them, or give the script or a subtitle file along with the footage for exact ones."
    )


def styled(c: Change, zh: bool) -> str:
    """What changed about how many captions."""
    before, after = len(_captions(c.before)), len(_captions(c.after))
    given = dict(c.params.get("params") or {})
    preset = given.pop("preset", None)
    parts = ([_title(str(preset), zh)] if preset else []) + words("caption", given, zh)
    if c.params.get("words"):
        parts.append(
            f"每条最多 {c.params['words']} 个词" if zh else f"at most {c.params['words']} words each"
        )
    if c.params.get("lines"):
        parts.append(
            f"最多 {c.params['lines']} 行"
            if zh
            else f"at most {c.params['lines']} line{'s' if c.params['lines'] > 1 else ''}"
        )
    look = ("、" if zh else ", ").join(parts)
    if c.pending:
        return f"字幕将改为：{look}。" if zh else f"The captions will be: {look}."
    anew = "" if before == after else f"（原来 {before} 条）" if zh else f" (there were {before})"
    return f"{after} 条字幕：{look}{anew}。" if zh else f"All {after} captions{anew}: {look}."
