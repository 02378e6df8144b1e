"""Zoom to the clicks."""

from fractions import Fraction

from workprint.model import Effect, Facts, Keyframe, Marker, Timeline
from workprint.ops.edits.faults import NothingToDo
from workprint.ops.edits.film import film_of
from workprint.ops.operation import EditOp, Param

from .happenings import SURE, everywhere, found_in, recordings, shown
from .marks import ZOOM, exchanged, found, marked, off, put_on, without_marks
from .regions import SHORTEST, Pace, on_clips, regions, seconds_of

MOST = 8.0


class ZoomToClicks(EditOp):
    """Enlarge the picture around each click of a screen recording, smoothly in and out, going on from
    click to click where these follow each other closely; a second pass replaces the first.

        V1 [A   <==o===o==>     <o>  ]

    `restyle` makes the zooms that there are stronger, weaker or slower; `off` takes away those at
    `moments`, or all. Errors: MissingFacts, NoEvents,
    NoSuchItem, NothingToDo.
    """

    name = "zoom_to_clicks"
    group = "screen"
    title = {"en": "Zoom to the clicks", "zh": "放大点击处"}
    say = {
        "en": ("zoom to the clicks", "zoom in where i click", "auto zoom", "zoom in on the clicks"),
        "zh": ("放大点击处", "点击处自动放大", "自动缩放", "点击的地方放大"),
    }
    examples = {"en": "zoom in automatically where I click", "zh": "点击的地方自动放大"}
    main = "amount"

    amount: float = Param(1.8, gt=1, le=MOST, en="Amount", zh="倍数", unit="×")
    before: float = Param(0.3, ge=0, le=10, en="Before the click", zh="点击前", unit="s")
    hold: float = Param(2.5, ge=0.2, le=60, en="Held after it", zh="点击后保持", unit="s")
    gap: float = Param(2.5, ge=0, le=60, en="Merged when closer than", zh="间隔小于则合并", unit="s")
    last: float = Param(1.0, ge=0, le=60, en="None in the last", zh="结尾不放大", unit="s")
    ease: float = Param(0.6, ge=0.1, le=5, en="Time of the move", zh="推拉时长", unit="s")
    confidence: float = Param(SURE, ge=0, le=1, en="Confidence needed", zh="所需把握")
    restyle: bool = Param(False, en="Only another look", zh="只改样式")
    off: bool = Param(False, en="Take away", zh="去掉")
    moments: tuple[float, ...] = Param((), en="Only those at", zh="只去掉这些时刻的", unit="s")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        there = self.restyle or self.off
        if there:
            after = everywhere(timeline, self.cleared if self.off else self.restyled)
        else:
            clicks = found_in(timeline, self.clips, facts, "click", "No clicks were found", "没有找到点击")
            if not any(click.fact.confidence >= self.confidence for click in clicks):
                raise NothingToDo(
                    en="No click is certain enough to zoom to; “highlight the clicks” lists them.",
                    zh="没有一处点击有足够把握可以放大；“突出点击”会列出它们。",
                )
            after = everywhere(timeline, lambda inner: self.zoomed(inner, facts))
        if after == timeline:
            raise NothingToDo(
                en="There are no zooms to change."
                if self.restyle
                else "There is no room for a zoom at these clicks.",
                zh="没有这样的放大。" if there else "这些点击处没有足够的时间放大。",
            )
        return after

    def zoomed(self, timeline: Timeline, facts: Facts) -> Timeline:
        placed = recordings(timeline, self.clips)
        clicks = [
            click
            for click in shown(timeline, placed, facts, "click")
            if click.fact.confidence >= self.confidence
        ]
        if not clicks:
            return timeline
        clear = without_marks(timeline, lambda effect: "zoom" in effect.metadata, (ZOOM,))
        pace = self.pace(timeline.rate)
        limit = film_of(timeline).duration - round(Fraction(self.last) * timeline.rate)
        ids, names = clear.new_ids("e"), clear.new_ids("k")
        new: dict[str, list[Effect]] = {}
        markers = []
        typed = shown(timeline, placed, facts, "typing")
        for number, region in enumerate(regions(clicks, typed, placed, pace, limit), 1):
            put = list(on_clips(region, number, placed, pace, ids))
            for clip, effect in put:
                new.setdefault(clip, []).append(effect)
            about = {"effects": [effect.id for _, effect in put]}
            markers.append(
                Marker(id=next(names), name=f"Zoom {number}", range=region.span, kind=ZOOM, metadata=about)
            )
        return marked(put_on(clear, new), markers)

    def pace(self, rate: Fraction) -> Pace:
        lengths = seconds_of(
            rate, before=self.before, hold=self.hold, gap=self.gap, ease=self.ease, shortest=SHORTEST
        )
        return Pace(self.amount, **{**lengths, "ease": max(2, lengths["ease"])})

    def cleared(self, timeline: Timeline) -> Timeline:
        return off(timeline, "zoom_to", self.moments)

    def restyled(self, timeline: Timeline) -> Timeline:
        """The zooms that there are, as strong and as slow as asked for."""
        ease = max(2, round(Fraction(self.ease) * timeline.rate))
        new: dict[str, Effect] = {}
        for mark in found(timeline, "zoom_to"):
            track = mark.effect.keyframes.get("amount", ())
            if "zoom" not in mark.effect.metadata or len(track) < 3:
                continue
            held = [key.model_copy(update={"value": self.amount}) if key.value > 1 else key for key in track]
            frames = {**mark.effect.keyframes, "amount": _eased(held, ease)}
            params = {**mark.effect.params, "amount": self.amount}
            new[mark.effect.id] = mark.effect.model_copy(update={"params": params, "keyframes": frames})
        return exchanged(timeline, new)


def _eased(track: list[Keyframe], ease: int) -> tuple[Keyframe, ...]:
    """Moves in and out that last `ease` frames: later in, earlier out, so that nothing else moves."""
    arrived, leaves = track[1], track[2]
    room = leaves.at - track[0].at
    arrived = arrived.model_copy(update={"at": track[0].at + min(ease, max(1, room // 2))})
    if len(track) > 3:
        end = track[3].at
        leaves = leaves.model_copy(update={"at": max(arrived.at + 1, end - ease)})
    return (track[0], arrived, leaves, *track[3:])
