"""Taking back one change in the middle, by doing the later ones again without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workprint.base import Fault, Text
from workprint.model import Facts, Timeline
from workprint.ops import EditOp, Operation, bind, registry
from workprint.store import Revision


class CannotTakeBack(Fault):
    code = "cannot_take_back"
    en = "“{request}” cannot be undone alone, because later changes build on it: {because[en]} Undo those first."
    zh = "无法单独撤销“{request}”，因为后面的修改依赖它：{because[zh]}请先撤销后面的修改。"


class NoSuchChange(Fault):
    code = "no_such_change"
    en = "No change of “{session}” matches “{what}”. Its changes: {have}."
    zh = "“{session}”中没有与“{what}”相符的修改。现有修改：{have}。"


_REMAINS = ("那个", "这个", "的")
_EMPTY_WORDS = frozenset(("the", "a", "an", "my", "that", "last"))


@dataclass(frozen=True)
class Named:
    """What of a line of revisions is to be taken back: edits of one of them, by their places."""

    index: int
    revision: Revision
    places: frozenset[int]

    @property
    def kept(self) -> tuple[Mapping[str, Any], ...]:
        """The edits of that request that stay."""
        return tuple(edit for place, edit in enumerate(self.revision.edits) if place not in self.places)

    def told(self) -> Text:
        """The sentence for the user: what is gone, and whether it was all that was asked for then."""
        gone = [_operation(edit) for place, edit in enumerate(self.revision.edits) if place in self.places]
        names = {
            lang: ", ".join(dict.fromkeys(op.title.get(lang, op.name) for op in gone)) for lang in ("en", "zh")
        }
        request = self.revision.request
        if self.kept:
            return {
                "en": f"Taken back: {names['en']}. The rest of “{request}” stays.",
                "zh": f"已撤销：{names['zh']}。“{request}”的其余部分保留。",
            }
        return {
            "en": f"Taken back: {names['en']} (“{request}”).",
            "zh": f"已撤销：{names['zh']}（“{request}”）。",
        }


def named(line: Sequence[Revision], what: str, history: Sequence[Revision] = ()) -> Named:
    """What `what` names: the edits of the last request that has such edits, else the last request
    that says it in words, whole. A request of which `history` has more edits was taken back in part
    already, and its words do not count any more. Raises `NoSuchChange`."""
    for particle in _REMAINS:
        what = what.replace(particle, " ")
    words = [word for word in what.lower().split() if word not in _EMPTY_WORDS]
    backwards = [(index, line[index]) for index in range(len(line) - 1, 0, -1) if line[index].edits]
    for index, revision in backwards:
        places = [
            place
            for place, edit in enumerate(revision.edits)
            if words and all(word in _spoken(edit) for word in words)
        ]
        if places:
            return Named(index, revision, frozenset(places))
    once = {each.request: len(each.edits) for each in sorted(history, key=lambda each: len(each.edits))}
    for index, revision in backwards:
        whole = len(revision.edits) >= once.get(revision.request, 0)
        if whole and all(word in revision.request.lower() for word in words):
            return Named(index, revision, frozenset(range(len(revision.edits))))
    have = "; ".join(f"“{each.request}”" for each in line if each.request) or "–"
    raise NoSuchChange(session=line[-1].session, what=what.strip(), have=have)


def _spoken(edit: Mapping[str, Any]) -> str:
    """What an edit can be called: by its operation, the operations in it, and its parameters."""
    names = {edit["op"], *(each for each in edit["params"].values() if isinstance(each, str))}
    found = [registry()[each] for each in names if each in registry()]
    titles = [title for op in found for title in op.title.values()]
    return " ".join([*names, *titles, str(edit["params"])]).lower()


def _operation(edit: Mapping[str, Any]) -> type[Operation]:
    """What people see of an edit: the title of "add a text", the vignette of "add an effect"."""
    inner = (edit["params"].get(key) for key in ("style", "effect", "transition"))
    return registry()[next((each for each in inner if each in registry()), edit["op"])]


def without(line: Sequence[Revision], gone: Named, facts: Facts) -> list[Revision]:
    """What stays of the revision, and the revisions after it, made again on what was there before.
    Raises `CannotTakeBack`."""
    timeline = line[gone.index - 1].timeline
    rest = [replace(gone.revision, edits=gone.kept)] if gone.kept else []
    again: list[Revision] = []
    for revision in (*rest, *line[gone.index + 1 :]):
        library = {media.id: media for media in (*revision.timeline.media, *timeline.media)}
        timeline = timeline.model_copy(update={"media": tuple(library.values())})
        timeline = _again(timeline, revision, gone, facts)
        again.append(replace(revision, timeline=timeline))
    return again


def _again(timeline: Timeline, revision: Revision, gone: Named, facts: Facts) -> Timeline:
    try:
        for edit in revision.edits:
            timeline = bind(EditOp, edit["op"], edit["params"]).apply(timeline, facts)
    except Fault as fault:
        because = {"en": fault.say("en"), "zh": fault.say("zh")}
        raise CannotTakeBack(request=gone.revision.request, because=because) from fault
    return timeline
