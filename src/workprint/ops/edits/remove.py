"""Remove."""

from workprint.base import Range
from workprint.model import Clip, Facts, Gap, Timeline, Track, Transition
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem
from .film import is_film, main_track, without
from .targets import all_effects, with_effects
from .track_surgery import settle


def cleared(track: Track, gone: set[str], film: bool) -> Track:
    """The track without those items; on the film only transitions go, its clips close up later."""
    if not any(item.id in gone for item in track.items):
        return track
    items: list[Clip | Gap | Transition] = []
    for item in track.items:
        if item.id not in gone or (film and isinstance(item, Clip)):
            items.append(item)
        elif isinstance(item, Clip):
            items.append(Gap(duration=item.duration))
    return track.model_copy(update={"items": tuple(items)})


def without_effects(timeline: Timeline, gone: set[str]) -> Timeline:
    targets = {target for target, effect in all_effects(timeline) if effect.id in gone}
    return with_effects(
        timeline, sorted(targets), lambda _, effects: tuple(e for e in effects if e.id not in gone)
    )


class Remove(EditOp):
    """Take items out by id: clips, tracks, transitions, effects, markers.

        before  [A][B][C]
        after   [A][C]

    Clips of the film close up. Errors: NoSuchItem.
    """

    name = "remove"
    group = "cut"
    title = {"en": "Remove", "zh": "移除"}
    say = {
        "en": ("remove", "delete", "get rid of"),
        "zh": ("移除", "删除", "去除"),
    }
    examples = {"en": "delete clip 2", "zh": "删除第二段"}

    ids: tuple[str, ...] = Param(min_length=1, en="Items", zh="对象")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        known = timeline.ids()
        unknown = [name for name in self.ids if name not in known or timeline.file(name)]
        if unknown:
            raise NoSuchItem(id=unknown[0], have=sorted(known - {file.id for file in timeline.media}))
        gone = set(self.ids)
        after = without_effects(timeline, gone)
        markers = tuple(marker for marker in after.markers if marker.id not in gone)
        tracks = tuple(
            cleared(track, gone, is_film(timeline, track)) for track in after.tracks if track.id not in gone
        )
        after = settle(timeline, after.model_copy(update={"markers": markers, "tracks": tracks}))
        film = main_track(after)
        spans = (
            []
            if film is None
            else [Range(start=at, duration=clip.duration) for at, clip in film.clips() if clip.id in gone]
        )
        return without(after, spans) if spans else after
