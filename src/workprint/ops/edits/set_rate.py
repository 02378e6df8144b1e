"""Frame rate."""

from fractions import Fraction

from workprint.base import Range, Rational, nearest
from workprint.model import Clip, Facts, Gap, GeneratorRef, Timeline, Track, Transition
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .sources import scaled, scaled_keys
from .track_surgery import settle


def rated(span: Range, ratio: Fraction) -> Range:
    return Range.between(nearest(span.start * ratio), nearest(span.end * ratio))


def rated_track(track: Track, ratio: Fraction) -> Track:
    """Every edge at the frame nearest to where it was; lengths follow from the edges."""
    items: list[Clip | Gap | Transition] = []
    for at, item in track.placed():
        length = rated(Range(start=at, duration=item.duration), ratio).duration
        if isinstance(item, Transition):
            into, out = (nearest(side * ratio) for side in (item.in_offset, item.out_offset))
            items.append(item.model_copy(update={"in_offset": into, "out_offset": out}))
        elif isinstance(item, Gap):
            items.append(item.model_copy(update={"duration": length}))
        else:
            items.append(rated_clip(item, max(1, length), ratio))
    effects = tuple(scaled(effect, ratio) for effect in track.effects)
    return track.model_copy(update={"items": tuple(items), "effects": effects})


def rated_clip(clip: Clip, length: int, ratio: Fraction) -> Clip:
    media = clip.media
    if isinstance(media, GeneratorRef) and media.keyframes:
        media = media.model_copy(update={"keyframes": scaled_keys(media.keyframes, ratio)})
    source = Range(start=nearest(clip.source.start * ratio), duration=length)
    effects = tuple(scaled(effect, ratio) for effect in clip.effects)
    return clip.model_copy(update={"source": source, "effects": effects, "media": media})


class SetRate(EditOp):
    """Count the film at another frame rate; every position stays at its second, to the nearest frame.

        24 fps  |.......................|   one second
        30 fps  |.............................|

    Errors: OutOfRange.
    """

    name = "set_rate"
    group = "canvas"
    title = {"en": "Frame rate", "zh": "帧率"}
    say = {
        "en": ("frame rate", "fps", "frames per second"),
        "zh": ("帧率", "每秒帧数"),
    }
    examples = {"en": "set the frame rate to 25 fps", "zh": "帧率改为25帧"}

    rate: Rational = Param(gt=0, le=240, en="Rate", zh="帧率", unit="fps")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        ratio = self.rate / timeline.rate
        if ratio == 1:
            raise NothingToDo(en="It has that frame rate already.", zh="帧率已经是这个值。")
        tracks = tuple(rated_track(track, ratio) for track in timeline.tracks)
        markers = tuple(
            marker.model_copy(update={"range": rated(marker.range, ratio)}) for marker in timeline.markers
        )
        effects = tuple(scaled(effect, ratio) for effect in timeline.effects)
        changes = {"rate": self.rate, "tracks": tracks, "markers": markers, "effects": effects}
        return settle(timeline, timeline.model_copy(update=changes))
