"""What a screen recorder wrote down beside the picture: the pointer's way, clicks and keys."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workprint.base import Fault, Text

Move = tuple[float, float, float]
"""Seconds, and the place in shares of the picture."""
SLACK = 1.5
"""Seconds by which a recorder may go on after its picture."""
LATER = 0.02
"""Share of the recording by which it may go on besides."""


class EventsUnreadable(Fault):
    """`reason` is a text in both languages."""

    code = "events_unreadable"
    en = "{name} cannot be used as a record of clicks: {reason[en]}. Nothing was changed."
    zh = "无法将 {name} 用作点击记录：{reason[zh]}。未做任何更改。"


class EventsUnknown(Fault):
    code = "events_unknown_shape"
    en = "{name} is no record of clicks that is known here. Known are: Cap's cursor.json, keyboard.json and keyboard.bin, OpenScreen's and Recordly's .cursor.json, .keystroke.json, .keystrokes.json and .keys.json, and tables (CSV) with the columns t,x,y,event and, if there are, keys."
    zh = "无法识别 {name} 的点击记录格式。支持：Cap 的 cursor.json、keyboard.json 与 keyboard.bin，OpenScreen 与 Recordly 的 .cursor.json、.keystroke.json、.keystrokes.json 与 .keys.json，以及列为 t,x,y,event（可加 keys）的表格（CSV）。"


class EventsMisfit(Fault):
    """`reason` is a text in both languages."""

    code = "events_do_not_fit"
    en = "{name} does not fit the recording {media}: {reason[en]}. Nothing was changed."
    zh = "{name} 与录屏 {media} 不符：{reason[zh]}。未做任何更改。"


@dataclass(frozen=True)
class Click:
    """A press of a button; its place is None where the recorder gives none."""

    time: float
    button: str = "left"
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Key:
    """A key or several together, as shown ("Ctrl+S"), from press to release."""

    start: float
    end: float
    keys: str


@dataclass(frozen=True)
class Recorded:
    """A recorder's events in order of time, in seconds and shares of the picture.

    `shape` is whose file it is; `times` ("s", "ms") and `places` ("pixels", "shares") how its numbers
    were understood.
    """

    shape: str
    moves: tuple[Move, ...] = ()
    clicks: tuple[Click, ...] = ()
    keys: tuple[Key, ...] = ()
    times: str = "ms"
    places: str = "shares"

    @property
    def last(self) -> float:
        """The time of the last event."""
        ends = [each[-1] for each in (self.moves, self.clicks, self.keys) if each]
        return max((_time(each) for each in ends), default=0.0)

    def at(self, time: float) -> tuple[float, float] | None:
        """Where the pointer is at a time: between two moves on the straight way. None without moves."""
        return place_at(self.moves, time)

    def shifted(self, seconds: float) -> Recorded:
        """The same, all of it that much later."""
        return replace(
            self,
            moves=tuple((t + seconds, x, y) for t, x, y in self.moves),
            clicks=tuple(replace(each, time=each.time + seconds) for each in self.clicks),
            keys=tuple(replace(k, start=k.start + seconds, end=k.end + seconds) for k in self.keys),
        )


def _time(event: Move | Click | Key) -> float:
    if isinstance(event, Click):
        return event.time
    return event.start if isinstance(event, Key) else event[0]


def place_at(moves: Sequence[Move], time: float) -> tuple[float, float] | None:
    """The place at a time on a way given by points in order of time; before the first it is there."""
    if not moves:
        return None
    index = bisect_right(moves, time, key=lambda move: move[0])
    if index == 0 or index == len(moves):
        return moves[max(0, index - 1)][1:]
    (a, x, y), (b, u, v) = moves[index - 1], moves[index]
    share = (time - a) / (b - a)
    return x + (u - x) * share, y + (v - y) * share


def together(records: Sequence[Recorded]) -> Recorded:
    """Several files about one recording as one; clicks without a place get it from the pointer's way."""
    moves = tuple(sorted(move for each in records for move in each.moves))
    clicks = sorted((c for each in records for c in each.clicks), key=lambda click: click.time)
    placed = [c if c.place else replace(c, place=place_at(moves, c.time)) for c in clicks]
    keys = sorted((k for each in records for k in each.keys), key=lambda key: key.start)
    first = records[0]
    shapes = "+".join(dict.fromkeys(each.shape for each in records))
    return replace(first, shape=shapes, moves=moves, clicks=tuple(placed), keys=tuple(keys))


OUTSIDE = 0.2
"""Share of the places that may be outside of the picture: the pointer leaves a recorded window."""


def fitted(found: Recorded, name: str, media: str, duration: float) -> Recorded:
    """The record without what is outside of the picture or after its end, if it can be of a recording
    of that length. Raises `EventsMisfit`."""
    if found.last > duration * (1 + LATER) + SLACK:
        raise EventsMisfit(name=name, media=media, reason=_longer(found.last, duration))
    inside = tuple(move for move in found.moves if 0 <= move[1] <= 1 and 0 <= move[2] <= 1)
    if len(inside) < len(found.moves) * (1 - OUTSIDE):
        share = 1 - len(inside) / len(found.moves)
        raise EventsMisfit(name=name, media=media, reason=_beyond(share))
    clicks = tuple(c for c in found.clicks if c.time <= duration and _inside(c))
    if len(clicks) < len(found.clicks) * (1 - OUTSIDE) and any(not _inside(c) for c in found.clicks):
        raise EventsMisfit(name=name, media=media, reason=_beyond(1 - len(clicks) / len(found.clicks)))
    return replace(
        found,
        moves=tuple(move for move in inside if move[0] <= duration),
        clicks=clicks,
        keys=tuple(key for key in found.keys if key.start <= duration),
    )


def _inside(click: Click) -> bool:
    return click.place is None or all(0 <= each <= 1 for each in click.place)


def _longer(last: float, duration: float) -> Text:
    return {
        "en": f"its last event is at {last:.1f} s, and the recording ends at {duration:.1f} s",
        "zh": f"其最后一个事件在 {last:.1f} 秒，而录屏在 {duration:.1f} 秒结束",
    }


def _beyond(share: float) -> Text:
    return {
        "en": f"{share:.0%} of its places are outside of the picture",
        "zh": f"其中 {share:.0%} 的位置在画面之外",
    }
