"""What nobody needs any more goes; what anybody needs stays."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from typer.testing import CliRunner

from workprint.base import Fault, Range
from workprint.doors.cli import app
from workprint.jobs import RenderOptions
from workprint.model import Canvas, Clip, GeneratorRef, MediaFile, Timeline, Track
from workprint.service import Config, Service, WireFault
from workprint.service.housekeeping import Rounds
from workprint.service.keeping import keep
from workprint.store import BLOB, media_name
from workprint.store.tables import (
    blobs,
    exports,
    hits,
    jobs,
    projects,
    runs,
    sessions,
    tokens,
    uploads,
    users,
)

DAY = 86400.0
KEEP = 30


class House:
    """A service whose clock is set by hand."""

    def __init__(self, folder: Path, **more: Any) -> None:
        self.now = time.time()
        self.service = Service(Config.model_validate({"data": folder, "keep_days": KEEP, **more}))
        self.service.database.clock = lambda: self.now
        self.user = self.service.token("client", "127.0.0.1").user

    def later(self, days: float) -> None:
        self.now += days * DAY

    def session(self) -> str:
        return self.service.projects.new(self.user, "p", "en").session

    def blob(self, content: str) -> str:
        """A file in the store."""
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        made = self.service.config.data / "made"
        made.write_text(content, encoding="utf-8")
        keep(self.service.database, sha256, len(content), "mp4")
        self.service.blobs.put(media_name(sha256, "mp4"), made)
        return sha256

    def upload(self, session: str, content: str) -> str:
        """A file that was sent to a session."""
        sha256 = self.blob(content)
        upload = self.service.uploads.begin(self.user, session, "a.mp4")
        here = uploads.c.id == upload.id
        self.service.database.run(update(uploads).where(here).values(state="ready", hash=sha256))
        return sha256

    def film(self, session: str, content: str) -> str:
        """A revision of a session that shows a file, which was taken out again in the next."""
        sha256 = self.blob(content)
        head = self.service.studio.head(session)
        film = MediaFile(id="m1", name="a", uri=BLOB + media_name(sha256, "mp4"), hash=sha256, kind="video")
        self.service.projects.sessions.add(session, Timeline(media=(film,)), parent=head.number)
        self.service.projects.sessions.add(session, Timeline(), parent=head.number + 1)
        self.service.projects.touch(session)
        return sha256

    def export(self, session: str, content: str, state: str) -> tuple[str, str]:
        """An export whose film shows a file: the hash of that, and of the render where it is done."""
        used, name = self.blob(content), f"render_{content}"
        from workprint.store import New

        job = self.service.queue.put(New("export", {"film": used, "name": name}, self.user, session)).id
        rendered = ""
        values: dict[str, Any] = {"state": state}
        if state == "done":
            rendered = hashlib.sha256(f"film of {content}".encode()).hexdigest()
            keep(self.service.database, rendered, 3, "mp4")
            made = self.service.config.data / "made"
            made.write_text(f"film of {content}", encoding="utf-8")
            file = f"renders/{rendered[:2]}/{rendered}.mp4"
            self.service.blobs.put(file, made)
            result = {"file": file, "sha256": rendered, "size": 3, "duration": 1.0}
            values |= {"finished": self.now, "result": json.dumps(result)}
        database = self.service.database
        database.run(update(jobs).where(jobs.c.id == job).values(**values))
        row = {
            "user": self.user,
            "id": name,
            "session": session,
            "job": job,
            "digest": "d",
            "created": self.now,
        }
        database.run(exports.insert().values(**row, hash=rendered or None))
        return used, rendered

    def has(self, sha256: str) -> bool:
        return self.service.blobs.has(media_name(sha256, "mp4"))

    def has_render(self, sha256: str) -> bool:
        return self.service.blobs.has(f"renders/{sha256[:2]}/{sha256}.mp4")

    def sessions(self) -> set[str]:
        return {each.session for each in self.service.projects.list(self.user)}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_session_goes_with_all_it_had_once_it_is_unused_for_long(house: House) -> None:
    session = house.session()
    sent, shown = house.upload(session, "sent"), house.film(session, "shown")
    run = house.service.runs.new(session, house.user, "hello", "en").id
    house.service.runs.append(run, "1", {"content": {}})
    house.service.runs.end(run, "done")
    house.later(KEEP - 1)
    house.service.housekeeping.tidy()
    assert house.sessions() == {session}
    assert house.has(sent)
    house.later(2)
    house.service.housekeeping.tidy()
    assert house.sessions() == set()
    assert not house.service.projects.sessions.has(session)
    assert not house.has(sent)
    assert not house.has(shown)
    for table in (uploads, runs, blobs):
        assert house.service.database.rows(select(table)) == []


def test_films_of_the_command_line_in_the_same_folder_are_nobodys_to_remove(house: House) -> None:
    house.service.projects.sessions.add("my film", Timeline(), parent=None)
    house.later(10 * KEEP)
    house.service.housekeeping.tidy()
    assert house.service.projects.sessions.has("my film")


def test_an_export_is_kept_for_its_term_also_without_its_session(house: House) -> None:
    session = house.session()
    used, rendered = house.export(session, "one", "done")
    house.later(1)
    house.service.projects.remove(session)
    house.later(KEEP - 2)
    house.service.housekeeping.tidy()
    found = house.service.exports.get(house.user, "render_one")
    assert house.service.files.film(found)[0].is_file()
    assert found.job.state == "done"
    house.later(2)
    house.service.housekeeping.tidy()
    assert not house.has_render(rendered)
    assert not house.has(used)
    assert house.service.database.rows(select(exports)) == []
    assert house.service.queue.counts() == {}


def test_a_file_of_two_owners_stays_for_the_one_who_is_left(house: House) -> None:
    old, young = house.session(), house.session()
    sent = house.upload(old, "same")
    house.later(KEEP - 1)
    house.upload(young, "same")
    house.later(KEEP - 2)
    house.service.projects.touch(young)
    house.later(2)
    house.service.housekeeping.tidy()
    assert house.sessions() == {young}
    assert house.has(sent)


def test_uploads_that_rest_go_with_what_had_come(house: House) -> None:
    session = house.session()
    upload = house.service.uploads.begin(house.user, session, "a.mp4")
    part = house.service.uploads.part(upload)
    part.write_bytes(b"half")
    house.later(0.9)
    house.service.housekeeping.tidy()
    assert part.exists()
    house.later(0.2)
    house.service.housekeeping.tidy()
    assert not part.exists()
    assert house.service.uploads.of_session(session) == []


def test_expired_tokens_and_old_counts_go(house: House) -> None:
    house.service.limits.count("requests:x", 10, 60)
    assert len(house.service.database.rows(select(hits))) > 0
    house.later(6.9)
    house.service.housekeeping.tidy()
    assert len(house.service.database.rows(select(tokens))) == 1
    assert house.service.database.rows(select(hits)) == []
    house.later(0.2)
    house.service.housekeeping.tidy()
    assert house.service.database.rows(select(tokens)) == []


def test_work_folders_of_the_dead_go_those_of_the_living_stay(house: House) -> None:
    from workprint.store import New

    alive = house.service.queue.put(New("export", {}, house.user)).id
    work = house.service.config.data / "work"
    for name in (alive, f"{alive}-1.mp4", "export_gone", "export_gone-2.mp4", "export_new"):
        (work / name).mkdir(parents=True) if "." not in name else (work / name).touch()
        if name != "export_new":
            os.utime(work / name, (1, 1))
    house.service.housekeeping.tidy()
    assert {each.name for each in work.iterdir()} == {alive, f"{alive}-1.mp4", "export_new"}


def test_looking_changes_nothing_and_tells_what_tidying_does(house: House) -> None:
    session = house.session()
    sent = house.upload(session, "sent")
    house.export(session, "one", "done")
    house.later(KEEP + 1)
    told = house.service.housekeeping.look()
    assert house.has(sent)
    assert house.sessions() == {session}
    counted: dict[str, int] = {}
    for each in told:
        counted[each.kind] = counted.get(each.kind, 0) + each.many
    assert house.service.housekeeping.tidy() == counted
    assert house.service.housekeeping.look() == []


def test_a_file_that_comes_again_while_it_is_removed_is_there_in_the_end(house: House) -> None:
    """Whoever brings it first marks it as used: then it is not removed, or comes after."""
    sent = house.blob("same")
    house.later(KEEP + 1)
    (old,) = [each for each in house.service.housekeeping.look() if each.kind == "file"]
    keep(house.service.database, sent, 4, "mp4")
    assert house.service.housekeeping._remove(old) is False
    assert house.has(sent)
    house.later(KEEP + 1)
    removing, came = threading.Event(), threading.Event()
    drop = house.service.blobs.drop

    def slowly(name: str) -> None:
        removing.set()
        assert not came.wait(0.2)
        drop(name)

    house.service.blobs.drop = slowly  # type: ignore[method-assign]
    thread = threading.Thread(target=lambda: (removing.wait(10), house.blob("same"), came.set()))
    thread.start()
    assert house.service.housekeeping._remove(old)
    thread.join()
    assert house.has(sent)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["session", "end", "upload", "film", "queued", "running", "done", "use", "use", "later"]
        ),
        st.integers(0, 3),
        st.integers(0, 4),
    ),
    min_size=5,
    max_size=20,
)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(ACTS)
def test_nothing_goes_that_is_needed_whatever_happened_before(acts: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        # For each session its last use, and the files it needs; those of exports; by when they are done.
        live: dict[str, tuple[float, set[str]]] = {house.session(): (house.now, set())}
        waiting: list[tuple[str, str]] = []
        finished: list[tuple[float, str]] = []
        for number, (act, which, content) in enumerate(acts):
            session = sorted(live)[which % len(live)] if live else ""
            if act == "session":
                live[house.session()] = (house.now, set())
            elif act == "later":
                house.later(content * 8 + 0.5)
                house.service.housekeeping.tidy()
            elif not session:
                continue
            elif act == "end":
                house.service.projects.remove(session)
                del live[session]
            elif act in ("upload", "film"):
                do = house.upload if act == "upload" else house.film
                live[session] = (house.now, live[session][1] | {do(session, f"file {content}")})
            elif act == "use":
                house.service.projects.touch(session)
                live[session] = (house.now, live[session][1])
                house.later(20)
                house.service.housekeeping.tidy()
            else:
                used, rendered = house.export(session, f"{act}{number}", act)
                live[session] = (house.now, live[session][1])
                if act == "done":
                    finished.append((house.now, rendered))
                else:
                    waiting.append((session, used))
            busy = {name for name, _ in waiting}
            for name, (at, needed) in list(live.items()):
                if name in busy or house.now - at < KEEP * DAY:
                    assert name in house.sessions()
                    assert all(map(house.has, needed)), (act, name)
                elif name not in house.sessions():
                    del live[name]
            assert all(house.has(used) for _, used in waiting)
            assert all(house.has_render(each) for at, each in finished if house.now - at < KEEP * DAY)


def test_one_round_is_queued_for_all_and_done_by_a_worker(tmp_path: Path) -> None:
    one, two = Service(Config(data=tmp_path)), Service(Config(data=tmp_path))
    first, second = (Rounds(each.queue, 1, each.blobs, 0).ask() for each in (one, two))
    assert first == second
    one.start()
    until = time.monotonic() + 20
    while not two.queue.get(first).ended and time.monotonic() < until:
        time.sleep(0.02)
    one.stop()
    assert two.queue.get(first).state == "done"
    assert two.queue.get(first).alone == "tidy"


@pytest.mark.parametrize(("lang", "words"), [("en", "sessions not used any more"), ("zh", "不再使用的会话")])
def test_the_command_lists_what_would_go_and_removes_it(tmp_path: Path, lang: str, words: str) -> None:
    service = Service(Config(data=tmp_path))
    user = service.token("c", "127.0.0.1").user
    service.projects.new(user, "p", "en")
    for table in (projects, sessions):
        service.database.run(update(table).values(updated=time.time() - 40 * DAY))
    asked = ["tidy", "--data", str(tmp_path), "--lang", lang]
    shown = CliRunner().invoke(app, [*asked, "--dry-run"])
    assert (shown.exit_code, words in shown.stdout) == (0, True), shown.output
    assert len(service.projects.list(user)) == 1
    done = CliRunner().invoke(app, [*asked, "--json"])
    assert json.loads(done.stdout)["removed"]["session"] == 1
    assert service.projects.list(user) == []


# Plans

FREE = {"free": {"max_height": 720, "max_minutes": 1}, "pro": {}}


def film(seconds: int, width: int, height: int) -> Timeline:
    made = Timeline(canvas=Canvas(width=width, height=height))
    length = round(seconds * made.rate)
    clip = Clip(id="c", media=GeneratorRef(op="solid"), source=Range(start=0, duration=length))
    return made.model_copy(update={"tracks": (Track(id="t", kind="video", items=(clip,)),)})


@pytest.mark.parametrize(
    ("seconds", "shape", "size", "plan", "metered", "good"),
    [
        (30, (1280, 720), None, "free", True, True),
        (30, (720, 1280), None, "free", True, True),
        (30, (1920, 1080), None, "free", True, False),
        (30, (1920, 1080), "720p", "free", True, True),
        (30, (1280, 720), "1080p", "free", True, False),
        (61, (1280, 720), None, "free", True, False),
        (61, (1920, 1080), "4k", "pro", True, True),
        (61, (1920, 1080), "4k", "unheard of", True, True),
        (61, (1920, 1080), "4k", "free", False, True),
    ],
)
def test_an_export_beyond_the_plan_is_refused_where_the_server_is_metered(
    tmp_path: Path,
    seconds: int,
    shape: tuple[int, int],
    size: str | None,
    plan: str,
    metered: bool,
    good: bool,
) -> None:
    house = House(tmp_path, metered=metered, plans=FREE)
    house.service.database.run(update(users).values(plan=plan))
    asked = film(seconds, *shape), RenderOptions(size=size)
    if good:
        house.service.exports.plans.allow(house.user, *asked)
        return
    with pytest.raises(WireFault) as caught:
        house.service.exports.plans.allow(house.user, *asked)
    assert (caught.value.number, caught.value.status, caught.value.code) == (402, 402, "not_in_plan")
    assert "free" in caught.value.say("zh")


def test_an_export_beyond_the_plan_is_refused_by_the_service(tmp_path: Path) -> None:
    house = House(tmp_path, metered=True, plans=FREE)
    session = house.session()
    with pytest.raises(WireFault) as caught:
        house.service.exports.begin(house.user, "big", session, film(5, 1920, 1080), {"size": "1080p"}, {})
    assert caught.value.status == 402
    assert house.service.queue.counts() == {}
    with pytest.raises(Fault):
        house.service.exports.get(house.user, "big")
