"""Show the keys."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from workprint.base import Range, frames
from workprint.model import Clip, Facts, GeneratorRef, Timeline
from workprint.ops.edits.faults import NothingToDo
from workprint.ops.edits.film import TEXT_TRACK
from workprint.ops.edits.remove import cleared
from workprint.ops.edits.timemap import placed
from workprint.ops.edits.track_surgery import settle
from workprint.ops.operation import EditOp, Param
from workprint.ops.text.placing import Position

from .happenings import Happening, NoEvents, looked_for, recordings, shown

AGAIN = 0.8
"""Seconds within which the same keys count as pressed again and again."""
_NAMED = re.compile(r"ctrl|control|cmd|command|⌘|alt|option|⌥|meta|win|super|⌃|⇧|f\d{1,2}$|enter|return|esc|tab|delete|backspace|arrow|up$|down$|left$|right$|home|end|page", re.I)  # fmt: skip
"""Keys that are shown: those that do something. Letters alone may be a password."""


@dataclass(frozen=True)
class Press:
    """Keys pressed at a frame of the film, once or several times."""

    film: int
    keys: str
    times: int = 1

    @property
    def said(self) -> str:
        text = " + ".join(part.strip() for part in re.split(r"(?<=.)\+", self.keys) if part.strip())
        return text if self.times == 1 else f"{text} ×{self.times}"


class ShowKeys(EditOp):
    """Caption the keys that are pressed in a screen recording, one text each, as its event file has them.

        T    [Ctrl + S]   [Esc]
        V1 [A                   ]

    Letters that are merely typed are left out unless `which` is "all": they may be a password. Errors:
    MissingFacts, NoEvents, NoSuchItem, NothingToDo.
    """

    name = "show_keys"
    group = "screen"
    title = {"en": "Show the keys", "zh": "显示按键"}
    say = {
        "en": ("show the keys", "show the keystrokes", "show the keyboard shortcuts"),
        "zh": ("显示按键", "显示快捷键", "把按键显示出来"),
    }
    examples = {"en": "show the keys I press", "zh": "把我按的键显示出来"}
    main = "seconds"

    seconds: float = Param(1.5, ge=0.3, le=10, en="How long", zh="时长", unit="s")
    which: Literal["shortcuts", "all"] = Param("shortcuts", en="Which keys", zh="哪些按键")
    position: Position = Param("bottom", en="Position", zh="位置")
    off: bool = Param(False, en="Take away", zh="去掉")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        before = without_keys(timeline)
        if self.off:
            if before == timeline:
                raise NothingToDo(en="No keys are shown.", zh="没有显示按键。")
            return before
        clips = recordings(timeline, self.clips)
        looked_for(timeline, clips, facts, "key")
        pressed = shown(timeline, clips, facts, "key")
        if not pressed:
            names = {clip.name or clip.id for _, clip in clips}
            raise NoEvents(
                what={"en": "Which keys were pressed is not known for", "zh": "不知道按了哪些键："},
                files=", ".join(f"“{name}”" for name in sorted(names)) or "—",
                was={
                    "en": ": pictures do not show it, only a recorder's event file does",
                    "zh": "画面里看不出来，只有录屏软件的事件文件里有",
                },
            )
        length = frames(self.seconds, timeline.rate)
        presses = self.presses(timeline, pressed)
        if not presses:
            raise NothingToDo(
                en="Only letters were typed, which are left out; say “show all keys” to have them.",
                zh="只输入了文字，默认不显示；说“显示全部按键”就会显示。",
            )
        after = before
        ends = [press.film for press in presses[1:]] + [timeline.duration]
        for press, end in zip(presses, ends, strict=True):
            long = min(length, end - press.film)
            if long > 2:
                after = placed(after, self.text(after, press, long), press.film, TEXT_TRACK)
        return after

    def presses(self, timeline: Timeline, pressed: Sequence[Happening]) -> list[Press]:
        """What is shown: the same keys at short intervals as one, at most one at a frame."""
        found: list[Press] = []
        latest = 0
        for each in pressed:
            said = str(each.fact.value.get("keys", "")) if isinstance(each.fact.value, dict) else ""
            if not said or (self.which == "shortcuts" and not _NAMED.search(said)):
                continue
            if found and found[-1].keys == said and each.film - latest < frames(AGAIN, timeline.rate):
                found[-1] = replace(found[-1], times=found[-1].times + 1)
            elif not found or each.film > found[-1].film:
                found.append(Press(each.film, said))
            latest = each.film
        return found

    def text(self, timeline: Timeline, press: Press, length: int) -> Clip:
        params = {"text": press.said, "position": self.position}
        return Clip(
            id=timeline.new_id("c"),
            name=press.said,
            media=GeneratorRef(op="keystroke", params=params),
            source=Range(start=0, duration=length),
            tie="content",
        )


def without_keys(timeline: Timeline) -> Timeline:
    """The timeline without texts that show keys."""
    gone = {
        clip.id
        for track in timeline.tracks
        if track.kind == "text"
        for _, clip in track.clips()
        if isinstance(clip.media, GeneratorRef) and clip.media.op == "keystroke"
    }
    if not gone:
        return timeline
    tracks = tuple(cleared(track, gone, False) for track in timeline.tracks)
    return settle(timeline, timeline.model_copy(update={"tracks": tracks}))
