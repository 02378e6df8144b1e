"""Taking back one change in the middle, by doing the later ones again without it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from workprint.base import Fault, Lang, Text
from workprint.model import Facts, Timeline
from workprint.ops import EditOp, Operation, bind, registry
from workprint.planner import Called, called
from workprint.store import Revision

from .tracing import WORDING, Place, Traced, dependents, traced, with_media


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


class AllOfOnePiece(Fault):
    code = "all_of_one_piece"
    en = "That was not changed since it was made with “{request}”, so it cannot be undone alone; “undo the {whole}” takes back all of it."
    zh = "自“{request}”做好之后没有单独改过这一点，所以无法单独撤销；说“撤销{whole}”可以全部撤销。"


_REMAINS = ("那个", "这个", "的")
_ING = re.compile(r"([b-df-hj-np-tv-z])\1ing$|(?<=[a-z]{4})ing$")
"""The end of "trimming" and "zooming", which "trim" and "zoom" have not."""
_EMPTY_WORDS = frozenset(("the", "a", "an", "my", "that", "last"))


@dataclass(frozen=True)
class Named:
    """What of a line of revisions is to be taken back: an edit (or several of one request), and the later
    ones that are about nothing but what it made."""

    line: Sequence[Revision]
    first: frozenset[Place]
    places: frozenset[Place]

    @property
    def index(self) -> int:
        """Where in the line it begins."""
        return min(index for index, _ in self.places)

    @property
    def revision(self) -> Revision:
        """The request that made it."""
        return self.line[self.index]

    def left_out(self, index: int) -> frozenset[int]:
        """Which edits of a revision go."""
        return frozenset(number for at, number in self.places if at == index)

    def told(self) -> Text:
        """The sentence for the user: what is gone, what went with it, and what stays of the request."""
        made, later = _listed(self.line, self.first), _listed(self.line, self.places - self.first)
        stays = len(self.revision.edits) > len(self.left_out(self.index))
        request = self.revision.request
        return {
            "en": f"Taken back: {made['en']}."
            + (f" What was done to it since went with it: {later['en']}." if self.places - self.first else "")
            + (f" The rest of “{request}” stays." if stays else ""),
            "zh": f"已撤销：{made['zh']}。"
            + (f"之后只针对它的修改也一并撤销：{later['zh']}。" if self.places - self.first else "")
            + (f"“{request}”的其余部分保留。" if stays else ""),
        }


def _listed(line: Sequence[Revision], places: frozenset[Place]) -> Text:
    """Edits by what people see of them, each request with its own."""
    rows: dict[Lang, list[str]] = {"en": [], "zh": []}
    for index in sorted({index for index, _ in places}):
        ops = [_operation(line[index].edits[number]) for at, number in sorted(places) if at == index]
        request = line[index].request
        for lang, (left, right) in (("en", (" (“", "”)")), ("zh", ("（“", "”）"))):
            names = ", ".join(dict.fromkeys(op.title.get(lang, op.name) for op in ops))
            rows[lang].append(f"{names}{left}{request}{right}" if request else names)
    return {"en": "; ".join(rows["en"]), "zh": "；".join(rows["zh"])}


def named(
    line: Sequence[Revision], what: str, history: Sequence[Revision] = (), facts: Facts | None = None
) -> Named:
    """What `what` names. A thing by its own word ("the captions") is what made it, with all that was done
    to it since; a side of it ("the caption colour") the last change of that. Else the edits of the last
    request that has edits of that name, else the last request that says it in words, whole. A request of
    which `history` has more edits was taken back in part already, and its words do not count any more.
    Raises `NoSuchChange` and `AllOfOnePiece`."""
    steps = list(traced(line, facts or {}))
    meant = called(what)
    if meant is not None and (found := _thing(line, meant, steps)):
        return found
    first = _by_words(line, what, history)
    every = frozenset().union(*(dependents(place, steps) for place in first))
    return Named(line, first, every)


def _thing(line: Sequence[Revision], meant: Called, steps: Sequence[Traced]) -> Named | None:
    """What made a thing, or the last change of a side of it; None where there is no such thing."""
    made = [
        (index, number)
        for index in range(1, len(line))
        for number, edit in enumerate(line[index].edits)
        if edit["op"] in meant.makers
    ]
    exact = [place for place in made if _said_of(line, place, meant.rest)]
    if not made:
        return None
    last = (exact or made)[-1]
    # What was made in the place of an earlier one of its kind goes with that.
    root, gone = next((place, every) for place in made if last in (every := dependents(place, steps)))
    if meant.side is None and exact:
        return Named(line, frozenset({root}), gone)
    sides = [place for place in gone if place != root and _side(line, place, meant)]
    if sides:
        return Named(line, frozenset({max(sides)}), dependents(max(sides), steps))
    if meant.side is None:
        return None
    raise AllOfOnePiece(request=line[root[0]].request, whole=meant.thing)


def _said_of(line: Sequence[Revision], place: Place, words: Sequence[str]) -> bool:
    """Whether words are said of an edit, by itself or by its request."""
    index, number = place
    known = f"{_spoken(line[index].edits[number])} {line[index].request.lower()}"
    return all(word in known for word in words)


def _side(line: Sequence[Revision], place: Place, meant: Called) -> bool:
    """Whether an edit is about the side of a thing that is meant."""
    if meant.side is None:
        return _said_of(line, place, meant.rest)
    params = line[place[0]].edits[place[1]]["params"]
    inner = params.get("params")
    return bool(meant.side & {*params, *(inner if isinstance(inner, Mapping) else ())})


def _by_words(line: Sequence[Revision], what: str, history: Sequence[Revision]) -> frozenset[Place]:
    """The edits of the last request that has edits of a name, else of the last request that says it."""
    for particle in _REMAINS:
        what = what.replace(particle, " ")
    words = [_ING.sub(r"\1", word) for word in what.lower().split() if word not in _EMPTY_WORDS]
    backwards = [(index, line[index]) for index in range(len(line) - 1, 0, -1) if line[index].edits]
    for index, revision in backwards:
        places = [
            (index, place)
            for place, edit in enumerate(revision.edits)
            if words and all(word in _spoken(edit) for word in words)
        ]
        if places:
            return frozenset(places)
    once = {each.request: len(each.edits) for each in sorted(history, key=lambda each: len(each.edits))}
    for index, revision in backwards:
        whole = len(revision.edits) >= once.get(revision.request, 0)
        if whole and all(word in revision.request.lower() for word in words):
            return frozenset((index, place) for place in range(len(revision.edits)))
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


def without(gone: Named, facts: Facts) -> list[Revision]:
    """What stays of the revision, and the revisions after it, made again on what was there before.
    Raises `CannotTakeBack`."""
    start = gone.line[gone.index - 1].timeline
    again = _Again(start, start, facts)
    made: list[Revision] = []
    try:
        for index, (before, revision) in enumerate(pairwise(gone.line[gone.index - 1 :]), gone.index):
            # Footage taken in is no change of the film; what a client wrote back is one without edits.
            library = {"media": before.timeline.media}
            if not revision.edits and revision.timeline.model_copy(update=library) != before.timeline:
                raise ChangedByHand()
            left_out = gone.left_out(index)
            edits = again.run(revision, left_out)
            if edits or not left_out:
                made.append(replace(revision, edits=edits, timeline=again.now))
    except Fault as fault:
        because = {"en": fault.say("en"), "zh": fault.say("zh")}
        raise CannotTakeBack(request=gone.revision.request, because=because) from fault
    return made


@dataclass
class _Again:
    """The same edits on two timelines: as it was, and as it is without some of them.

    An item made after one that is gone gets another id than it had (the first free one); the edits
    that speak of it are made to say the new one. What is gone is left out of the lists that name it.
    """

    was: Timeline
    now: Timeline
    facts: Facts

    def __post_init__(self) -> None:
        self.names: dict[str, str] = {}
        self.lost: frozenset[str] = frozenset()

    def run(self, revision: Revision, left_out: frozenset[int]) -> tuple[Mapping[str, Any], ...]:
        """The edits of a revision but those at the places left out, as they were made."""
        self.was, self.now = (with_media(each, revision.timeline) for each in (self.was, self.now))
        edits = []
        for place, edit in enumerate(revision.edits):
            was = self._apply(self.was, edit)
            new = frozenset(was.ids() - self.was.ids())
            if place in left_out:
                self.lost |= new
            else:
                edit = {**edit, "params": _renamed(edit["params"], self.names, self.lost)}
                now = self._apply(self.now, edit)
                self._match(was, now)
                self.lost -= new
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


def _order(name: str) -> tuple[str, int]:
    """Ids in the order in which they were given out: c2 before c10."""
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :] or 0)


def _renamed(value: Any, names: Mapping[str, str], lost: frozenset[str]) -> Any:
    """Parameters with ids by their new names, lists without those that are gone; what is shown on screen
    stays as it is."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(each, names, lost) for each in value if not (isinstance(each, str) and each in lost)]
    if isinstance(value, dict):
        return {key: each if key in WORDING else _renamed(each, names, lost) for key, each in value.items()}
    return value
