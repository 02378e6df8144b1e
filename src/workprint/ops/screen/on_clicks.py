"""What the edits that mark clicks have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from workprint.base import Text
from workprint.model import Facts, Timeline
from workprint.ops.edits.faults import NothingToDo
from workprint.ops.operation import EditOp, Param

from .happenings import SURE, Happening, everywhere, found_in
from .marks import forgotten, off, spared


class OnClicks(EditOp):
    """Marks at clicks: made, given another look, taken away. Those taken away at a moment stay away when
    the others are made again, until they are called back (`again`, or a click named by its moment)."""

    mark: ClassVar[str] = ""
    """The effect that marks a click."""
    none: ClassVar[Text] = {}
    """What is said where there is none to change."""
    full: ClassVar[Text] = {}
    """What is said where none could be made."""

    confidence: float = Param(SURE, ge=0, le=1, en="Confidence needed", zh="所需把握")
    restyle: bool = Param(False, en="Only another look", zh="只改样式")
    off: bool = Param(False, en="Take away", zh="去掉")
    again: bool = Param(False, en="Those taken away, too", zh="恢复去掉的")
    moments: tuple[float, ...] = Param((), en="Only those at", zh="只限这些时刻的", unit="s")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        if self.off:
            after = everywhere(timeline, lambda inner: off(inner, self.mark, self.moments))
        elif self.restyle:
            after = everywhere(timeline, self.restyled)
        else:
            clicks = found_in(timeline, self.clips, facts, "click", "No clicks were found", "没有找到点击")
            self.possible(clicks)
            after = everywhere(timeline, lambda inner: self.drawn(self.recalled(inner), facts))
        if after == timeline:
            said = self.none if self.off or self.restyle else self.full
            raise NothingToDo(en=said["en"], zh=said["zh"])
        return after

    def possible(self, clicks: Sequence[Happening]) -> None:
        """Raises `NothingToDo` where none of the clicks found can be marked."""

    def recalled(self, timeline: Timeline) -> Timeline:
        return forgotten(timeline, self.mark) if self.again else timeline

    def wanted(self, timeline: Timeline, clicks: Sequence[Happening]) -> list[Happening]:
        """The clicks that are certain enough and were not taken away."""
        sure = [click for click in clicks if click.fact.confidence >= self.confidence]
        frames = set(spared(timeline, self.mark, [click.film for click in sure]))
        return [click for click in sure if click.film in frames]

    def drawn(self, timeline: Timeline, facts: Facts) -> Timeline:
        """With the marks at the clicks that the film shows."""
        raise NotImplementedError

    def restyled(self, timeline: Timeline) -> Timeline:
        """With the marks that there are in the look asked for."""
        raise NotImplementedError
