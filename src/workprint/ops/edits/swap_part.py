"""Take another part into a highlight."""

from dataclasses import replace

from workprint.base import Range
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.story.choosing import Part, candidates
from workprint.ops.story.speech import speech

from .best_parts import Choice, choice_of, marked, noted, part_marks, told
from .faults import NoSuchItem, NothingToDo
from .film import film_of, fresh, rebuilt, taken
from .relinked import resounded, sounds_of
from .track_surgery import Strip

NEAR = 0.5
"""Share of a part's length by which the one in its place may be longer or shorter, if there is one."""


class SwapPart(EditOp):
    """In place of a part of a highlight another part of the film from which it was chosen: the best that is
    not in it yet and was not there before.

        film    [aaaa][bbbb][cccc][dddd]
        before  [bbbb][dddd]
        after   [aaaa][dddd]      part 1 for another

    Parts stay in the film's order. Errors: MissingFacts, NoSuchItem, NothingToDo.
    """

    name = "swap_part"
    group = "cut"
    title = {"en": "Another part", "zh": "换一段"}
    say = {
        "en": ("another part", "a different part of the highlight"),
        "zh": ("换一段精彩片段", "换个精彩片段"),
    }
    examples = {
        "en": "swap part 1 of the highlight for another",
        "zh": "把精彩片段的第1段换成别的",
    }
    main = "part"

    part: int = Param(ge=1, en="Part", zh="第几段")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        choice, lies = choice_of(timeline), part_marks(timeline)
        if choice is None or not lies:
            raise NothingToDo(
                en="There is no highlight whose parts could be exchanged: say “make a 30 second highlight” first.",
                zh="还没有可以换片段的精彩集锦：先说“剪一个30秒的精彩集锦”。",
            )
        numbers = [mark["part"] for _, mark in lies]
        if self.part not in numbers:
            raise NoSuchItem(id=f"part {self.part}", have=[f"part {n}" for n in numbers])
        lies.pop(numbers.index(self.part))
        before = choice.before(timeline)
        rate = timeline.rate
        old = choice.kept[self.part - 1]
        choice = replace(choice, refused=(*choice.refused, old))
        new = _best(before, facts, choice, old)
        draft = speech(before, facts).draft
        strips = Strip(film_of(timeline).items), Strip(film_of(before).items)
        rows = [
            (mark["was"][0] * rate, taken(strips[0], span), span.duration, {**mark, "new": False})
            for span, mark in lies
        ]
        mark = {**told(new, before, draft), "new": True}
        rows.append((new.span.start, fresh(*strips[1].slice(new.span)), new.span.duration, mark))
        rows.sort(key=lambda row: row[0])
        links = {c.link for _, c in film_of(before).clips() if c.link}
        sounds = sounds_of(before, links)[1]
        after = resounded(rebuilt(timeline, [part for _, part, _, _ in rows]), sounds)
        spans, at = [], 0
        for _, _, length, mark in rows:
            spans.append((Range(start=at, duration=length), mark))
            at += length
        kept = [span for n, span in enumerate(choice.kept, 1) if n in numbers and n != self.part]
        parts = [Part(Range.between(a, b), 0) for a, b in sorted([*kept, (new.span.start, new.span.end)])]
        return noted(marked(after, spans), choice, parts)


def _best(before: Timeline, facts: Facts, choice: Choice, old: tuple[int, int]) -> Part:
    """The best part that is neither kept nor refused; of about that length, where there is one."""
    gone = [Range.between(a, b) for a, b in (*choice.kept, *choice.refused)]
    length = old[1] - old[0]
    for parts in candidates(before, facts):
        free = [part for part in parts if not any(part.span.meets(span) for span in gone)]
        near = [part for part in free if abs(part.span.duration - length) <= NEAR * length]
        if free:
            return (near or free)[0]
    raise NothingToDo(
        en="There is no other part to take: what is left of the film says and shows nothing more, or was refused before.",
        zh="没有别的片段可换：剩下的内容里没有更多可看可听的，或者已经换掉过。",
    )
