"""The use cases. Every door comes in here, and only here."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from workprint.adapters import draft
from workprint.base import Lang, clock
from workprint.jobs import Explanation, Preview, Progress, RenderOptions, Report
from workprint.model import MediaFile, Timeline
from workprint.ops import check
from workprint.planner import Credits, Plan, Render, Situation
from workprint.store import Blobs, Database, Library, Output, Revision, SessionInfo, Sessions, home
from workprint.synth import VoiceSettings, speaker_of, voice_settings

from .answers import Edited, Inspected, Planned, TakenBack
from .catalogue import catalogue
from .checkup import Part, checkup
from .companions import Shelf
from .export import writable
from .finding import Finding
from .intake import Intake, Taken, only_sounds
from .looking import INSPECTED, Look
from .parts import Parts
from .placing import for_broll, kept_for_broll, self_placed
from .shape import shape_told
from .standing import standing
from .stock import Item, fetched, provider
from .stocking import stocked
from .taking_back import Named, named, without
from .transcribing import Transcribed, transcribed
from .voicing import Voicing
from .wiring import Wired
from .writing import placeable, writing

SCRATCH = "untitled"


class Studio:
    """The use cases over one data folder. `session` None works on a scratch session that is gone
    with the studio; its media and facts are remembered all the same."""

    def __init__(
        self,
        folder: Path | None = None,
        parts: Parts | None = None,
        database: Database | None = None,
        blobs: Blobs | None = None,
        voices: VoiceSettings | None = None,
    ) -> None:
        """`database` and `blobs`: those of a service, where they are not in the folder. `voices`: how texts
        are spoken, where the environment does not say."""
        self.folder = folder or home()
        self.parts: Parts = parts or Wired()
        database = database or Database(self.folder / "workprint.db")
        library = Library(database, blobs)
        self.intake = Intake(self.parts, library, Shelf(library, self.folder / "companions"))
        settings = voices or voice_settings(self.folder)
        self.voicing = Voicing(library, self.folder / "spoken", lambda: speaker_of(settings))
        self.finding = Finding(self.parts, self.intake, self.folder / "facts", self.voicing)
        self.kept = Sessions(database)
        self.scratch = Sessions(Database(None))

    def ingest(
        self, paths: Sequence[Path], session: str | None = None, names: Mapping[Path, str] | None = None
    ) -> Taken:
        """Take files in, under other `names` where those are given. On an empty film the videos are put
        one after another in the order given, and the first sets rate and canvas; photos and sounds wait
        in the library."""
        sessions, name = self._desk(session)
        head = sessions.head(name) if sessions.has(name) else None
        empty = Timeline(name="" if names else session or "")
        taken = self.intake.take(head.timeline if head else empty, paths, names=names or {})
        if head is None or taken.media or taken.along:
            sessions.add(name, taken.timeline, parent=head.number if head else None)
        return taken

    def plan(
        self,
        request: str,
        paths: Sequence[Path] = (),
        *,
        session: str | None = None,
        situation: Situation | None = None,
        lang: Lang = "",
        credits: Credits | None = None,
        renders: Sequence[Render] | None = None,
        tell: Callable[[float], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Planned:
        """What a request would do, without doing it. `situation` describes a session that is not
        here; its facts are taken as given."""
        if situation is not None:
            plan = self.parts.plan(request, situation)
            return Planned(plan, situation.timeline, plan.timeline)
        sessions, name = self._desk(session)
        known = sessions.has(name)
        start = sessions.head(name).timeline if known else Timeline(name=session or "")
        untold = known and not sessions.turns(name)
        taken = self._taken(request, start, paths) if paths else Taken(start, (), untold=untold)
        base = Situation(
            timeline=taken.timeline,
            facts=self.finding.known(sessions.turns(name), taken.timeline) if known else {},
            history=standing(sessions, name),
            renders=self._renders(sessions, name) if renders is None else tuple(renders),
            lang=lang,
            credits=credits,
            speaking=self.voicing.speaking(),
        )
        planned = self._planned(request, base, taken, tell, cancel)
        moved = self_placed(planned.plan.edits, taken.placed, only_sounds(taken.timeline))
        if moved:
            moved += tuple(each.id for each in taken.media if each.id not in taken.placed)
            # Files the request itself places (a logo, an insert) were put on the film by taking them in.
            taken = self.intake.take(start, paths, off_film=moved)
            base = base.model_copy(update={"timeline": taken.timeline})
            planned = self._planned(request, base, taken, tell, cancel)
        return planned

    def _taken(self, request: str, start: Timeline, paths: Sequence[Path]) -> Taken:
        """Files given with a request, and those that it wants as b-roll kept off the film."""
        taken = self.intake.take(start, paths)
        over = for_broll(request, taken.media, taken.placed)
        if not over:
            return taken
        kept = self.intake.take(start, paths, off_film=over)
        return replace(kept, notes=(*kept.notes, kept_for_broll(taken.media, over)))

    def edit(
        self,
        request: str,
        paths: Sequence[Path] = (),
        *,
        session: str | None = None,
        lang: Lang = "",
        credits: Credits | None = None,
        renders: Sequence[Render] | None = None,
        run: str | None = None,
        tell: Callable[[float], None] | None = None,
        cancel: threading.Event | None = None,
        gate: Callable[[Plan], None] = lambda plan: None,
    ) -> Edited:
        """Do what is asked: all of it, or nothing and say why. A change is a new revision. What a `run`
        has done already is not done again when it is begun again. `gate` is asked inside the transaction
        that makes the change; if it raises, nothing is changed."""
        sessions, name = self._desk(session)
        done = sessions.turn_of(name, run) if run else None
        if done is not None:
            plan = Plan.model_validate(done.plan)
            return Edited(plan, sessions.head(name), done.reply, bool(plan.edits))
        known = sessions.has(name)
        parent = sessions.head(name).number if known else None
        planned = self.plan(
            request, paths, session=session, lang=lang, credits=credits, renders=renders, tell=tell,
            cancel=cancel,
        )  # fmt: skip
        plan = planned.plan
        reply = "\n".join([plan.reply, *(note[plan.lang] for note in planned.notes)]).strip()
        if session and not known and not paths and not plan.edits:
            sessions.head(name)
        with sessions.database.change():
            gate(plan)
            if paths or not known:
                parent = sessions.add(name, planned.before, parent=parent).number
            if plan.edits:
                edits = [edit.model_dump(mode="json") for edit in plan.edits]
                sessions.add(name, planned.after, parent=parent, request=request, edits=edits, reply=reply)
            stepped = self._step(sessions, name, plan)
            reply = "\n".join(filter(None, [reply, stepped]))
            kept = plan.model_copy(update={"needs": planned.needs})
            sessions.say(name, request, kept.model_dump(mode="json", exclude={"draft"}), reply, run)
            head = sessions.head(name)
        return Edited(plan, head, reply, head.number != parent)

    def render(
        self,
        out: Path,
        *,
        session: str | None = None,
        timeline: Timeline | None = None,
        options: RenderOptions | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Report:
        """Write a session's present revision, or the timeline given (a part of it, a draft), to a
        file, and check the file."""
        sessions, name = self._desk(session)
        revision = sessions.head(name) if timeline is None or session else None
        film, how = self._to_render(timeline or (revision.timeline if revision else Timeline()), options)
        writable(out, how.format, how.size, [Path(each.uri) for each in film.media if each.uri])
        with writing(out):
            report = self.parts.render(film, out, how, on_progress, cancel)
        if revision:
            sessions.rendered(name, revision.number, str(out.absolute()), report.to_json())
        return report

    def explain(
        self,
        *,
        session: str | None = None,
        timeline: Timeline | None = None,
        options: RenderOptions | None = None,
        cancel: threading.Event | None = None,
    ) -> Explanation:
        """What `render` would do with the same arguments: every segment, how it would be made, why,
        and the CPU time it would take. Nothing is rendered."""
        sessions, name = self._desk(session)
        film, how = self._to_render(timeline or sessions.head(name).timeline, options)
        return self.parts.explain(film, how, cancel)

    def _to_render(self, timeline: Timeline, options: RenderOptions | None) -> tuple[Timeline, RenderOptions]:
        """The timeline with its files where they are now, and the options with the shelf of pieces."""
        film = self.intake.located(timeline)
        if unknown := draft.unknown_kinds(film):
            raise unknown
        how = options or RenderOptions()
        return film, replace(how, cache=how.cache or self.folder / "pieces")

    def frame(self, at: float, out: Path, *, session: str, size: str = "720p") -> Path:
        """Write one frame of a session, as the film has it at a second, to a .png or .jpg file."""
        suffix: Literal["png", "jpg"] = "png" if out.suffix.lower() == ".png" else "jpg"
        preview = self.preview(session, size)
        placeable(out)
        shown = preview.frame(at, suffix)
        part = out.with_name(f".{out.name}.part")
        with writing(out):
            out.parent.mkdir(exist_ok=True)
            shutil.copyfile(shown, part)
            os.replace(part, out)
        return out

    def preview(self, session: str, size: str = "360p", cancel: threading.Event | None = None) -> Preview:
        """A session's film as it is now, to be looked at and played before it is rendered."""
        film = self.intake.located(self.kept.head(session).timeline)
        return Preview(film, self.folder / "previews", size, cancel)

    def open_draft(self, text: str, folder: Path) -> Timeline:
        """The timeline of a draft; its files are found beside `folder` and probed where the draft
        does not describe them. Raises one fault with all that is wrong in the draft."""
        timeline = draft.read(text, lambda film: [*check(film), *draft.footage(film, folder)])
        return timeline.model_copy(
            update={"media": tuple(self.intake.described(each, folder) for each in timeline.media)}
        )

    def inspect(
        self,
        path: Path,
        out: Path | None = None,
        kinds: Sequence[str] = INSPECTED,
        tell: Callable[[float], None] | None = None,
        cancel: threading.Event | None = None,
        scenes: Literal["", "en", "zh"] = "",
    ) -> Inspected:
        """What is in a file; its contact sheet and waveform are written beside it or into `out`, under
        names that are free. Where nothing can be written, the facts are told all the same. `scenes`: the
        sheet has a frame of each scene, with what the scene is in that language."""
        look = Look(self.parts, self.intake, self.finding, tell, cancel)
        folder = out or path.parent
        return look.by_scene(path, folder, scenes) if scenes else look.inspected(path, folder, kinds)

    def transcribe(
        self,
        path: Path,
        script: Path | None = None,
        *,
        tell: Callable[[float], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Transcribed:
        """What is said in a file, with the time of every word; `script` is what is said, or its subtitles."""
        return transcribed(self.intake, self.finding, path, script, tell, cancel)

    def contact_sheet(self, path: Path, out: Path) -> Path:
        """Write a picture with frames from the whole of a file."""
        self.parts.contact_sheet(self.intake.probed(path, "m1"), out)
        return out

    def undo(self, session: str, what: str | None = None, steps: int = 1) -> Revision:
        """Go back by revisions; or take back only the last change that `what` names ("the title"),
        keeping what came after it."""
        return self.take_back(session, what).revision if what else self.kept.undo(session, steps)

    def take_back(self, session: str, what: str) -> TakenBack:
        """Take back only what `what` names, and say what that was. An undo brings it back."""
        gone, now = self._take_back(self.kept, session, what)
        return TakenBack(now, gone.told())

    def redo(self, session: str, steps: int = 1) -> Revision:
        """Go forward to the revisions last undone."""
        return self.kept.redo(session, steps)

    def go(self, session: str, revision: int) -> Revision:
        """Make any revision the present one."""
        return self.kept.go(session, revision)

    def history(self, session: str) -> tuple[Revision, ...]:
        """All revisions of a session, oldest first."""
        return self.kept.history(session)

    def head(self, session: str | None = None) -> Revision:
        """A session's present revision."""
        sessions, name = self._desk(session)
        return sessions.head(name)

    def outputs(self, session: str) -> tuple[Output, ...]:
        """The files rendered from a session."""
        return self.kept.outputs(session)

    def sessions(self) -> tuple[SessionInfo, ...]:
        """All sessions of the data folder."""
        return self.kept.list()

    def stock(self, words: str, kind: Literal["video", "photo"] = "video", where: str = "") -> list[Item]:
        """Footage of a provider that fits words. Raises `NoStockKey` and what the provider is at fault with."""
        return provider(where).search(words, kind)

    def take_stock(
        self,
        item: Item,
        session: str,
        tell: Callable[[float], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> MediaFile:
        """Fetch a find into a session's library, tagged by what it shows, with author and licence."""
        path = fetched(item, self.folder / "stock", tell, cancel)
        return stocked(self.kept, self.intake, session, path, item)

    def forget(self, session: str) -> None:
        """Remove a session. Media and rendered files stay where they are."""
        self.kept.remove(session)

    def ops(self, name: str | None = None) -> list[dict[str, Any]]:
        """The vocabulary, or one operation of it."""
        return catalogue(name)

    def doctor(self) -> tuple[Part, ...]:
        """What Workprint stands on here: what is present, what is missing and how to get it."""
        return checkup(self.folder)

    def _desk(self, session: str | None) -> tuple[Sessions, str]:
        return (self.scratch, SCRATCH) if session is None else (self.kept, session)

    def _planned(
        self,
        request: str,
        situation: Situation,
        taken: Taken,
        tell: Callable[[float], None] | None,
        cancel: threading.Event | None,
    ) -> Planned:
        """The plan, once all the facts it asks for have been found."""
        plan = self.parts.plan(request, situation)
        plan, asked, noted = self.finding.completed(
            plan, situation, lambda known: self.parts.plan(request, known), tell, cancel
        )
        shape = shape_told(plan) if taken.untold else ()
        return Planned(plan, taken.timeline, plan.timeline, (*shape, *taken.notes, *noted), asked)

    def _renders(self, sessions: Sessions, name: str) -> tuple[Render, ...]:
        return tuple(
            Render(id=str(index), name=Path(output.path).name, url=output.path)
            for index, output in enumerate(sessions.outputs(name), start=1)
        )

    def _step(self, sessions: Sessions, name: str, plan: Plan) -> str:
        """Undo or redo as the plan says; the sentence about it, with the film's length afterwards."""
        said: list[str] = []
        for action in plan.actions:
            if action.action not in ("undo", "redo"):
                continue
            steps = action.params.get("steps", 1)
            if action.action == "redo":
                now = sessions.redo(name, int(steps))
            elif what := action.params.get("what"):
                gone, now = self._take_back(sessions, name, str(what))
                said.append(gone.told()[plan.lang])
            else:
                now = sessions.undo(name, None if steps == "all" else int(steps))
            length = clock(now.timeline.duration, now.timeline.rate)
            at = {
                "en": f"The session is at revision {now.number}; the film is {length} long.",
                "zh": f"会话现在位于修订版 {now.number}，影片时长 {length}。",
            }
            said.append(at[plan.lang])
        return "\n".join(said)

    def _take_back(self, sessions: Sessions, session: str, what: str) -> tuple[Named, Revision]:
        line = sessions.line(session)
        facts = self.finding.known(sessions.turns(session), line[-1].timeline)
        gone = named(line, what, sessions.history(session), facts)
        again = without(gone, facts)
        base = line[gone.index - 1].number
        return gone, sessions.regrow(session, base, again, expected=line[-1].number)
