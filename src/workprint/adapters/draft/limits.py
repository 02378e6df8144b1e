"""What no draft may hold, whatever it means: too much, too deep, and values that nothing can use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workprint.base import Fault

from . import faults as wrong

MAX_PARTS = 40_000
"""Objects and lists of a draft: some twenty thousand segments, read within ten seconds."""
MAX_DEPTH = 160
"""Objects and lists inside one another, those of nested drafts included."""
MAX_NESTED = 16
"""Drafts inside one another."""
MAX_NUMBER = 2**64

Place = tuple[str | int, ...]
"""Where in the JSON something stands: ("t", 0, "sg", 2)."""


class TooLarge(Fault):
    code = "draft_too_large"
    en = "This draft has more than {limit} objects and lists; that is more than can be worked with."
    zh = "此草稿的对象和列表超过 {limit} 个，无法处理。"


class TooDeep(Fault):
    code = "draft_too_deep"
    en = "Too much lies inside one another here: at most {drafts} drafts, or {levels} levels of JSON."
    zh = "此处嵌套过深：草稿最多嵌套 {drafts} 层，JSON 最多 {levels} 层。"


def forbidden(raw: dict[str, Any]) -> dict[Place, Fault]:
    """Numbers that are not finite or beyond 64 bits, text with NUL or half characters: by place.

    Raises `DraftFaults` at once where the draft is too large or too deep to be looked at.
    """
    found: dict[Place, Fault] = {}
    stack: list[tuple[dict[str, Any] | list[Any], Place, int]] = [(raw, (), 0)]
    parts = 0
    while stack:
        holder, place, nested = stack.pop()
        parts += 1
        if parts > MAX_PARTS:
            raise wrong.DraftFaults([TooLarge(path="", limit=MAX_PARTS)])
        if len(place) >= MAX_DEPTH or nested > MAX_NESTED:
            deep = TooDeep(path=wrong.pointer(place), drafts=MAX_NESTED, levels=MAX_DEPTH)
            raise wrong.DraftFaults([deep])
        items: Iterable[tuple[str | int, Any]]
        items = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in items:
            if isinstance(value, (dict, list)):
                stack.append((value, (*place, key), nested + (key == "draft")))
            if _unusable(key) or _unusable(value):
                here = (*place, key)
                said = wrong.shown(key if _unusable(key) else value)
                found[here] = wrong.NotPossible(path=wrong.pointer(here), found=said)
    return found


def _unusable(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value or not (value.isascii() or _is_text(value))
    # `not <=` rather than `>`: it holds for NaN too.
    return isinstance(value, (int, float)) and not abs(value) <= MAX_NUMBER


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
