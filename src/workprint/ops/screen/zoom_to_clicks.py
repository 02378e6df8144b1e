"""Zoom to the clicks."""

from collections.abc import Sequence
from fractions import Fraction

from workprint.model import Effect, Facts, Keyframe, Marker, Timeline
from workprint.ops.edits.faults import NothingToDo
from workprint.ops.edits.film import film_of
from workprint.ops.operation import Param

from .happenings import Happening, recordings, shown
from .marks import ZOOM, at_moments, exchanged, found, marked, put_on, without_marks
from .on_clicks import OnClicks
from .regions import SHORTEST, Pace, on_clips, regions, seconds_of

MOST = 8.0


class ZoomToClicks(OnClicks):
    """Enlarge the picture around each click of a screen recording, smoothly in and out, going on from
    click to click where these follow each other closely; a second pass replaces the first.

        V1 [A   <==o===o==>     <o>  ]

    `restyle` makes the zooms that there are stronger, weaker or slower; `off` takes away those at
    `moments`, or all. One that was taken away is not made again, unless with `again`. Errors: MissingFacts,
    NoEvents, NoSuchItem, NothingToDo.
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
    mark = "zoom_to"
    none = {"en": "There are no such zooms.", "zh": "没有这样的放大。"}
    full = {
        "en": "There is no room for a zoom at these clicks.",
        "zh": "这些点击处没有足够的时间放大。",
    }

    amount: float = Param(1.8, gt=1, le=MOST, en="Amount", zh="倍数", unit="×")
    before: float = Param(0.3, ge=0, le=10, en="Before the click", zh="点击前", unit="s")
    hold: float = Param(2.5, ge=0.2, le=60, en="Held after it", zh="点击后保持", unit="s")
    gap: float = Param(2.5, ge=0, le=60, en="Merged when closer than", zh="间隔小于则合并", unit="s")
    last: float = Param(1.0, ge=0, le=60, en="None in the last", zh="结尾不放大", unit="s")
    ease: float = Param(0.6, ge=0.1, le=5, en="Time of the move", zh="推拉时长", unit="s")

    def possible(self, clicks: Sequence[Happening]) -> None:
        if not any(click.fact.confidence >= self.confidence for click in clicks):
            raise NothingToDo(
                en="No click is certain enough to zoom to; “highlight the clicks” lists them.",
                zh="没有一处点击有足够把握可以放大；“突出点击”会列出它们。",
            )

    def drawn(self, timeline: Timeline, facts: Facts) -> Timeline:
        placed = recordings(timeline, self.clips)
        clicks = self.wanted(timeline, shown(timeline, placed, facts, "click"))
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

    def restyled(self, timeline: Timeline) -> Timeline:
        """The zooms that there are, as strong and as slow as asked for."""
        ease = max(2, round(Fraction(self.ease) * timeline.rate))
        new: dict[str, Effect] = {}
        for mark in at_moments(timeline, found(timeline, "zoom_to"), self.moments):
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
