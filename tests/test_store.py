"""Sessions, revisions and media: what survives, what conflicts, what is named when it is gone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Executable, text

from workprint.base import Fault
from workprint.model import MediaFile, Timeline, save
from workprint.store import (
    BadSessionName,
    Blobs,
    Database,
    Library,
    NoSuchRevision,
    NoSuchSession,
    NothingToRedo,
    NothingToUndo,
    SessionChanged,
    Sessions,
    SourceChanged,
    SourceMissing,
    StoreBroken,
    home,
    layout,
)
from workprint.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where the database is: all that holds of a store holds on both."""
    if request.param == "sqlite":
        return tmp_path / "workprint.db"
    fresh: str = request.getfixturevalue("cluster").fresh()
    return fresh


@pytest.fixture
def database(place: Path | str) -> Iterator[Database]:
    made = Database(place)
    yield made
    made.close()


@pytest.fixture
def sessions(database: Database) -> Sessions:
    return Sessions(database)


def grown(sessions: Sessions, *names: str, session: str = "talk") -> None:
    """A session with one revision per name."""
    parent = None
    for name in names:
        edits = [{"op": name, "params": {}}]
        added = sessions.add(session, Timeline(name=name), parent=parent, request=name, edits=edits)
        parent = added.number


def test_a_revision_keeps_all_that_made_it(place: Path | str, sessions: Sessions) -> None:
    timeline = Timeline.model_validate({"name": "a", "some_key_of_tomorrow": {"x": 1}})
    sessions.add(
        "talk", timeline, parent=None, request="加标题", edits=[{"op": "add_text", "params": {}}], reply="好"
    )
    head = Sessions(Database(place)).head("talk")
    assert head.timeline == timeline
    assert (head.number, head.parent, head.request, head.reply) == (1, None, "加标题", "好")
    assert head.edits == ({"op": "add_text", "params": {}},)


def test_undo_and_redo_walk_the_line(sessions: Sessions) -> None:
    grown(sessions, "one", "two", "three")
    assert sessions.undo("talk").timeline.name == "two"
    assert sessions.undo("talk").timeline.name == "one"
    with pytest.raises(NothingToUndo):
        sessions.undo("talk")
    assert sessions.redo("talk", 2).timeline.name == "three"
    with pytest.raises(NothingToRedo):
        sessions.redo("talk")
    with pytest.raises(NothingToUndo):
        sessions.undo("talk", 3)
    assert sessions.head("talk").timeline.name == "three"
    assert sessions.undo("talk", None).timeline.name == "one"


def test_an_edit_after_undo_begins_a_branch_and_loses_nothing(sessions: Sessions) -> None:
    grown(sessions, "one", "two")
    sessions.undo("talk")
    edits = [{"op": "other", "params": {}}]
    sessions.add("talk", Timeline(name="other"), parent=1, request="other", edits=edits)
    assert [each.timeline.name for each in sessions.history("talk")] == ["one", "two", "other"]
    assert [each.timeline.name for each in sessions.line("talk")] == ["one", "other"]
    sessions.undo("talk")
    assert sessions.redo("talk").timeline.name == "other"
    assert sessions.go("talk", 2).timeline.name == "two"


def test_footage_taken_in_is_no_step_of_its_own(sessions: Sessions) -> None:
    grown(sessions, "one", "two")
    sessions.add("talk", Timeline(name="two and a file"), parent=2)
    sessions.add("talk", Timeline(name="three"), parent=3, edits=[{"op": "x", "params": {}}])
    assert sessions.undo("talk").timeline.name == "two and a file"
    assert sessions.undo("talk").timeline.name == "one"
    assert sessions.redo("talk", 2).timeline.name == "three"
    sessions.add("s", Timeline(name="footage"), parent=None)
    sessions.add("s", Timeline(name="more footage"), parent=1)
    assert sessions.undo("s").timeline.name == "footage"
    with pytest.raises(NothingToUndo):
        sessions.undo("s")


def test_regrow_makes_the_line_again(sessions: Sessions) -> None:
    grown(sessions, "one", "two", "three")
    three = sessions.head("talk")
    now = sessions.regrow("talk", 1, [three], expected=3)
    assert (now.number, now.parent, now.timeline.name) == (4, 1, "three")
    with pytest.raises(SessionChanged):
        sessions.regrow("talk", 1, [three], expected=3)


def test_two_editors_conflict_with_the_current_revision(tmp_path: Path) -> None:
    one, two = (Sessions(Database(tmp_path / "w.db")) for _ in range(2))
    grown(one, "first")
    two.add("talk", Timeline(name="theirs"), parent=1)
    with pytest.raises(SessionChanged) as caught:
        one.add("talk", Timeline(name="mine"), parent=1)
    assert caught.value.fields == {"session": "talk", "expected": 1, "current": 2}
    assert one.head("talk").timeline.name == "theirs"
    with pytest.raises(SessionChanged):
        one.add("talk", Timeline(), parent=None)


class Broken(Exception):
    pass


@pytest.mark.parametrize("at", [0, 1])
def test_a_failure_between_the_steps_leaves_nothing(
    place: Path | str, sessions: Sessions, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    grown(sessions, "one")
    real, left = sessions.database.run, [at]

    def failing(statement: Executable) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise Broken
        return real(statement)

    monkeypatch.setattr(sessions.database, "run", failing)
    with pytest.raises(Broken):
        sessions.add("talk", Timeline(name="two"), parent=1)
    monkeypatch.undo()
    fresh = Sessions(Database(place))
    assert (fresh.head("talk").number, len(fresh.history("talk"))) == (1, 1)
    assert fresh.add("talk", Timeline(name="two"), parent=1).number == 2


def test_a_killed_process_leaves_nothing(place: Path | str, sessions: Sessions) -> None:
    grown(sessions, "one")
    script = (
        "import os, sys; from pathlib import Path; from workprint.store import *; from workprint.model import Timeline\n"
        "place = sys.argv[1]\n"
        "s = Sessions(Database(place if '://' in place else Path(place)))\n"
        "real = s.database.run\n"
        "def run(statement):\n"
        "    real(statement)\n"
        "    if 'INSERT INTO revisions' in str(statement): os.kill(os.getpid(), 9)\n"
        "s.database.run = run\n"
        "s.add('talk', Timeline(name='two'), parent=1)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(place)], check=False)
    assert done.returncode == -9
    assert (sessions.head("talk").number, len(sessions.history("talk"))) == (1, 1)
    assert sessions.add("talk", Timeline(), parent=1).number == 2


def test_names_and_numbers_that_are_not_there(sessions: Sessions) -> None:
    grown(sessions, "one")
    with pytest.raises(NoSuchSession) as caught:
        sessions.head("tlak")
    assert "talk" in caught.value.say()
    assert "talk" in caught.value.say("zh")
    with pytest.raises(NoSuchRevision):
        sessions.go("talk", 9)
    with pytest.raises(BadSessionName):
        sessions.add("../up", Timeline(), parent=None)
    sessions.add("我的 视频.v2", Timeline(), parent=None)


def test_turns_outputs_and_forgetting(sessions: Sessions) -> None:
    grown(sessions, "one")
    sessions.say("talk", "how long?", {"edits": []}, "3 s")
    sessions.say("talk", "and now?", {"edits": []}, "3 s")
    sessions.rendered("talk", 1, "/x/cut.mp4", {"duration": 3})
    assert [turn.request for turn in sessions.turns("talk")] == ["how long?", "and now?"]
    assert sessions.outputs("talk")[0].path == "/x/cut.mp4"
    assert [info.name for info in sessions.list()] == ["talk"]
    sessions.remove("talk")
    assert sessions.list() == ()
    assert sessions.turns("talk") == ()
    assert sessions.outputs("talk") == ()


def test_media_is_known_by_content(database: Database, tmp_path: Path) -> None:
    library, file = Library(database), tmp_path / "a.mp4"
    file.write_bytes(b"one")
    first = library.identify(file)
    media = MediaFile(id="m1", name="a.mp4", uri=str(file), hash=first.hash)
    assert library.locate(media) == file
    file.write_bytes(b"two!")
    with pytest.raises(SourceChanged, match=r"a\.mp4"):
        library.locate(media)
    file.unlink()
    with pytest.raises(SourceMissing, match=r"a\.mp4"):
        library.locate(media)
    moved = tmp_path / "b.mp4"
    moved.write_bytes(b"one")
    library.identify(moved)
    assert library.locate(media) == moved


def test_a_file_touched_but_not_changed_is_the_same(database: Database, tmp_path: Path) -> None:
    library, file = Library(database), tmp_path / "a.mp4"
    file.write_bytes(b"one")
    first = library.identify(file)
    os.utime(file, (1, 1))
    assert library.identify(file).hash == first.hash


def test_a_store_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreBroken):
        Database(tmp_path / "file" / "workprint.db")
    (tmp_path / "junk.db").write_bytes(b"not a database at all, but long enough to look at" * 30)
    with pytest.raises(StoreBroken):
        Database(tmp_path / "junk.db")
    newer = Database(tmp_path / "new.db")
    newer.run(text("UPDATE alembic_version SET version_num='9999'"))
    newer.close()
    with pytest.raises(StoreBroken, match="newer"):
        Database(tmp_path / "new.db")


def test_home_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "w"))
    assert home() == tmp_path / "w"
    monkeypatch.delenv("WORKPRINT_HOME")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert home() == tmp_path / "workprint"


def test_every_fault_speaks_both_languages() -> None:
    import workprint.store as store

    faults = [each for each in vars(store).values() if isinstance(each, type) and issubclass(each, Fault)]
    assert faults
    for fault in faults:
        assert fault.en != Fault.en
        assert fault.zh != Fault.zh
        assert fault.code != Fault.code


def test_an_undo_of_a_line_made_again_leads_to_what_was_there(sessions: Sessions) -> None:
    grown(sessions, "one", "two", "three")
    sessions.regrow("talk", 1, [sessions.head("talk")], expected=3)
    assert sessions.undo("talk").number == 3
    assert sessions.redo("talk").number == 4
    sessions.undo("talk")
    assert sessions.undo("talk").number == 2


OLD_LAYOUT = """
CREATE TABLE sessions (name TEXT PRIMARY KEY, head INTEGER NOT NULL, created REAL NOT NULL, updated REAL NOT NULL) STRICT;
CREATE TABLE revisions (
    session TEXT NOT NULL REFERENCES sessions(name) ON DELETE CASCADE, number INTEGER NOT NULL, parent INTEGER,
    timeline TEXT NOT NULL, request TEXT NOT NULL, edits TEXT NOT NULL, reply TEXT NOT NULL, created REAL NOT NULL,
    PRIMARY KEY (session, number)) STRICT;
CREATE TABLE turns (
    session TEXT NOT NULL REFERENCES sessions(name) ON DELETE CASCADE, number INTEGER NOT NULL, request TEXT NOT NULL,
    plan TEXT NOT NULL, reply TEXT NOT NULL, revision INTEGER NOT NULL, created REAL NOT NULL,
    PRIMARY KEY (session, number)) STRICT;
CREATE TABLE outputs (
    session TEXT NOT NULL REFERENCES sessions(name) ON DELETE CASCADE, revision INTEGER NOT NULL, path TEXT NOT NULL,
    report TEXT NOT NULL, created REAL NOT NULL) STRICT;
CREATE TABLE media (
    path TEXT PRIMARY KEY, hash TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL) STRICT;
CREATE INDEX media_by_hash ON media(hash);
INSERT INTO sessions VALUES ('talk', 2, 1.5, 2.5);
INSERT INTO revisions VALUES ('talk', 1, NULL, '{0}', '', '[]', '', 1.5), ('talk', 2, 1, '{1}', 'two', '[{{}}]', 'ok', 2.5);
INSERT INTO turns VALUES ('talk', 1, 'two', '{{"edits": []}}', 'ok', 2, 2.5);
PRAGMA user_version={2};
"""


@pytest.mark.parametrize("layout", [1, 2])
def test_the_layouts_before_are_upgraded(tmp_path: Path, layout: int) -> None:
    path = tmp_path / "w.db"
    old = sqlite3.connect(path)
    old.executescript(OLD_LAYOUT.format(save(Timeline(name="one")), save(Timeline(name="two")), layout))
    if layout == 2:
        old.execute("ALTER TABLE revisions ADD COLUMN back INTEGER")
    old.commit()
    old.close()
    database = Database(path)
    again = Sessions(database)
    assert again.head("talk").timeline.name == "two"
    assert [turn.request for turn in again.turns("talk")] == ["two"]
    assert again.undo("talk").timeline.name == "one"
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    told = [each for each in differences if isinstance(each, tuple) and each[0].startswith(("add", "remove"))]
    assert told == []
    assert Sessions(Database(path)).head("talk").timeline.name == "one"


def test_a_new_database_has_the_newest_layout(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(layout.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == layout.LAYOUT
    database = Database(tmp_path / "w.db")
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.parametrize(
    ("address", "code", "says"),
    [
        ("file://{}/not there", "no_storage_folder", "mkdir -p '{}/not there'"),
        ("file://{}/not%20there", "no_storage_folder", "mkdir -p '{}/not there'"),
        ("file://{}/file", "no_storage_folder", "{}/file"),
        ("s4://bucket", "bad_storage", "s3://bucket/prefix"),
        ("nowhere", "bad_storage", "file:///folder"),
    ],
)
def test_a_storage_that_cannot_be_is_named_with_a_way_out(
    tmp_path: Path, address: str, code: str, says: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Fault) as caught:
        Blobs(tmp_path / "copies", address.format(tmp_path))
    assert caught.value.code == code
    for lang in ("en", "zh"):
        assert says.format(tmp_path) in caught.value.say(lang)


def test_copies_from_an_object_store_go_when_they_are_many(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    blobs = Blobs(tmp_path / "copies", f"file://{store}")
    made = tmp_path / "made"
    for number, name in enumerate(("old", "older", "used", "new")):
        made.write_bytes(bytes([number]) * 1000)
        blobs.put(f"media/{name}", made)
    times = {"old": 2000, "older": 1000, "used": 500}
    for name, at in times.items():
        os.utime(blobs.folder / "media" / name, (at, at))
    written = (blobs.folder / "media/used").stat().st_mtime_ns
    # What is used becomes new, and looks unchanged to whoever reads it.
    assert blobs.path("media/used").stat().st_mtime_ns == written
    (blobs.folder / "media/only_here").write_bytes(b"x")
    os.utime(blobs.folder / "media/only_here", (1, 1))
    assert blobs.trim(3001) == (1, 1000)
    assert not (blobs.folder / "media/older").exists()
    assert blobs.trim(0) == (1, 1000)
    assert sorted(path.name for path in (blobs.folder / "media").iterdir()) == ["new", "only_here", "used"]
    assert blobs.path("media/older").read_bytes() == bytes([1]) * 1000
    assert Blobs(tmp_path / "plain").trim(0) == (0, 0)
