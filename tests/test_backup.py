"""A backup made while a server runs is a server again."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, update
from typer.testing import CliRunner

from postgres import Cluster
from test_housekeeping import House
from workprint.base import Fault
from workprint.doors.cli import app
from workprint.service import Config, Service, back_up, restore
from workprint.service.old import Past
from workprint.store.tables import blobs, exports, jobs, projects, sessions, uploads


def test_what_was_backed_up_is_there_again(tmp_path: Path) -> None:
    house = House(tmp_path / "one")
    session = house.session()
    sent, shown = house.upload(session, "sent"), house.film(session, "shown")
    _, rendered = house.export(session, "film", "done")
    house.service.uploads.begin(house.user, session, "half.mp4")
    saved = back_up(house.service.config, tmp_path / "backup")
    assert saved.files == 4
    restore(Config(data=tmp_path / "two"), tmp_path / "backup")
    again = Service(Config(data=tmp_path / "two"))
    assert [each.session for each in again.projects.list(house.user)] == [session]
    for sha256 in (sent, shown):
        assert again.blobs.has(f"media/{sha256[:2]}/{sha256}.mp4")
    export = again.exports.get(house.user, "render_film")
    assert again.files.film(export)[1] == rendered
    assert again.studio.history(session) == house.service.studio.history(session)
    # Signed links go on to open, and nothing waits for the rest of a file that was not copied.
    assert again.links.sign("/x", "file", "y") == house.service.links.sign("/x", "file", "y")
    assert [row["state"] for row in again.database.rows(select(uploads))] == ["ready"]


def test_a_second_backup_copies_what_is_new_and_drops_what_is_gone(tmp_path: Path) -> None:
    house = House(tmp_path / "one")
    session, folder = house.session(), tmp_path / "backup"
    first = house.blob("first")
    back_up(house.service.config, folder)
    place = folder / "blobs" / "media" / first[:2] / f"{first}.mp4"
    before = place.stat().st_ino
    second = house.upload(session, "second")
    assert back_up(house.service.config, folder).files == 2
    assert place.stat().st_ino == before
    house.service.blobs.drop(f"media/{first[:2]}/{first}.mp4")
    assert back_up(house.service.config, folder).files == 1
    assert not place.exists()
    assert (folder / "blobs" / "media" / second[:2] / f"{second}.mp4").is_file()


def test_a_backup_while_the_server_writes_has_every_file_it_names(tmp_path: Path) -> None:
    house = House(tmp_path / "one")
    end, began = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not end.is_set():
            session = house.session()
            house.upload(session, f"file {number}")
            if number % 3 == 0:
                house.service.projects.remove(session)
                house.later(40)
                house.service.housekeeping.tidy()
            number += 1
            if number == 4:
                began.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert began.wait(30)
        for number in range(3):
            folder, data = tmp_path / f"backup {number}", tmp_path / f"data {number}"
            back_up(house.service.config, folder)
            restore(Config(data=data), folder)
            again = Service(Config(data=data))
            wanted = Past(again.database, 1e12, 1e12)._needed((), ()) - {""}
            there = {Path(name).stem for name, _ in again.blobs.names("media")}
            assert wanted <= there
            again.database.close()
    finally:
        end.set()
        writer.join()


def test_a_damaged_or_unfinished_backup_is_not_restored(tmp_path: Path) -> None:
    house = House(tmp_path / "one")
    sent, folder = house.upload(house.session(), "sent"), tmp_path / "backup"
    back_up(house.service.config, folder)
    file = folder / "blobs" / "media" / sent[:2] / f"{sent}.mp4"
    file.write_bytes(b"nest")
    with pytest.raises(Fault) as caught:
        restore(Config(data=tmp_path / "two"), folder)
    assert (caught.value.code, (tmp_path / "two" / "workprint.db").exists()) == ("backup_damaged", False)
    (folder / "backup.json").unlink()
    with pytest.raises(Fault) as caught:
        restore(Config(data=tmp_path / "two"), folder)
    assert caught.value.code == "no_backup"


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "already; nothing was restored"), ("zh", "未恢复任何内容")]
)
def test_the_commands_save_and_restore_and_write_over_nothing(tmp_path: Path, lang: str, words: str) -> None:
    house = House(tmp_path / "one")
    house.upload(house.session(), "sent")
    folder, two = str(tmp_path / "backup"), ["--data", str(tmp_path / "two"), "--lang", lang]
    saved = CliRunner().invoke(app, ["backup", folder, "--data", str(tmp_path / "one"), "--json"])
    assert json.loads(saved.stdout)["files"] == 1
    assert CliRunner().invoke(app, ["restore", folder, *two]).exit_code == 0
    again = CliRunner().invoke(app, ["restore", folder, *two])
    assert (again.exit_code, words in again.stderr) == (1, True)
    nothing = CliRunner().invoke(app, ["backup", folder, "--data", str(tmp_path / "none")])
    assert nothing.exit_code == 1
    elsewhere = {"WORKPRINT_DATABASE": "postgresql://127.0.0.1:1/x"}
    assert "pg_dump" in CliRunner().invoke(app, ["backup", folder, "--lang", lang], env=elsewhere).stderr


def test_postgres_is_tidied_saved_and_restored_too(cluster: Cluster, tmp_path: Path) -> None:
    address = cluster.fresh()
    house = House(tmp_path / "one", database=address)
    old, young = house.session(), house.session()
    gone, sent = house.upload(old, "old"), house.upload(young, "young")
    _, rendered = house.export(old, "film", "done")
    long_ago = house.now - 40 * 86400
    for table, column, which in (
        (projects, "updated", projects.c.session == old),
        (sessions, "updated", sessions.c.name == old),
        (uploads, "updated", uploads.c.session == old),
        (exports, "created", exports.c.session == old),
        (jobs, "finished", jobs.c.session == old),
        (blobs, "used", blobs.c.hash != ""),
    ):
        house.service.database.run(update(table).where(which).values({column: long_ago}))
    told = house.service.housekeeping.look()
    assert {each.kind for each in told} == {"session", "export", "job", "file"}
    house.service.housekeeping.tidy()
    assert house.sessions() == {young}
    assert (house.has(gone), house.has_render(rendered), house.has(sent)) == (False, False, True)
    dump, again = tmp_path / "workprint.dump", cluster.fresh()
    for program in (
        ["pg_dump", "--format=custom", f"--file={dump}", address],
        ["pg_restore", "--clean", "--if-exists", f"--dbname={again}", str(dump)],
    ):
        subprocess.run([cluster.programs / program[0], *program[1:]], check=True, capture_output=True)
    restored = Service(Config.model_validate({"data": tmp_path / "two", "database": again}))
    assert [each.session for each in restored.projects.list(house.user)] == [young]
    restored.database.close()
    house.service.database.close()
