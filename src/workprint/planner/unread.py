"""What a clause said that its edits do not show.

Whatever rule took a clause, every clip, figure, time, quotation, effect and plain verb in it must come
back in what was planned for it. What does not was not read, and then the clause is not done at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from workprint.base import Fault, seconds
from workprint.model import GeneratorRef, Timeline
from workprint.ops import registry

from .bench import Bench, Placed, Step
from .catalogue import named
from .clause import Clause
from .counting import numbers_out
from .plain_verbs import DOES
from .plan import Action
from .reach import on, unreached
from .reference import apart
from .targets import called, clips, names_out

_FIGURE = re.compile(
    r"@(?P<time>[\d.]+)@|(?<![a-z\d_.#/⟦:-])[-+−]?(?P<n>\d+(?:\.\d+)?)(?P<unit>\s*(?:%|db\b|decibels?|分贝|x\b|×|倍|times\b))?(?![a-z\d_⟧]|\.\d|[:/]\d)"
)
_COUNTED = re.compile(
    r"\bin (?:2|two)\b|\b(?:caption|subtitle|title|text) (?:number |#)?\d+\b|\b(?:step|level|v|no\.?|track|version|top)\s*\d+\b|[前后]?\d+\s*(?:个|下|点(?!\d)|些|条|首|张|次|遍|行|步|种|句|块|层|格|帧|份|部分|边|段|轨)|\d+\s*(?:equal )?(?:clips?|videos?|shots?|pieces?|parts?|photos?|pictures?|images?|files?|cams?|cameras?|angles?|recordings?|people|words|lines?|titles?|texts?|frames?|markers?|tracks?|copies)\b|\bother \d\b|\b1 (?:short |brief |summary )*captions?\b|\b1 words? at a time\b|\b1\b(?= (?:by|after|at|more|of|thing|another|that)\b)|(?<=[a-z] )1\b|每\s*1|1(?:样|起|致|直|定|半)"
)
_LOOKS = frozenset(
    [
        "brightness",
        "contrast",
        "saturation",
        "temperature",
        "vignette",
        "grain",
        "sepia",
        "black_and_white",
        "vintage",
        "blur",
        "sharpen",
        "mosaic",
        "letterbox",
        "rounded",
        "flip",
        "warm",
        "cool",
        "vivid",
        "denoise",
    ]
)
_ALIKE = (
    frozenset({"brightness", "exposure", "highlights", "shadows"}),
    frozenset({"temperature", "warm", "cool"}),
    frozenset({"blur", "sharpen"}),
)
"""Effects that share their words: whichever was taken, the words were read."""


@dataclass
class _Shown:
    """What edits and actions hold: names, numbers, counts and words."""

    names: set[str] = field(default_factory=set)
    numbers: list[float] = field(default_factory=list)

    def take(self, value: Any) -> None:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, (int, float)):
            self.numbers.append(float(value))
        elif isinstance(value, str):
            self.names.add(value.lower())
            self.numbers += [float(n) for n in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", value)]
        elif isinstance(value, dict):
            start, length = value.get("at", value.get("start")), value.get("duration")
            if isinstance(start, (int, float)) and isinstance(length, (int, float)):
                self.numbers.append(float(start) + float(length))
            for key, inner in value.items():
                self.names.add(str(key))
                if key == "numbers":  # how many they are: "the last two"
                    self.numbers.append(float(len(inner)))
                if key != "index":  # a place in the row is no figure
                    self.take(inner)
        elif isinstance(value, (list, tuple)):
            for inner in value:
                self.take(inner)


def unread(c: Clause, then: Bench, steps: Sequence[Step], actions: Sequence[Action]) -> tuple[str, ...]:
    """The words of a clause that its edits and actions do not show; `then` is the bench before it."""
    if not steps and not any(action.action == "export" for action in actions):
        return ()
    shown = _Shown()
    for step in steps:
        shown.names.add(step.edit.op)
        shown.take(step.edit.params)
        if step.edit.op == "reorder":
            shown.numbers += range(1, len(then.film) + 1)
    for action in actions:
        shown.names.add(action.action)
        shown.take(action.params)
    after = steps[-1].after if steps else then.timeline
    anchors = [*_anchors(then.timeline), *_anchors(after)]
    cut = [s.edit.params for s in then.steps if s.edit.op == "delete_range"]
    anchors.append(-sum(float(p["end"]) - float(p["start"]) for p in cut))
    described = [float(f.duration) for f in after.media]
    text = _COUNTED.sub(" ", numbers_out(names_out(c.text, then)))
    lost = [
        *_figures(text, shown, anchors, tuple(_levels(then.timeline)), described),
        *_quotes(c, shown, then),
        *_clips(c, then, steps, shown),
    ]
    if len({_what(step) for step in steps}) > 1 and apart(c.text, called(then)):
        lost += [f"“{_plain_name(step)}”" for step in steps if len(on(step)) > 1]
    lost += unreached(c, then, steps, shown.names, shown.numbers)
    return tuple(dict.fromkeys([*lost, *_verbs(c, shown)]))


def _what(step: Step) -> str:
    return f"{step.edit.op} {step.edit.params.get('effect', '')}"


def _plain_name(step: Step) -> str:
    return str(step.edit.params.get("effect") or step.edit.op).replace("_", " ")


def _anchors(timeline: Timeline) -> Iterator[float]:
    """Moments and lengths that figures can be counted from."""
    yield 0.0
    yield float(seconds(timeline.duration, timeline.rate))
    yield from (float(seconds(marker.range.start, timeline.rate)) for marker in timeline.markers)
    for track in timeline.tracks:
        for at, clip in track.clips():
            yield from (float(seconds(f, timeline.rate)) for f in (at, at + clip.duration, clip.duration))


def _levels(timeline: Timeline) -> Iterator[float]:
    """Strengths and sizes that there are, which a percentage can raise or lower."""
    for track in timeline.tracks:
        for _, clip in track.clips():
            for effect in clip.effects:
                yield from _plain_numbers(effect.params.values())
            if isinstance(clip.media, GeneratorRef):
                yield from _plain_numbers(clip.media.params.values())
                if op := registry().get(clip.media.op):
                    yield from _plain_numbers(f.default for f in op.model_fields.values())


def _plain_numbers(values: Iterable[Any]) -> Iterator[float]:
    yield from (float(v) for v in values if isinstance(v, (int, float)) and not isinstance(v, bool))


def _figures(
    text: str, shown: _Shown, anchors: Sequence[float], levels: Sequence[float], described: Sequence[float]
) -> Iterator[str]:
    for match in _FIGURE.finditer(text):
        unit = (match["unit"] or "").strip()
        number = float(match["time"] or match["n"])
        if match["time"]:
            wanted = {number}
            near = any(abs(abs(v - a) - number) < 0.03 for v in shown.numbers for a in anchors)
            near = near or any(abs(abs(v - w) - number) < 0.03 for v in shown.numbers for w in shown.numbers)
            near = near or any(
                abs(n - number) < 0.03
                for v in shown.numbers
                for n in (2 * v, *((a / v for a in anchors) if v else ()))
            )
            near = near or any(abs(a - number) < 0.03 for a in (*anchors[1:2], *described))
        else:
            wanted = _meant(number, unit)
            near = any(
                a and (abs(v / a - w) < 0.01 or abs(abs(v - a) - w) < 0.001)
                for v in shown.numbers
                for a in levels
                for w in wanted
                if w
            )
        if not near and not any(abs(abs(v) - abs(w)) < 0.011 for v in shown.numbers for w in wanted):
            yield match[0].replace("@", "").strip() + ("s" if match["time"] else "")


def _meant(number: float, unit: str) -> set[float]:
    """The values a figure can have become."""
    if unit == "%":
        share = number / 100
        return {share, 1 + share, 1 - share, number, *((1 / share,) if share else ())}
    if unit.startswith(("db", "deci", "分")):
        return {number, 10 ** (number / 20), 10 ** (-number / 20)}
    if unit:
        return {number, number + 1, *((1 / number,) if number else ())}
    return {number, number / 100, *((1 / number,) if number else ()), number + 1}


def _quotes(c: Clause, shown: _Shown, then: Bench) -> Iterator[str]:
    have = {p.name.lower() for p in (*then.texts, *then.film)} | {
        (f.name or "").lower() for f in then.timeline.media
    }
    for quote in c.quotes:
        said = quote.lower().strip()
        if not any(
            said in name or name in said for name in (shown.names | have) if name
        ) and not re.fullmatch(r"[\d.:%]+", said):
            yield f"“{quote}”"


def _clips(c: Clause, then: Bench, steps: Sequence[Step], shown: _Shown) -> Iterator[str]:
    """Clips named that no edit is on, at, or counted from."""
    try:
        ids = clips(c, then)
    except Fault:
        return
    film: list[Placed] = then.film
    if (
        not ids
        or len(ids) >= len(film)
        or not steps
        or {
            "move_clip",
            "swap_clips",
            "swap_part",
            "reorder",
            "keep_range",
            "remove",
            "set_enabled",
            "move_effect",
        }
        & shown.names
    ):
        return
    for item in ids:
        p = then.locate(item)
        if p is None or item in shown.names or (p.media or "") in shown.names:
            continue
        if any(p.start - 0.06 <= v <= p.end + 0.06 for step in steps for v in _times(step)):
            continue
        if shown.names & {"add_transitions", "remove_transitions"} and any(
            film[n].id in shown.names for n in range(len(film) - 1) if film[n + 1].id == item
        ):
            continue
        yield f"“{p.name}”"


def _times(step: Step) -> Iterator[float]:
    params = step.edit.params
    yield from (
        float(params[key]) for key in ("start", "end", "at") if isinstance(params.get(key), (int, float))
    )


def _verbs(c: Clause, shown: _Shown) -> Iterator[str]:
    every = " ".join(shown.names)
    text = re.sub(r"⟦\d+⟧", " ", c.text)
    for name, words, done in DOES:
        match = re.search(words, text)
        if name == "fade" and "add_music" in shown.names and not text.startswith("fade"):
            continue  # music has fades of its own
        if match and not re.search(done, every):
            yield f"“{match[0]}”"
    heard = any(getattr(registry().get(name), "family", "") == "audio_effect" for name in shown.names)
    if shown.names & {"add_effect"} and not heard:
        for item in named(text, "video_effect"):
            if any(item.op.name in alike and shown.names & alike for alike in _ALIKE):
                continue
            if item.op.name in ("rounded", "shadows") and "on_background" in shown.names:
                continue  # its corners are round, and it throws a shadow
            if (
                re.match(r"\s*(?:[:：]|look\s*[:：])", text[text.find(item.phrase) + len(item.phrase) :])
                and item.phrase in text
            ):
                continue  # a heading: what it is made of follows
            if (
                item.op.name in _LOOKS
                and item.op.name
                not in shown.names | ({"brightness"} if "highlights" in shown.names else set())
                and item.op.name not in every
            ):
                yield f"“{item.phrase}”"
