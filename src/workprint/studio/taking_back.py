"""Taking back one change in the middle, by doing the later ones again without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workprint.base import Fault
from workprint.model import Facts
from workprint.ops import EditOp, bind, registry
from workprint.store import Revision


class CannotTakeBack(Fault):
    code = "cannot_take_back"
    en = "“{request}” cannot be undone alone, because later changes build on it: {reason} Undo those first."
    zh = "无法单独撤销“{request}”，因为后面的修改依赖它：{reason}请先撤销后面的修改。"


class NoSuchChange(Fault):
    code = "no_such_change"
    en = "No change of “{session}” matches “{what}”. Its changes: {have}."
    zh = "“{session}”中没有与“{what}”相符的修改。现有修改：{have}。"


_REMAINS = ("那个", "这个", "的")
_EMPTY_WORDS = frozenset(("the", "a", "an", "my", "that", "last"))


def named(line: Sequence[Revision], what: str) -> int:
    """The place in `line` of the last change that `what` names, by the words of its request and
    edits. Raises `NoSuchChange`."""
    for particle in _REMAINS:
        what = what.replace(particle, " ")
    words = [word for word in what.lower().split() if word not in _EMPTY_WORDS]
    for index in range(len(line) - 1, -1, -1):
        if line[index].edits and all(word in _spoken(line[index]) for word in words):
            return index
    have = "; ".join(f"“{each.request}”" for each in line if each.request) or "–"
    raise NoSuchChange(session=line[-1].session, what=what, have=have)


def _spoken(revision: Revision) -> str:
    """What a change can be called: by its request, its edits, and the names of the operations in it."""
    said = [revision.request]
    for edit in revision.edits:
        named = {edit["op"], *(each for each in edit["params"].values() if isinstance(each, str))}
        found = [registry()[each] for each in named if each in registry()]
        said += [*named, *(title for op in found for title in op.title.values())]
        said.append(str(edit["params"]))
    return " ".join(said).lower()


def without(line: Sequence[Revision], gone: int, facts: Facts) -> list[Revision]:
    """The revisions after `gone`, made again on what was there before it. Raises `CannotTakeBack`."""
    timeline = line[gone - 1].timeline
    again: list[Revision] = []
    for revision in line[gone + 1 :]:
        library = {media.id: media for media in (*revision.timeline.media, *timeline.media)}
        timeline = timeline.model_copy(update={"media": tuple(library.values())})
        try:
            for edit in revision.edits:
                timeline = bind(EditOp, edit["op"], edit["params"]).apply(timeline, facts)
        except Fault as fault:
            raise CannotTakeBack(request=line[gone].request, reason=fault.say()) from fault
        again.append(replace(revision, timeline=timeline))
    return again
