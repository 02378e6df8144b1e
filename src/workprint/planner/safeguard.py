"""What is asked before it is done: an edit that would leave next to nothing, where the request did not
say that in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

from workprint.base import seconds
from workprint.model import Clip, Timeline

from .bench import Step, ask
from .clause import Clause
from .span import written

LEFT = 0.1
"""The share of the film that must be left."""

MANY = 2
"""So many things of a track are more than one thing that was named."""

_ALL = re.compile(
    r"\b(?:all|both|every\w*|each|whole|entire|rest|others?|keep\w*|only|just|leave|extract|clear|empty|anyway|yes|sure|really)\b|\b(?:titles|texts|captions|subtitles|words|lyrics|markers|overlays|logos|b-?rolls?|b rolls?|cutaways)\b|"
    r"全|所有|每|一切|整(?:个|段|片|条)|都|只|仅|保留|留下|其[他余它]|剩下|清空|字幕|文字|空镜|确定|确认|仍然|就这样剪"
)
_CLIPS = re.compile(
    r"\b(?:clips?|shots?|footage|video|film|timeline|track|everything)\b|第\s*\d|片段|素材|视频|镜头|影片|轨道"
)
_NAMED = frozenset({"delete_range", "keep_range", "keep_ranges", "trim", "set_duration"})


def check(c: Clause, steps: Sequence[Step]) -> None:
    """Raises `Asked` where the steps of one clause take away more than it says."""
    if not steps or any(step.pending for step in steps) or _ALL.search(c.text):
        return
    before, after = steps[0].before, steps[-1].after
    was, left = _length(before), _length(after)
    shortened = all(step.edit.op in _NAMED for step in steps) and bool(c.times.ranges or c.times.lengths)
    spoken = any(step.edit.op == "remove_voice_over" for step in steps)
    removed = spoken or (any(step.edit.op == "remove" for step in steps) and _CLIPS.search(c.text))
    if was > 0 and left < was * LEFT and not shortened and not removed:
        _ask(
            f"That would leave {written(left)} of {written(was)}. Is that what you want?",
            f"这样只会剩下 {written(left)}（原来 {written(was)}），确定吗？",
        )
    gone = _emptied(before, after)
    named = any(step.edit.params.get("off") for step in steps)
    if gone and not removed and not named:
        _ask(
            f"That would take away all {gone} of them. Is that what you want?",
            f"这样会把 {gone} 个全部删掉，确定吗？",
        )


def _ask(en: str, zh: str) -> NoReturn:
    ask(en, zh, ("anyway", "确定"), ("leave it", "算了"))


def _length(timeline: Timeline) -> float:
    return float(seconds(timeline.duration, timeline.rate))


def _emptied(before: Timeline, after: Timeline) -> int:
    """How many things a track other than the film has lost, where it has lost all of several."""
    film = before.film
    for track in before.tracks:
        had = sum(isinstance(item, Clip) for item in track.items)
        now = after.track(track.id)
        if (
            had >= MANY
            and track is not film
            and not any(isinstance(item, Clip) for item in (now.items if now else ()))
        ):
            return had
    return 0
