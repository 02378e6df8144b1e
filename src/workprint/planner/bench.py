"""The bench: a working copy of the timeline on which each clause is tried in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from workprint.base import Fault, seconds
from workprint.model import (
    Clip,
    Effect,
    FileRef,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    followed,
    of_kind,
)
from workprint.ops import EditOp, bind

from .answers import Answer
from .findable import ANSWERED_BY, can_have
from .focus import Focus, focus_after, focus_of
from .plan import Action, Asked, Declined, Edit, Need, Question, Refusal, Situation, Speech
from .stale import still_known
from .words import ACCEPTED


@dataclass(frozen=True)
class Placed:
    """A clip with its track and its place in seconds."""

    id: str
    name: str
    start: float
    end: float
    clip: Clip
    track: Track

    @property
    def media(self) -> str | None:
        return self.clip.media.media if isinstance(self.clip.media, FileRef) else None


@dataclass(frozen=True)
class Step:
    """An edit with the timelines around it. `pending`: it waits for facts and was not applied."""

    edit: Edit
    before: Timeline
    after: Timeline
    pending: bool = False


@dataclass(frozen=True)
class _Mark:
    timeline: Timeline
    steps: tuple[Step, ...]
    actions: int
    needs: int
    notes: int
    focus: Focus | None


class Bench:
    """The state of planning. Rules look things up here and call `do`, `act`, `tell`, or raise
    `Declined` or `Asked`."""

    def __init__(self, situation: Situation, lang: str, answer: Answer | None = None) -> None:
        """`answer`: what was said to the list that this request was answered with."""
        self.answer = answer
        self.answered = False
        self.listed = False
        self.situation = situation
        self.lang = lang
        self.timeline = situation.timeline
        self.steps: list[Step] = []
        self.actions: list[Action] = []
        self.questions: list[Question] = []
        self.refusals: list[Refusal] = []
        self.needs: list[Need] = []
        self.notes: list[str] = []
        self.focus: Focus | None = focus_of(situation.history, situation.timeline)
        self.lost = False
        self.chatter = 0
        self.counted: list[Placed] = []
        self.spared: tuple[str, ...] = ()
        self.topic: tuple[str, ...] = ()

    # -- what there is

    @property
    def duration(self) -> float:
        """The film's length in seconds."""
        return float(seconds(self.timeline.duration, self.timeline.rate))

    def placed(self, track: Track) -> Iterator[Placed]:
        for at, clip in track.clips():
            start, end = (float(seconds(f, self.timeline.rate)) for f in (at, at + clip.duration))
            yield Placed(clip.id, self.name(clip), start, end, clip, track)

    def name(self, clip: Clip) -> str:
        """What a clip is called: its own name, its text, or its file's name."""
        if clip.name:
            return clip.name
        if isinstance(clip.media, FileRef):
            file = self.timeline.file(clip.media.media)
            return file.name or file.id if file else clip.media.media
        if isinstance(clip.media, GeneratorRef):
            return str(clip.media.params.get("text") or clip.media.params.get("mood") or clip.media.op)
        return clip.id

    @property
    def film(self) -> list[Placed]:
        """The clips of the film in order; of a session of sound alone, the clips of its first track."""
        sounds = (track for track in self.timeline.tracks if track.kind == "audio" and track.duration)
        track = self.timeline.film or next(sounds, None)
        return list(self.placed(track)) if track else []

    @property
    def texts(self) -> list[Placed]:
        """The texts in order of time."""
        found = [p for track in self.timeline.tracks if track.kind == "text" for p in self.placed(track)]
        return sorted(found, key=lambda p: p.start)

    @property
    def music(self) -> list[Placed]:
        """The music: clips on tracks in that role, or made as music."""
        return [
            placed
            for track in self.timeline.tracks
            if track.kind == "audio" and track.role in ("music", "")
            for placed in self.placed(track)
            if track.role == "music"
            or placed.clip.tie == "length"
            or (isinstance(placed.clip.media, GeneratorRef) and placed.clip.media.op == "music")
            or (placed.clip.link is None and isinstance(placed.clip.media, FileRef))
        ]

    @property
    def overlays(self) -> list[Placed]:
        """Pictures over the film."""
        film = self.timeline.film
        return [
            p
            for track in self.timeline.tracks
            if track.kind == "video" and film is not None and track.id != film.id
            for p in self.placed(track)
        ]

    @property
    def library(self) -> list[MediaFile]:
        """Files that no clip uses, but for what was spoken once."""
        used = {
            clip.media.media
            for track in self.timeline.tracks
            for _, clip in track.clips()
            if isinstance(clip.media, FileRef)
        }
        return [file for file in self.timeline.media if file.id not in used and "voice" not in file.metadata]

    def locate(self, item_id: str) -> Placed | None:
        """A clip by id, with its place."""
        return next((p for t in self.timeline.tracks for p in self.placed(t) if p.id == item_id), None)

    def effects(self) -> Iterator[tuple[str, Effect]]:
        """Each effect with the id of what it is on."""
        for effect in self.timeline.effects:
            yield "timeline", effect
        for track in self.timeline.tracks:
            for effect in track.effects:
                yield track.id, effect
            for _, clip in track.clips():
                for effect in clip.effects:
                    yield clip.id, effect

    # -- what is done

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def tell(self, en: str, zh: str) -> None:
        """A sentence for the reply."""
        self.notes.append(self.say(en, zh))

    def act(self, action: str, **params: Any) -> bool:
        found = Action(action=action, params={k: v for k, v in params.items() if v is not None})
        if found not in self.actions:
            self.actions.append(found)
        return True

    def do(self, op: str, **params: Any) -> bool:
        """Apply an edit to the working copy. Faults pass through; missing facts are noted instead."""
        given = {
            key: _plain(value) for key, value in params.items() if value is not None or key == "transition"
        }
        edit = Edit(op=op, params=given)
        if op in _ONCE and any(step.edit == edit for step in self.steps):
            return True
        if self.steps and _restated(self.steps[-1].edit, edit):
            self.timeline = self.steps.pop().before
        before = self.timeline
        bound = bind(EditOp, op, given, where=op)
        pending = False
        for kind, media in bound.wishes(before, self.situation.facts):
            self.need(kind, media, wished=True)
        try:
            after = bound.apply(before, self.situation.facts)
        except Fault as fault:
            waits = any(step.pending for step in self.steps) and op in _OF_CUTS
            if fault.code == "missing_facts":
                kind = str(fault.fields["kind"])
                self.need(kind, str(fault.fields["media"]))
                # What nobody can find out would be waited for in vain.
                if not any(need.kind == kind for need in self.needs):
                    raise
            elif fault.code == "missing_voice":
                self.needs += [
                    Need(media="", kind="voice", speech=Speech(**each)) for each in fault.fields["wanted"]
                ]
            elif not (waits and fault.code == "nothing_to_do"):
                raise
            after, pending = before, True
        self.steps.append(Step(edit, before, after, pending))
        self.timeline = after
        self.focus = focus_after(edit, before, after) or self.focus
        if op == "drop_companion":
            known = still_known(self.situation.facts, before, after)
            self.situation = self.situation.model_copy(update={"facts": known})
        return True

    def spare(self, ids: Sequence[str]) -> bool:
        """Make the last edit again without these clips, where it reached them."""
        last = self.steps[-1]
        key = next(
            (
                k
                for k in ("targets", "clips", "ids")
                if k in last.edit.params or k in _REACHES.get(last.edit.op, ())
            ),
            "",
        )
        if not key:
            return self.chatted()
        reached = last.edit.params.get(key) or [p.id for p in self.film]
        rest = [i for i in reached if i not in ids]
        if len(rest) == len(reached):
            return self.chatted()
        self.timeline = self.steps.pop().before
        return not rest or self.do(last.edit.op, **{**last.edit.params, key: rest})

    def chatted(self) -> bool:
        """Note that a clause was understood and needs nothing done."""
        self.chatter += 1
        return True

    def attempt(self, op: str, **params: Any) -> bool:
        """Apply one edit of several; where there is nothing to do for it, say so and go on."""
        try:
            return self.do(op, **params)
        except Fault as fault:
            if fault.code != "nothing_to_do":
                raise
            self.notes.append(fault.say(self.lang))
            return False

    def need(self, kind: str, lacking: str = "", wished: bool = False) -> None:
        """Note every file of the film that has to be analysed for a kind of fact, and the one that is
        `lacking` it; that one alone where it is not on the film."""
        if lacking.startswith("music:") or followed(kind) is not None:
            self.needs.append(Need(media=lacking, kind=kind))
            return
        film = [p.media for p in self.film if p.media and kind != "beat"]
        named = [file.id for file in self.timeline.media if lacking and lacking in (file.id, file.name)]
        for media in dict.fromkeys(film if named and set(named) <= set(film) else named or film):
            file = self.timeline.file(media)
            if file is None or not can_have(file, kind):
                continue
            if not any(of_kind(self.situation.facts, media, k) for k in ANSWERED_BY.get(kind, (kind,))):
                self.needs.append(Need(media=media, kind=kind, wished=wished))

    def ensure_film(self) -> None:
        """Put the library's pictures on the film where it is empty, or its sounds where there are no pictures.
        Raises `Declined` if there are no files."""
        if self.film:
            return
        kinds = ("video", "image", "audio")
        files = next((f for kind in kinds if (f := [m for m in self.timeline.media if m.kind == kind])), [])
        if not files:
            raise empty()
        for file in files:
            self.do("append", media=file.id)

    def last_edit(self) -> Edit | None:
        """The last edit: of this request, else of the last turn that had one."""
        return next(reversed(self._edits()), None)

    def last_made(self, op: str) -> Edit | None:
        """The last edit of a kind, in this request or an earlier turn."""
        return next((edit for edit in reversed(self._edits()) if edit.op == op), None)

    def _edits(self) -> list[Edit]:
        earlier = [edit for turn in self.situation.history for edit in turn.edits]
        return earlier + [step.edit for step in self.steps]

    def mark(self) -> _Mark:
        return _Mark(
            self.timeline, tuple(self.steps), len(self.actions), len(self.needs), len(self.notes), self.focus
        )

    def since(self, mark: _Mark) -> list[Step]:
        """The edits made since a mark."""
        return [step for step in self.steps if not any(step is old for old in mark.steps)]

    def then(self, mark: _Mark) -> Bench:
        """The bench as it was at a mark, to look things up in."""
        earlier = Bench(self.situation, self.lang)
        earlier.timeline, earlier.focus, earlier.steps = mark.timeline, mark.focus, list(mark.steps)
        earlier.counted, earlier.spared = self.counted, self.spared
        return earlier

    def back(self, mark: _Mark) -> None:
        """Forget what was done since a mark."""
        self.timeline, self.focus = mark.timeline, mark.focus
        self.steps[:] = mark.steps
        del self.actions[mark.actions :]
        del self.needs[mark.needs :], self.notes[mark.notes :]


_REACHES = {
    "add_effect": ("targets",),
    "set_speed": ("clips",),
    "reverse": ("clips",),
    "mute": ("clips",),
    "auto_color": ("clips",),
}
"""Edits of every clip where they name none, and the parameter that names them."""

_OF_CUTS = frozenset({"add_transitions", "punch_in"})
"""Edits at joins: they wait where the cuts that make the joins wait for facts."""

_ONCE = frozenset({"duck_music", "set_loudness", "auto_color", "punch_in", "mute", "set_canvas"})
"""Edits that change nothing the second time: a complaint and its remedy may ask for one twice."""


def _restated(last: Edit, new: Edit) -> bool:
    """Whether an effect or a speed is asked for again at the same place: "too dark, brighten it by 20 %"."""
    keys = {"add_effect": ("effect", "targets", "start", "end"), "set_speed": ("clips", "start", "end")}
    same = keys.get(new.op, ())
    return last.op == new.op and bool(same) and all(last.params.get(k) == new.params.get(k) for k in same)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value


def empty() -> Declined:
    """There is nothing to edit."""
    return Declined(
        "no_media",
        f"There is no video in this session yet. Add a file first ({ACCEPTED}).",
        f"当前会话里还没有视频，请先添加文件（支持 {ACCEPTED}）。",
    )


def decline(reason: str, en: str, zh: str) -> NoReturn:
    raise Declined(reason, en, zh)


def ask(en: str, zh: str, *options: tuple[str, str], waits: bool = False) -> NoReturn:
    raise Asked(en, zh, options, waits)
