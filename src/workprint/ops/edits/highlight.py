"""Make a highlight."""

from workprint.base import Range, frames
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.story.choosing import chosen

from .best_parts import first_choice, marked, noted, told, whole_again
from .faults import NothingToDo
from .film import film_of, kept


class Highlight(EditOp):
    """Keep the parts that say the most, about `seconds` of them, and take out the rest.

        before  [interview, two minutes                ]
        after   [why it matters][what it costs]

    Cuts lie between sentences, 0.15 s into the pauses. Where nothing is said, the parts in which the most
    moves are kept; pauses of somebody who speaks are not, so that it can be shorter than asked. Made again
    it is chosen from the whole film. Errors: MissingFacts, NothingToDo.
    """

    name = "highlight"
    group = "cut"
    title = {"en": "Make a highlight", "zh": "剪出精彩片段"}
    say = {
        "en": ("make a highlight", "highlight reel", "best parts", "trailer"),
        "zh": ("精彩片段", "精彩集锦", "高光时刻", "预告片"),
    }
    examples = {"en": "make a 30 second highlight", "zh": "剪一个30秒的精彩片段"}
    main = "seconds"

    seconds: float | None = Param(None, gt=0, en="Length (30 s, or a third of a short film)", zh="时长（默认30秒，短片为三分之一）", unit="s")  # fmt: skip

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        timeline = whole_again(timeline)
        film = film_of(timeline)
        wanted = frames(self.seconds or min(30.0, float(film.duration / timeline.rate) / 3), timeline.rate)
        if film.duration <= 1.1 * wanted:
            has, asked = (float(n / timeline.rate) for n in (film.duration, wanted))
            raise NothingToDo(
                en=f"The film is only {has:.1f} s long, so there is no {asked:g} s highlight to cut from it.",
                zh=f"影片总共只有 {has:.1f} 秒，剪不出 {asked:g} 秒的精彩片段。",
            )
        parts, said = chosen(timeline, facts, wanted)
        if not parts:
            raise NothingToDo(
                en="Nothing in the film can be told apart from the rest: nothing is said, and there is one scene.",
                zh="没有可以挑选的内容：没有人说话，也只有一个场景。",
            )
        choice = first_choice(timeline)
        after = kept(timeline, [part.span for part in parts])
        at, lies = 0, []
        for part in parts:
            lies.append((Range(start=at, duration=part.span.duration), told(part, timeline, said.draft)))
            at += part.span.duration
        return noted(marked(after, lies), choice, parts)
