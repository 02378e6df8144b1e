"""Cutting and mending the items of a track, in frames.

Cutting leaves pieces that carry the same id; `settle` mends the whole document afterwards: ids are
made unique, gaps merged, transitions that lost a neighbour dropped, opening and closing fades kept
only where a clip still opens or closes, captions put where their words play.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from workprint.base import Range
from workprint.model import Clip, Effect, Gap, ItemRef, Timeline, Track, Transition

from .retelling import retold

AnyItem = Clip | Gap | Transition

OPENING = frozenset({"fade_in", "sound_fade_in"})
"""Effects that belong to the first piece of a clip."""
CLOSING = frozenset({"fade_out", "sound_fade_out"})
"""Effects that belong to the last piece of a clip."""


class Strip:
    """Items in a row, for cutting ranges out of them quickly."""

    def __init__(self, items: Sequence[AnyItem]) -> None:
        self.items = tuple(items)
        self.starts: list[int] = []
        at = 0
        for item in self.items:
            self.starts.append(at)
            at += item.duration
        self.duration = at

    def slice(self, span: Range) -> tuple[AnyItem, ...]:
        """What lies in a range, with the transitions at its two edges; empty beyond the end.

        [A    ][B    ]  from the middle of A to the middle of B  ->  [A ][B ]
        """
        first = max(0, bisect_left(self.starts, span.start) - 1)
        found: list[AnyItem] = []
        for index in range(first, bisect_right(self.starts, span.end)):
            item, at = self.items[index], self.starts[index]
            if isinstance(item, Transition):
                found.append(item)
                continue
            start, end = max(span.start, at), min(span.end, at + item.duration)
            if end > start:
                found.append(piece(item, start - at, end - start))
        return tuple(found)

    def at(self, frame: int) -> tuple[int, Clip | Gap] | None:
        """The clip or gap that covers a frame, with its start."""
        for index in range(bisect_right(self.starts, frame) - 1, -1, -1):
            item = self.items[index]
            if isinstance(item, Transition):
                continue
            return (self.starts[index], item) if frame < self.starts[index] + item.duration else None
        return None


def piece(item: Clip | Gap, offset: int, duration: int) -> Clip | Gap:
    """Part of an item; the item itself where the part is all of it."""
    if offset == 0 and duration == item.duration:
        return item
    if isinstance(item, Clip):
        return item.sub(offset, duration)
    return item.model_copy(update={"duration": duration})


def stretch(clip: Clip, head: int, tail: int) -> Clip:
    """A clip with more (or, negative, less) of its media at its head and tail.

        [  A  ]  ->  [. A .]

    The caller has made sure that the media has it.
    """
    if head <= 0 and tail <= 0:
        return clip.sub(-head, clip.duration + head + tail)
    if head:
        shifted = clip.sub(-head, 1)
        clip = clip.model_copy(update={"effects": shifted.effects, "media": shifted.media})
    source = clip.source
    before = 0 if clip.freeze else (tail if clip.reverse else head)
    start = max(0, source.start - before)
    return clip.model_copy(update={"source": Range(start=start, duration=source.duration + head + tail)})


def laid(parts: Iterable[tuple[int, AnyItem]]) -> tuple[AnyItem, ...]:
    """Items at given starts, in order and without overlap, as a row with gaps between."""
    row: list[AnyItem] = []
    at = 0
    for start, item in parts:
        if start > at:
            row.append(Gap(duration=start - at))
            at = start
        row.append(item)
        at += item.duration
    return tuple(row)


def settle(before: Timeline, after: Timeline) -> Timeline:
    """The document made whole again after surgery on its tracks."""
    old = {track.id: track for track in before.tracks}
    neighbours = dict(pair for track in before.tracks for pair in _neighbours(track.items))
    changed = [track for track in after.tracks if old.get(track.id) is not track]
    mended = {track.id: _mended(track, neighbours) for track in changed}
    tracks = tuple(mended.get(track.id, track) for track in after.tracks)
    return retold(before, _connected(before, _unique(after.model_copy(update={"tracks": tracks}), mended)))


def _neighbours(items: Sequence[AnyItem]) -> Iterator[tuple[str, tuple[str, str]]]:
    for index, item in enumerate(items):
        if isinstance(item, Transition) and 0 < index < len(items) - 1:
            yield item.id, (items[index - 1].id, items[index + 1].id)


def _mended(track: Track, neighbours: dict[str, tuple[str, str]]) -> Track:
    row: list[AnyItem] = []
    for item in track.items:
        last = row[-1] if row else None
        if isinstance(item, Transition):
            if isinstance(last, Transition) and last.id == item.id:
                continue
        elif item.duration == 0:
            continue
        elif isinstance(item, Gap) and isinstance(last, Gap):
            row[-1] = last.model_copy(update={"duration": last.duration + item.duration})
            continue
        row.append(item)
    row = _transitions(row, neighbours)
    while row and isinstance(row[-1], Gap):
        row.pop()
    return track.model_copy(update={"items": tuple(_fades(row))})


def _transitions(row: list[AnyItem], neighbours: dict[str, tuple[str, str]]) -> list[AnyItem]:
    """Transitions between the clips that they joined, no longer than these can bear."""
    kept: list[AnyItem] = []
    taken = 0
    """Frames at the start of the clip last kept that a transition before it uses."""
    for index, item in enumerate(row):
        if not isinstance(item, Transition):
            taken = taken if kept and isinstance(kept[-1], Transition) else 0
            kept.append(item)
            continue
        last = kept[-1] if kept else None
        follower = row[index + 1] if index + 1 < len(row) else None
        if not isinstance(last, Clip) or not isinstance(follower, Clip):
            continue
        if neighbours.get(item.id, (last.id, follower.id)) != (last.id, follower.id):
            continue
        later = row[index + 2] if index + 2 < len(row) else None
        wanted = later.in_offset if isinstance(later, Transition) else 0
        into = min(item.in_offset, last.duration - taken)
        out = min(item.out_offset, max(follower.duration // 2, follower.duration - wanted))
        if into + out > 0:
            if (into, out) != (item.in_offset, item.out_offset):
                item = item.model_copy(update={"in_offset": into, "out_offset": out})
            kept.append(item)
            taken = out
    return kept


def _fades(row: list[AnyItem]) -> Iterator[AnyItem]:
    """Of the pieces of one clip only the first opens and only the last closes."""
    firsts: dict[str, int] = {}
    lasts: dict[str, int] = {}
    for index, item in enumerate(row):
        if isinstance(item, Clip):
            firsts.setdefault(item.id, index)
            lasts[item.id] = index
    for index, item in enumerate(row):
        if isinstance(item, Clip) and firsts[item.id] != lasts[item.id] and item.effects:
            barred = (OPENING if index > firsts[item.id] else frozenset()) | (
                CLOSING if index < lasts[item.id] else frozenset()
            )
            effects = tuple(effect for effect in item.effects if effect.op not in barred)
            yield item.model_copy(update={"effects": effects})
        else:
            yield item


class _Namer:
    """Gives the second and every further user of an id a new one."""

    def __init__(self, timeline: Timeline) -> None:
        self.used = timeline.ids()
        self.used |= {clip.link for track in timeline.tracks for _, clip in track.clips() if clip.link}
        self.seen: set[str] = set()
        self.counters: dict[str, Iterator[int]] = {}

    def fresh(self, prefix: str) -> str:
        counter = self.counters.setdefault(prefix, count(1))
        name = next(name for number in counter if (name := f"{prefix}{number}") not in self.used)
        self.used.add(name)
        return name

    def own(self, name: str, prefix: str) -> str:
        if name and name not in self.seen:
            self.seen.add(name)
            return name
        name = self.fresh(prefix)
        self.seen.add(name)
        return name


def _unique(timeline: Timeline, changed: dict[str, Track]) -> Timeline:
    namer = _Namer(timeline)
    for track in timeline.tracks:
        if track.id not in changed:
            for item in track.items:
                namer.seen.add(item.id)
                if isinstance(item, Clip):
                    namer.seen.update(effect.id for effect in item.effects)
    links: dict[tuple[str, int], str] = {}
    tracks = []
    for track in timeline.tracks:
        if track.id in changed:
            track = track.model_copy(update={"items": _named(track.items, namer, links)})
        tracks.append(track)
    return timeline.model_copy(update={"tracks": tuple(tracks)})


def _named(items: Sequence[AnyItem], namer: _Namer, links: dict[tuple[str, int], str]) -> tuple[AnyItem, ...]:
    named: list[AnyItem] = []
    uses: dict[str, int] = {}
    for item in items:
        if isinstance(item, Gap):
            named.append(item)
            continue
        changes: dict[str, object] = {}
        own = namer.own(item.id, "x" if isinstance(item, Transition) else "c")
        if own != item.id:
            changes["id"] = own
        if isinstance(item, Clip):
            effects = tuple(_named_effect(effect, namer) for effect in item.effects)
            if any(new is not old for new, old in zip(effects, item.effects, strict=True)):
                changes["effects"] = effects
            if item.link:
                nth = uses[item.link] = uses.get(item.link, 0) + 1
                if nth > 1:
                    # The nth piece of a picture goes with the nth piece of its sound.
                    changes["link"] = links.setdefault((item.link, nth), "") or namer.fresh("l")
                    links[item.link, nth] = str(changes["link"])
        named.append(item.model_copy(update=changes) if changes else item)
    return tuple(named)


def _named_effect(effect: Effect, namer: _Namer) -> Effect:
    own = namer.own(effect.id, "e")
    return effect if own == effect.id else effect.model_copy(update={"id": own})


def _connected(before: Timeline, after: Timeline) -> Timeline:
    """Without side inputs from items that are gone."""
    gone = before.ids() - after.ids()
    if not gone:
        return after
    changed = [track for track in after.tracks if _reaches(track, gone)]
    for track in changed:
        items = tuple(
            Gap(duration=item.duration)
            if isinstance(item, Clip) and isinstance(item.media, ItemRef) and item.media.item in gone
            else _without_inputs(item, gone)
            for item in track.items
        )
        after = after.with_track(track.model_copy(update={"items": items}))
    return after


def _reaches(track: Track, gone: set[str]) -> bool:
    return any(
        (isinstance(clip.media, ItemRef) and clip.media.item in gone)
        or any(name in gone for effect in clip.effects for name in effect.inputs.values())
        for _, clip in track.clips()
    )


def _without_inputs(item: AnyItem, gone: set[str]) -> AnyItem:
    if not isinstance(item, Clip) or not any(effect.inputs for effect in item.effects):
        return item
    effects = tuple(
        effect.model_copy(
            update={"inputs": {key: name for key, name in effect.inputs.items() if name not in gone}}
        )
        for effect in item.effects
    )
    return item.model_copy(update={"effects": effects})
