"""What edits did, told with figures read from the timelines before and after."""

from __future__ import annotations

from collections.abc import Sequence

from workprint.base import Lang, seconds
from workprint.model import Timeline

from .arranged import ARRANGED
from .change import Change
from .figures import s, title_of
from .plan import Edit
from .span import written
from .tellers import TELLERS
from .told.along import ALONG
from .told.covers import COVERED
from .told.screen import SCREEN
from .told.story import STORY
from .told.voice import VOICED
from .told.words import WORDS

Told = tuple[Edit, Timeline, Timeline, bool]


def describe_change(before: Timeline, after: Timeline, edits: Sequence[Edit], lang: Lang = "en") -> str:
    """What edits did between two timelines. Several edits are told by what they were and by the
    film's new length."""
    steps = [(edit, before, after, False) for edit in edits]
    return ("" if lang == "zh" else " ").join(describe_steps(steps, lang))


def describe_steps(steps: Sequence[Told], lang: Lang = "en") -> list[str]:
    """A sentence for each edit, and the film's length where it changed."""
    zh = lang == "zh"
    said: list[str] = []
    for edit, before, after, pending in _grouped(steps):
        teller = {**TELLERS, **ARRANGED, **STORY, **SCREEN, **COVERED, **VOICED, **WORDS, **ALONG}.get(
            edit.op
        )
        change = Change(edit, before, after, pending)
        said.append(
            teller(change, zh)
            if teller
            else f"{title_of(edit.op, zh)}。"
            if zh
            else f"{title_of(edit.op, zh)}."
        )
    if not steps:
        return said
    first, last = steps[0][1], steps[-1][2]
    old, new = (float(seconds(t.duration, t.rate)) for t in (first, last))
    if abs(old - new) > 0.04 and old > 0:
        said.append(
            f"影片现在 {_said(new, True)}（原来 {_said(old, True)}）。"
            if zh
            else f"The cut is now {_said(new, False)} (was {_said(old, False)})."
        )
    elif old == 0 and new > 0:
        said.append(f"影片共 {_said(new, True)}。" if zh else f"The film is {_said(new, False)} long.")
    return said


def _said(value: float, zh: bool) -> str:
    return s(value, zh) if value < 120 else f"{written(round(value, 1))}"


def _grouped(steps: Sequence[Told]) -> list[Told]:
    """Many like edits of one clause told as few: appends keep their own lines up to four, more are told as one."""
    appends = [t for t in steps if t[0].op == "append"]
    if len(appends) <= 4:
        return list(steps)
    kept = [t for t in steps if t[0].op != "append"]
    edit, before, _, pending = appends[0]
    return [(edit, before, appends[-1][2], pending), *kept]
