"""Finding out what a plan asks to know of the footage."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from workprint.base import Fault, Text
from workprint.model import Fact, Facts, MediaFile, Timeline
from workprint.ops import SCREEN_KINDS
from workprint.planner import Need, Plan, Situation
from workprint.store import Kept, Turn

from .heard import of_recorders, of_scripts
from .intake import Intake
from .made_beats import made_beats
from .parts import Parts, Tell
from .told import told_facts
from .voicing import Voicing

TOGETHER = {
    "silence": ("silence", "speech", "loudness"),
    "word": ("word", "transcript", "filler", "silence"),
    "transcript": ("word", "transcript"),
    "filler": ("word", "transcript", "filler"),
    "face": ("face", "faces"),
    "beat": ("beat", "beats"),
    **dict.fromkeys(SCREEN_KINDS, SCREEN_KINDS),
}
"""Kinds that are found together: where one is asked for, these say also that there is none of it."""


class FactsMissing(Fault):
    code = "facts_missing"
    en = "This needs to know the {kind} of “{media}”, which could not be found out."
    zh = "这需要知道“{media}”的 {kind}，但未能分析出来。"


@dataclass(frozen=True)
class Finding:
    """Facts of files, found once and kept in a folder."""

    parts: Parts
    intake: Intake
    folder: Path
    voicing: Voicing

    def completed(
        self,
        plan: Plan,
        situation: Situation,
        again: Callable[[Situation], Plan],
        tell: Tell | None,
        cancel: threading.Event | None,
    ) -> tuple[Plan, tuple[Need, ...], tuple[Text, ...]]:
        """A plan once all the facts have been found that it asks for (it is made `again` with them), and
        what it asked for, and what is to be said of what was found. Raises `FactsMissing`."""
        asked: set[Need] = set()
        said: list[Text] = []
        while needs := set(plan.needs) - asked:
            asked |= needs
            facts = dict(situation.facts)
            # A need names its file by id, or as people know it.
            wanted = [
                # As the plan leaves it: what it does not use any more is not read.
                (
                    plan.timeline.file(media.id) or media,
                    _together(need.kind for need in needs if need.media in (media.id, media.name)),
                )
                for media in situation.timeline.media
            ]
            for (media, kinds), found in zip(wanted, self.of_all(wanted, tell, cancel), strict=True):
                anew = {*kinds, *(fact.kind for fact in found)}
                before = (fact for fact in facts.get(media.id, ()) if fact.kind not in anew)
                facts[media.id] = (*before, *found)
                said += (*of_scripts(media, found), *of_recorders(media, found))
            facts |= {need.media: made for need in needs if (made := made_beats(need.media))}
            situation = situation.model_copy(update={"facts": facts})
            situation = self.voicing.provided(situation, sorted(needs, key=plan.needs.index), tell, cancel)
            plan = again(situation)
        lacking = [need for need in plan.needs if not need.wished]
        if lacking:
            need = lacking[0]
            raise FactsMissing(kind=need.kind, media=need.media)
        if asked:
            Kept(self.intake.library.database, self.folder.parent).tidy_at_times()
        return plan, tuple(asked), tuple(said)

    def facts(
        self,
        media: MediaFile,
        kinds: Iterable[str],
        tell: Tell | None,
        cancel: threading.Event | None,
    ) -> Sequence[Fact]:
        """Facts of these kinds, and of those that say that there is nothing of such a kind."""
        return self.of_all([(media, kinds)], tell, cancel)[0]

    def of_all(
        self,
        asked: Sequence[tuple[MediaFile, Iterable[str]]],
        tell: Tell | None,
        cancel: threading.Event | None,
    ) -> list[Sequence[Fact]]:
        """Such facts of several files."""
        known: list[Sequence[Fact]] = []
        sought: dict[int, tuple[MediaFile, Sequence[str]]] = {}
        for number, (media, kinds) in enumerate(asked):
            wanted = sorted(_together(kinds))
            here = self.intake.shelf.where(self.intake.where(media)) if wanted else media
            told, wanted = told_facts(here, wanted)
            known.append(told)
            if wanted:
                sought[number] = (here, wanted)
        if sought:
            found = self.parts.facts(list(sought.values()), self.folder, tell, cancel)
            for number, more in zip(sought, found, strict=True):
                known[number] = (*known[number], *more)
        return known

    def known(self, turns: Iterable[Turn], timeline: Timeline) -> Facts:
        """The facts that the plans of a session asked for; they are kept, unless something was given along
        with a file since."""
        needs = [need for turn in turns for need in turn.plan.get("needs", ())]
        wanted = {
            media.id: {need["kind"] for need in needs if need["media"] in (media.id, media.name)}
            for media in timeline.media
        }
        facts = self.of_all([(media, wanted[media.id]) for media in timeline.media], None, None)
        found = {media.id: each for media, each in zip(timeline.media, facts, strict=True)}
        made = {need["media"]: made_beats(need["media"]) for need in needs if need["kind"] == "beat"}
        return {**found, **{name: beats for name, beats in made.items() if beats}}


def _together(kinds: Iterable[str]) -> set[str]:
    return {also for kind in kinds for also in TOGETHER.get(kind, (kind,))}
