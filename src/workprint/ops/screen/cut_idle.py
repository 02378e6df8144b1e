"""Cut the idle stretches."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from workprint.base import Range
from workprint.model import Clip, Facts, MediaFile, Timeline, of_kind
from workprint.ops.edits.faults import MissingFacts, NothingToDo
from workprint.ops.edits.film import Part, film_of, rebuilt, recast, taken, without
from workprint.ops.edits.sources import frame_in, media_in, retimed
from workprint.ops.edits.track_surgery import Strip
from workprint.ops.operation import EditOp, Param

from .happenings import looked_for, recordings
from .stretches import Span, free

LEAST = 0.2
"""Seconds that a stretch must leave to be worth a cut."""


class CutIdle(EditOp):
    """Take out the stretches of a screen recording in which nothing happens, or play them fast, keeping a
    little of each; never where somebody speaks, unless `over_speech`.

        before  [A type .......... click .... ]
        after   [A type .][. click .]

    Errors: MissingFacts, NoSuchItem, NothingToDo.
    """

    name = "cut_idle"
    group = "screen"
    title = {"en": "Cut the idle stretches", "zh": "剪掉空闲部分"}
    say = {
        "en": ("cut the idle parts", "speed up the idle parts", "cut where nothing happens"),
        "zh": ("剪掉空闲部分", "没有操作的地方快进", "剪掉没动静的部分"),
    }
    examples = {"en": "cut the parts where nothing happens", "zh": "剪掉没有操作的部分"}
    main = "min_idle"

    mode: Literal["cut", "speed"] = Param("cut", en="Mode", zh="方式")
    factor: float = Param(8, gt=1, le=100, en="Speed of the idle stretches", zh="空闲处倍速", unit="×")
    min_idle: float = Param(2.0, ge=0.5, le=600, en="Shortest idle stretch", zh="最短空闲", unit="s")
    pad: float = Param(0.4, ge=0, le=10, en="Kept on each side", zh="两侧保留", unit="s")
    over_speech: bool = Param(False, en="Also where somebody speaks", zh="说话处也处理")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        placed = recordings(timeline, self.clips)
        looked_for(timeline, placed, facts, "idle")
        found = [span for at, clip in placed for span in self.idle(timeline, at, clip, facts)]
        if not found:
            raise NothingToDo(
                en=f"There is no idle stretch of {self.min_idle:g} s or more"
                + ("." if self.over_speech else " in which nobody speaks."),
                zh=f"没有 {self.min_idle:g} 秒以上"
                + ("" if self.over_speech else "且没人说话")
                + "的空闲部分。",
            )
        if self.mode == "cut":
            if sum(span.duration for span in found) >= film_of(timeline).duration:
                raise NothingToDo(
                    en="Nothing happens in all of it: nothing would be left.",
                    zh="全程都没有操作：剪完就没有了。",
                )
            return without(timeline, found)
        return rebuilt(timeline, self.paced(timeline, found))

    def idle(self, timeline: Timeline, at: int, clip: Clip, facts: Facts) -> Iterator[Range]:
        """The stretches of the film that go, of one clip."""
        media = timeline.file(media_in(clip))
        spoken = [] if media is None or self.over_speech else self.spoken(media, facts)
        for fact in of_kind(facts, media_in(clip), "idle"):
            for start, end in free((fact.start, fact.end), spoken):
                if end - start < self.min_idle or end - start - 2 * self.pad < LEAST:
                    continue
                edges = (frame_in(clip, s, timeline.rate) for s in (start + self.pad, end - self.pad))
                first, last = sorted(min(max(0, edge), clip.duration) for edge in edges)
                if last > first:
                    yield Range.between(at + first, at + last)

    def spoken(self, media: MediaFile, facts: Facts) -> list[Span]:
        """Where somebody speaks in a file. Raises `MissingFacts` where its sound was not heard."""
        if media.audio is None:
            return []
        heard = [(fact.start, fact.end) for fact in of_kind(facts, media.id, "speech")]
        if not heard and not any(of_kind(facts, media.id, kind) for kind in ("silence", "loudness")):
            raise MissingFacts(kind="silence", media=media.name or media.id)
        return heard

    def paced(self, timeline: Timeline, found: Sequence[Range]) -> Iterator[Part]:
        """The film with these stretches played fast."""
        strip, at = Strip(film_of(timeline).items), 0
        faster = Fraction(self.factor).limit_denominator(1000)
        for span in sorted(found, key=lambda span: span.start):
            yield taken(strip, Range.between(at, span.start))
            at = span.start
            for item in strip.slice(span):
                new = retimed(item, item.speed * faster) if isinstance(item, Clip) else item
                yield recast([new], Range(start=at, duration=item.duration), length=new.duration)
                at += item.duration
        yield taken(strip, Range.between(at, strip.duration))
