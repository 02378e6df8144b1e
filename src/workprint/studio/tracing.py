"""What each edit of a line of revisions made and changed, and so which later ones are only about what an
earlier one made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workprint.base import Fault
from workprint.model import Clip, Facts, Gap, Timeline
from workprint.ops import EditOp, bind
from workprint.store import Revision

Place = tuple[int, int]
"""An edit: which revision of the line, and which of its edits."""
WORDING = ("text", "name")
"""Parameters that are shown, in which no item is named."""
_CHOICES = frozenset({"keep", "only", "mode", "suggested", "pad"})
"""Parameters in which a pass made again may differ from the one that it takes the place of."""
_PASSES = frozenset({"cut_fillers", "cut_retakes", "cut_words", "cut_silences"})


@dataclass(frozen=True)
class Part:
    """A clip, an effect, a track, a marker or a note of the timeline: what it is in, what it is, and when."""

    home: str
    content: Any
    at: int = 0


@dataclass(frozen=True)
class Traced:
    """An edit with the timelines around it."""

    place: Place
    edit: Mapping[str, Any]
    before: Timeline
    after: Timeline

    @cached_property
    def parts(self) -> tuple[Mapping[str, Part], Mapping[str, Part]]:
        return dict(_parts(self.before)), dict(_parts(self.after))

    @cached_property
    def touched(self) -> frozenset[str]:
        """What was there and is another now, elsewhere, or gone."""
        old, new = self.parts
        return frozenset(key for key, part in old.items() if new.get(key) != part)

    def made(self, lost: frozenset[str]) -> frozenset[str]:
        """What is there through this edit alone: not the pieces or successors of what was there before,
        unless that is itself `lost`."""
        old, new = self.parts
        kept = {
            part.home
            for key, part in old.items()
            if key not in lost and (key not in new or new[key].content != part.content)
        }
        return frozenset(key for key, part in new.items() if key not in old and part.home not in kept)


def traced(line: Sequence[Revision], facts: Facts) -> Iterator[Traced]:
    """The edits of a line, oldest first, as they were made; a revision that cannot be made again has none."""
    for index in range(1, len(line)):
        revision = line[index]
        now = with_media(line[index - 1].timeline, revision.timeline)
        try:
            steps = []
            for number, edit in enumerate(revision.edits):
                after = bind(EditOp, edit["op"], edit["params"]).apply(now, facts)
                steps.append(Traced((index, number), edit, now, after))
                now = after
        except Fault:
            continue
        yield from steps


def dependents(root: Place, steps: Sequence[Traced]) -> frozenset[Place]:
    """An edit with the later ones that are about nothing but what it made, or do it again otherwise."""
    first = next((step for step in steps if step.place == root), None)
    if first is None:
        return frozenset({root})
    gone, lost = {root}, first.made(frozenset())
    for step in steps:
        if step.place <= root:
            continue
        about = step.touched | named_in(step.edit["params"], frozenset(step.parts[0]))
        if (about and about <= lost) or again(first.edit, step.edit):
            gone.add(step.place)
            lost |= step.made(lost)
        else:
            lost -= step.made(frozenset())
    return frozenset(gone)


def again(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Whether an edit is the pass of an earlier one with other choices: it begins from the source."""
    if one["op"] != two["op"] or one["op"] not in _PASSES:
        return False
    rest = [{k: v for k, v in each["params"].items() if k not in _CHOICES} for each in (one, two)]
    return one["op"] != "cut_words" or rest[0] == rest[1]


def named_in(value: Any, ids: frozenset[str]) -> frozenset[str]:
    """Which of `ids` parameters name."""
    if isinstance(value, str):
        return frozenset({value}) & ids
    if isinstance(value, Mapping):
        return frozenset().union(*(named_in(v, ids) for k, v in value.items() if k not in WORDING))
    if isinstance(value, Sequence):
        return frozenset().union(*(named_in(each, ids) for each in value))
    return frozenset()


def with_media(timeline: Timeline, later: Timeline) -> Timeline:
    """The timeline with all files that a later one knows."""
    library = {media.id: media for media in (*later.media, *timeline.media)}
    return timeline.model_copy(update={"media": tuple(library.values())})


def _parts(timeline: Timeline) -> Iterator[tuple[str, Part]]:
    yield "canvas", Part("", (timeline.canvas, timeline.rate))
    yield from ((f"note {key}", Part("", value)) for key, value in timeline.metadata.items())
    yield from ((mark.id, Part("marks", mark)) for mark in timeline.markers)
    yield from ((effect.id, Part("timeline", effect)) for effect in timeline.effects)
    for track in timeline.tracks:
        yield track.id, Part("tracks", track.model_copy(update={"items": (), "effects": ()}))
        yield from ((effect.id, Part(track.id, effect)) for effect in track.effects)
        for at, item in track.placed():
            if isinstance(item, Gap):
                continue
            bare = item.model_copy(update={"effects": ()}) if isinstance(item, Clip) else item
            yield item.id, Part(f"items of {track.id}", bare, at)
            if isinstance(item, Clip):
                yield from ((effect.id, Part(item.id, effect)) for effect in item.effects)
