"""Taking back one change in the middle, by doing the later ones again without it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from workprint.base import Fault, Text
from workprint.model import Facts, Timeline
from workprint.ops import EditOp, Operation, bind, registry
from workprint.store import Revision


class CannotTakeBack(Fault):
    code = "cannot_take_back"
    en = "“{request}” cannot be undone alone, because later changes build on it: {because[en]} Undo those first."
    zh = "无法单独撤销“{request}”，因为后面的修改依赖它：{because[zh]}请先撤销后面的修改。"


class ChangedByHand(Fault):
    code = "changed_by_hand"
    en = "The film was changed by hand since."
    zh = "此后影片被手动修改过。"


class NoSuchChange(Fault):
    code = "no_such_change"
    en = "No change of “{session}” matches “{what}”. Its changes: {have}."
    zh = "“{session}”中没有与“{what}”相符的修改。现有修改：{have}。"


_REMAINS = ("那个", "这个", "的")
_ING = re.compile(r"([b-df-hj-np-tv-z])\1ing$|(?<=[a-z]{4})ing$")
"""The end of "trimming" and "zooming", which "trim" and "zoom" have not."""
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
            lang: ", ".join(dict.fromkeys(op.title.get(lang, op.name) for op in gone))
            for lang in ("en", "zh")
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
    words = [_ING.sub(r"\1", word) for word in what.lower().split() if word not in _EMPTY_WORDS]
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
    start = line[gone.index - 1].timeline
    again = _Again(start, start, facts)
    made: list[Revision] = []
    try:
        for before, revision in pairwise(line[gone.index - 1 :]):
            # Footage taken in is no change of the film; what a client wrote back is one without edits.
            library = {"media": before.timeline.media}
            if not revision.edits and revision.timeline.model_copy(update=library) != before.timeline:
                raise ChangedByHand()
            left_out = gone.places if revision is gone.revision else frozenset()
            edits = again.run(revision, left_out)
            if edits or revision is not gone.revision:
                made.append(replace(revision, edits=edits, timeline=again.now))
    except Fault as fault:
        because = {"en": fault.say("en"), "zh": fault.say("zh")}
        raise CannotTakeBack(request=gone.revision.request, because=because) from fault
    return made


@dataclass
class _Again:
    """The same edits on two timelines: as it was, and as it is without some of them.

    An item made after one that is gone gets another id than it had (the first free one); the edits
    that speak of it are made to say the new one.
    """

    was: Timeline
    now: Timeline
    facts: Facts

    def __post_init__(self) -> None:
        self.names: dict[str, str] = {}

    def run(self, revision: Revision, left_out: frozenset[int]) -> tuple[Mapping[str, Any], ...]:
        """The edits of a revision but those at the places left out, as they were made."""
        self.was, self.now = (_with_media(each, revision.timeline) for each in (self.was, self.now))
        edits = []
        for place, edit in enumerate(revision.edits):
            was = self._apply(self.was, edit)
            if place not in left_out:
                edit = {**edit, "params": _renamed(edit["params"], self.names)}
                now = self._apply(self.now, edit)
                self._match(was, now)
                self.now = now
                edits.append(edit)
            self.was = was
        return tuple(edits)

    def _apply(self, timeline: Timeline, edit: Mapping[str, Any]) -> Timeline:
        return bind(EditOp, edit["op"], edit["params"]).apply(timeline, self.facts)

    def _match(self, was: Timeline, now: Timeline) -> None:
        """Note which new id stands for which old one, kind by kind: a track may be needed only now."""
        made = [sorted(a.ids() - b.ids(), key=_order) for a, b in ((was, self.was), (now, self.now))]
        for kind in {_order(each)[0] for each in made[0]}:
            old, new = ([each for each in ids if _order(each)[0] == kind] for ids in made)
            if len(old) == len(new):
                self.names.update(zip(old, new, strict=True))


def _with_media(timeline: Timeline, later: Timeline) -> Timeline:
    library = {media.id: media for media in (*later.media, *timeline.media)}
    return timeline.model_copy(update={"media": tuple(library.values())})


def _order(name: str) -> tuple[str, int]:
    """Ids in the order in which they were given out: c2 before c10."""
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :] or 0)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Parameters with ids by their new names; what is shown on screen stays as it is."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    if isinstance(value, dict):
        return {
            key: each if key in ("text", "name") else _renamed(each, names) for key, each in value.items()
        }
    return value
