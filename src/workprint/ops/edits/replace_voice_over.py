"""Replace the voice-over by a recording."""

from dataclasses import replace

from workprint.base import Range, frames
from workprint.model import Facts, MediaFile, Timeline, of_kind
from workprint.ops.operation import EditOp, Param

from .faults import MissingFacts
from .narration import (
    Line,
    clip_of_sound,
    heard,
    laid,
    lines_of,
    manner_of,
    spoken_of,
    stripped,
    wanted_at,
)
from .sources import file_frames


def stretches(timeline: Timeline, media: MediaFile, count: int, facts: Facts) -> list[Range]:
    """A recording divided into so many stretches at its longest pauses; fewer where it has fewer."""
    whole = file_frames(media, timeline.rate) or 1
    kinds = ("silence", "speech", "loudness")
    if count > 1 and not any(of_kind(facts, media.id, kind) for kind in kinds):
        raise MissingFacts(kind="silence", media=media.name or media.id)
    pauses = [(p.start, p.end) for p in of_kind(facts, media.id, "silence")]
    inner = [(a, b) for a, b in pauses if a > 0.05 and b < float(media.duration) - 0.05]
    longest = sorted(inner, key=lambda pause: pause[0] - pause[1])[: count - 1]
    cuts = sorted(frames((a + b) / 2, timeline.rate) for a, b in longest)
    return [Range.between(a, b) for a, b in zip([0, *cuts], [*cuts, whole], strict=True) if b > a]


class ReplaceVoiceOver(EditOp):
    """A recording of one's own takes the place of the voice-over; its lines, divided at the recording's
    longest pauses, keep their times.

        before  voice  [1] [2]
        after   voice  [r1][r2]

    Errors: NoVoiceOver, NoSuchItem, NothingToDo, MissingFacts.
    """

    name = "replace_voice_over"
    group = "sound"
    title = {"en": "Replace the voice-over", "zh": "替换配音"}
    say = {
        "en": ("replace the voice-over", "use my recording as the voiceover"),
        "zh": ("替换配音", "用我的录音替换配音", "换成我的录音"),
    }
    examples = {"en": "replace the voiceover with song.mp3", "zh": "用 song.mp3 替换配音"}

    media: str = Param(en="Recording", zh="录音素材")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        old = lines_of(timeline)
        media = heard(timeline, self.media)
        parts = stretches(timeline, media, len(old), facts)
        lines = [Line(spoken_of(clip), wanted_at(timeline, at, clip)) for at, clip in old][: len(parts)]
        clips = [clip_of_sound(timeline, media, c.name, p) for (_, c), p in zip(old, parts, strict=False)]
        return laid(stripped(timeline), lines, clips, replace(manner_of(timeline), fit="shift", pause=None))
