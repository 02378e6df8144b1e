"""Highlight the clicks."""

from collections.abc import Sequence

from workprint.base import Range, clock, frames
from workprint.model import Effect, Facts, Marker, Timeline
from workprint.ops.edits.faults import NothingToDo
from workprint.ops.operation import Param
from workprint.ops.text.colors import Color

from .happenings import Happening, recordings, shown
from .marks import (
    DRAWN,
    NEAR,
    UNSURE,
    at_moments,
    exchanged,
    forgotten,
    found,
    keys,
    marked,
    put_on,
    without_marks,
)
from .on_clicks import OnClicks
from .ring_colors import standing_out


class HighlightClicks(OnClicks):
    """Draw a ring at every click of a screen recording, and a marker; a second pass replaces the first.

        V1 [A   o    o      o  ]
                ^    ^      ^

    Clicks below `confidence` only get a marker. `moments` draws the clicks next to these moments and leaves
    the others as they are; `restyle` gives the rings that there are another look, `off` takes them away. One that was
    taken away is not drawn again unless its moment is named, or with `again`. Without a colour each ring has
    one that stands out where it is. Errors: MissingFacts, NoEvents, NoSuchItem, NothingToDo.
    """

    name = "highlight_clicks"
    group = "screen"
    title = {"en": "Highlight the clicks", "zh": "突出点击"}
    say = {
        "en": ("highlight the clicks", "highlight the cursor clicks", "ring the clicks", "show the clicks"),
        "zh": ("突出点击", "鼠标点击加圈", "高亮点击", "点击加红圈"),
    }
    examples = {"en": "highlight the clicks", "zh": "鼠标点击的地方加个圈"}
    main = "size"
    mark = "click_ring"
    none = {"en": "There are no such rings.", "zh": "没有这样的点击圈。"}
    full = {"en": "These clicks have their rings already.", "zh": "这些点击已经有圈了。"}

    color: Color | None = Param(None, en="Colour", zh="颜色")
    size: float | None = Param(None, gt=0, le=0.5, en="Radius", zh="半径", unit="of the height")
    seconds: float | None = Param(None, ge=0.1, le=5, en="How long", zh="时长", unit="s")

    def drawn(self, timeline: Timeline, facts: Facts) -> Timeline:
        clicks = shown(timeline, recordings(timeline, self.clips), facts, "click")
        if not clicks:
            return timeline
        if self.moments:
            return self.some(timeline, clicks)
        clear = without_marks(timeline, lambda effect: "click" in effect.metadata, (DRAWN, UNSURE))
        after = self.ringed(clear, clicks, self.wanted(clear, clicks))
        ids = after.new_ids("k")
        doubtful = [click for click in clicks if click.fact.confidence < self.confidence]
        unsure = [_marker(next(ids), n, click, ()) for n, click in enumerate(clicks, 1) if click in doubtful]
        return marked(after, unsure)

    def some(self, timeline: Timeline, clicks: Sequence[Happening]) -> Timeline:
        """With rings at the clicks next to the moments asked for."""
        chosen = []
        for moment in self.moments:
            frame, reach = frames(moment, timeline.rate), frames(NEAR, timeline.rate)
            near = min(clicks, key=lambda click: abs(click.film - frame))
            if abs(near.film - frame) > reach:
                at = clock(near.film, timeline.rate)
                raise NothingToDo(
                    en=f"No click was found near {clock(frame, timeline.rate)}; the nearest is at {at}.",
                    zh=f"{clock(frame, timeline.rate)} 附近没有找到点击，最近的在 {at}。",
                )
            chosen.append(near)
        have = {(mark.clip.id, mark.span.start) for mark in found(timeline, "click_ring")}
        new = [click for click in chosen if (click.clip.id, click.film) not in have]
        gone = {click.film for click in new}
        left = tuple(m for m in timeline.markers if m.kind != UNSURE or m.range.start not in gone)
        clear = forgotten(timeline.model_copy(update={"markers": left}), "click_ring", sorted(gone))
        return self.ringed(clear, clicks, new)

    def ringed(self, timeline: Timeline, clicks: Sequence[Happening], sure: Sequence[Happening]) -> Timeline:
        """With a ring and a marker at each of the clicks that are `sure`."""
        ids, names = timeline.new_ids("e"), timeline.new_ids("k")
        length = max(3, frames(self.seconds or 0.5, timeline.rate))
        new: dict[str, list[Effect]] = {}
        markers = []
        for number, click in enumerate(clicks, 1):
            if click not in sure:
                continue
            look = {
                "x": round(click.share("x"), 5),
                "y": round(click.share("y"), 5),
                "color": standing_out(_ground(click)),
                **self.look(),
            }
            progress = keys((click.at, 0, "linear"), (click.at + length, 1, "linear"))
            ring = Effect(id=next(ids), op="click_ring", params=look, keyframes={"progress": progress},
                          metadata={"click": number})  # fmt: skip
            new.setdefault(click.clip.id, []).append(ring)
            markers.append(_marker(next(names), number, click, (ring.id,)))
        return marked(put_on(timeline, new), markers)

    def look(self) -> dict[str, object]:
        asked = {"color": self.color, "size": self.size}
        return {key: value for key, value in asked.items() if value is not None}

    def restyled(self, timeline: Timeline) -> Timeline:
        """The rings that there are, in the look asked for."""
        marks = at_moments(timeline, found(timeline, "click_ring"), self.moments)
        new: dict[str, Effect] = {}
        for mark in marks:
            track = mark.effect.keyframes["progress"]
            if self.seconds is not None:
                end = track[0].at + max(3, frames(self.seconds, timeline.rate))
                track = (track[0], track[-1].model_copy(update={"at": end}))
            params = {**mark.effect.params, **self.look()}
            new[mark.effect.id] = mark.effect.model_copy(
                update={"params": params, "keyframes": {"progress": track}}
            )
        return exchanged(timeline, new)


def _ground(click: Happening) -> float | None:
    value = click.fact.value
    return value.get("ground") if isinstance(value, dict) else None


def _marker(name: str, number: int, click: Happening, effects: Sequence[str]) -> Marker:
    about = {"x": click.share("x"), "y": click.share("y"), "confidence": round(click.fact.confidence, 2)}
    return Marker(
        id=name,
        name=f"Click {number}" + ("" if effects else "?"),
        range=Range(start=click.film, duration=0),
        kind=DRAWN if effects else UNSURE,
        metadata={**about, "effects": list(effects)},
    )
