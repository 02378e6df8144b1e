"""Files given along with footage: told apart, kept, put with the file they belong to, by every way in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guests import Guest, clip, serving
from studio_parts import FakeParts
from workprint.analysis import FactCache, UnsupportedMedia, analyse
from workprint.analysis.words.text import tokens
from workprint.base import Fault
from workprint.model import (
    Companion,
    Fact,
    MediaFile,
    Timeline,
    companion_kind,
    companions,
    decoded,
    read_cues,
    with_companions,
)
from workprint.model.document import TimelineRef
from workprint.ops import EditOp, bind
from workprint.planner import Plan, Situation, plan
from workprint.service.state import public
from workprint.studio import NotCompanion, Studio
from workprint.studio.companions import LONGEST, MOST
from workprint.studio.told import told_facts

CUES = "1\n00:00:01,000 --> 00:00:02,500\nHello there\n"
EVENTS = '{"samples": []}'


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(tmp_path / "home", FakeParts({"cut": [("delete_range", {"start": 2, "end": 4})]}))


@pytest.fixture
def give(tmp_path: Path) -> Any:
    def made(name: str, content: str = "") -> Path:
        path = tmp_path / name
        path.write_text(content or f"What is said in {name}.", encoding="utf-8")
        return path

    return made


def held(timeline: Timeline) -> dict[str, list[str]]:
    return {media.name: [each.name for each in companions(media)] for media in timeline.media}


KINDS = [
    ("a.srt", CUES, "captions"), ("a.txt", CUES, "captions"), ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "captions"),
    ("a.txt", "Hello there", "script"), ("剧本.TXT", "你好", "script"), ("a.json", EVENTS, "events"), ("a.csv", "t,x,y,event\n0,1,2,click\n", "events"),
    ("a.csv", "# 2560x1600\n\nt,x,y,event\n0,1,2,click\n", "events"), ("a.csv", "# a, b\n", None),
    ("a.srt", "Hello there", None), ("a.txt", " \n", None), ("a.txt", "123 --", None), ("a.json", "hello", None), ("a.csv", "hello", None),
    ("a.ass", "[Script Info]\nTitle: x\n", "captions"), ("a.ass", "Hello there", None), ("a.mp4", "Hello there", None), ("a.md", "Hello there", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "kind"), KINDS)
def test_a_text_is_what_its_name_and_its_content_say(name: str, text: str, kind: str | None) -> None:
    assert companion_kind(name, text) == kind


MANY = 300_000
ENDLESS = [
    "a" + "\n" * MANY + "b", "a" + "\r\n" * MANY + "b", "a" + "\n " * MANY, CUES + "<" * MANY, CUES + "{\\" * MANY,
    "[Events]\nFormat: Start, End, Text\nDialogue: 0:00:01.00,0:00:02.00,{" + "\\k1" * MANY,
]  # fmt: skip
"""Texts that rules with a second look at everything behind would take hours to read."""


@pytest.mark.parametrize("text", ENDLESS)
def test_texts_of_strangers_are_read_in_one_go(tmp_path: Path, text: str) -> None:
    companion_kind("a.txt", text)
    read_cues(text)
    tokens(text)
    path = tmp_path / "a.srt"
    path.write_text(text, encoding="utf-8")
    media = MediaFile(id="m1", name="a.mp4", uri="", kind="video")
    given = Companion(kind="captions", name="a.srt", hash="", uri=str(path))
    told_facts(with_companions(media, [given]), ("script",))


STRANGE = [
    "1" * 5000 + ":00:00,000 --> 00:00:02,000\nHi", "WEBVTT\n\n00:01.000 --> 00:02.000 line:auto%\nHi",
    "WEBVTT\n\n00:01.000 --> 00:02.000 line:" + "9" * 5000 + "\nHi", CUES + "{\\an" + "1" * 5000 + "}", CUES + "1" * 5000, CUES + "x² 5²",
    CUES + "1" + ",000" * 2000, CUES + "x" + "1" * 5000,
    "[Events]\nFormat: Start, End, Text\nDialogue: now,then,Hi\nDialogue: 1", "; Workprint look a: {\n[Events]\nFormat: Text\nDialogue: Hi",
]  # fmt: skip


@pytest.mark.parametrize("text", STRANGE)
def test_what_is_no_cue_and_no_number_is_passed_over(text: str) -> None:
    assert all(cue.end >= 0 for cue in read_cues(text))
    assert all(spoken for token in tokens(text) for spoken in token.spoken)


def test_a_script_is_shorter_than_what_a_recorder_notes_and_that_has_its_measure(
    studio: Studio, give: Any
) -> None:
    with pytest.raises(NotCompanion, match="longer than 8 MB"):
        studio.ingest([give("a.txt", "words " * (LONGEST // 6 + 1))], "s")
    with pytest.raises(NotCompanion, match="more than 2,000,000"):
        studio.ingest([give("a.json", "[" + "[]," * MOST + "[]]")], "s")
    noted = "t,x,y,event\n" + "0,1,2,move\n" * (LONGEST // 11 + 1)
    assert studio.ingest([give("a.csv", noted)], "s").along[0].kind == "events"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\xd8", b"\xd6\xd0\xce\xc4", b"a\0b", b"\x1b[31m"])
def test_what_is_no_text_is_not_read_as_one(data: bytes) -> None:
    assert decoded(data) is None


def test_texts_are_read_with_and_without_a_mark_and_cut_off() -> None:
    for code in ("utf-8", "utf-8-sig", "utf-16"):
        assert decoded("你好".encode(code)) == "你好"
    assert decoded("你好".encode()[:-1], whole=False) == "你"


WAYS = [
    # What is there, what comes, who has what then.
    ((), ("talk.mp4", "talk.srt"), {"talk.mp4": ["talk.srt"]}),
    ((), ("other.mp4", "notes.txt"), {"other.mp4": ["notes.txt"]}),
    ((), ("a.mp4", "b.mp4", "A.en.srt"), {"a.mp4": ["A.en.srt"], "b.mp4": []}),
    ((), ("a.mp4", "b.mp4", "a-cursor.json"), {"a.mp4": ["a-cursor.json"], "b.mp4": []}),
    ((), ("a.mp4", "b.mp4", "notes.txt"), {"a.mp4": [], "b.mp4": ["notes.txt"]}),
    ((), ("a.mp4", "song.wav", "photo.png", "notes.txt"), {"a.mp4": ["notes.txt"], "song.wav": [], "photo.png": []}),
    (("a.mp4",), ("notes.txt",), {"a.mp4": ["notes.txt"]}),
    (("a.mp4", "b.mp4"), ("notes.txt",), {"a.mp4": [], "b.mp4": ["notes.txt"]}),
    (("b.srt", "a.mp4"), ("b.mp4",), {"a.mp4": [], "b.mp4": ["b.srt"]}),
    (("a.mp4", "a.srt"), ("a.txt",), {"a.mp4": ["a.srt", "a.txt"]}),
    (("a.mp4", "a.srt"), ("a.new.vtt",), {"a.mp4": ["a.new.vtt"]}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "expected"), WAYS)
def test_it_goes_with_the_footage_it_belongs_to(
    studio: Studio, give: Any, before: tuple[str, ...], now: tuple[str, ...], expected: dict[str, list[str]]
) -> None:
    for names in (before, now):
        content = {".srt": CUES, ".vtt": f"WEBVTT\n\n{CUES}", ".json": EVENTS}
        files = [give(name, content.get(Path(name).suffix, "")) for name in names]
        taken = studio.ingest(files, "s")
    assert held(taken.timeline) == expected
    assert held(studio.head("s").timeline) == expected


def test_it_is_said_to_which_and_what_it_replaces(studio: Studio, give: Any) -> None:
    studio.ingest([give("a.mp4"), give("b.mp4"), give("b.txt")], "s")
    done = studio.edit("cut", [give("script.txt")], session="s", lang="en")
    assert "“script.txt” goes with “b.mp4”" in done.reply
    assert "instead of “b.txt”" in done.reply
    assert "name it like that one" in done.reply
    assert "取代“script.txt”" in studio.edit("cut", [give("b.txt", "再来")], session="s", lang="zh").reply


def test_without_footage_it_waits(studio: Studio, give: Any) -> None:
    first = studio.ingest([give("talk.txt")], "s")
    assert "waits" in first.notes[0]["en"]
    then = studio.ingest([give("talk.mp4")], "s")
    assert held(then.timeline) == {"talk.mp4": ["talk.txt"]}
    assert not then.timeline.metadata.get("companions")


def test_it_is_kept_as_it_was_given(studio: Studio, give: Any) -> None:
    script = give("talk.txt", "As it was given.")
    taken = studio.ingest([give("talk.mp4"), script], "s")
    script.write_text("Changed since.")
    (kept,) = companions(studio.intake.shelf.where(taken.timeline.media[0]))
    assert Path(kept.uri).read_text() == "As it was given."
    Path(kept.uri).unlink()
    with pytest.raises(Fault, match=r"talk\.txt"):
        studio.intake.shelf.where(taken.timeline.media[0])


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.srt", b"no cues"), ("a.txt", b"  "), ("a.json", b'{"broken": '), ("a.csv", b"words"), ("a.json", b"[" * 100_000)],
)  # fmt: skip
def test_a_text_that_cannot_be_used_is_refused_by_name(
    studio: Studio, tmp_path: Path, give: Any, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(NotCompanion) as caught:
        studio.ingest([give("a.mp4"), path], "s")
    assert name in caught.value.say("en")
    assert name in caught.value.say("zh")
    assert not studio.sessions()


def test_what_is_neither_text_nor_footage_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_bytes("中文字幕".encode("gb18030"))
    with pytest.raises(NotCompanion, match="UTF-8"):
        Studio(tmp_path / "home").ingest([path], "s")
    other = tmp_path / "talk.doc"
    other.write_bytes(b"\xd0\xcf\x11\xe0" * 20)
    with pytest.raises(UnsupportedMedia, match=r"talk\.doc"):
        Studio(tmp_path / "home").ingest([other], "s")


class Reading:
    """A detector whose facts are what was given along."""

    name, version, kinds, needs = "reading", 1, ("word",), "sound"
    runs = 0

    def uses(self, media: MediaFile) -> str:
        return "".join(each.hash for each in companions(media))

    def find(self, path: Path, media: MediaFile, on_progress: Any, cancel: Any) -> list[Fact]:
        self.runs += 1
        texts = [Path(each.uri).read_text() for each in companions(media)]
        return [Fact(kind="word", start=0, end=1, value={"text": text}) for text in texts]


def test_facts_are_found_anew_when_something_else_is_given_along(studio: Studio, give: Any) -> None:
    reader, cache = Reading(), FactCache(studio.folder / "facts")

    def said() -> list[str]:
        media = studio.intake.shelf.where(studio.head("s").timeline.media[0])
        return [fact.value["text"] for fact in analyse(media.uri, media, ["word"], cache, detectors=[reader])]  # type: ignore[list-item]

    studio.ingest([give("talk.mp4"), give("talk.txt", "one")], "s")
    assert (said(), said(), reader.runs) == (["one"], ["one"], 1)
    studio.ingest([give("talk.txt", "two")], "s")
    assert (said(), reader.runs) == (["two"], 2)
    studio.undo("s")
    assert (said(), reader.runs) == (["one"], 2)


# By upload


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    with serving(tmp_path_factory.mktemp("along")) as made:
        yield made


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return clip(tmp_path_factory.mktemp("clip"))


def state(guest: Guest, session: str) -> Any:
    return guest.ask("GET", f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"]


def test_texts_are_uploaded_along_with_footage(guest: Guest, video: bytes) -> None:
    session = guest.begin()
    told = guest.send(("talk.srt", CUES.encode()), ("talk.mp4", video), session=session)
    assert told.status_code == 200, told.text
    first, _ = told.json()["data"]["files"]
    assert (first["filename"], first["file_type"], first["belongs_to"]) == ("talk.srt", "captions", "")
    again = guest.send(("notes.txt", "你好".encode()), session=session).json()["data"]["files"][0]
    assert (again["file_type"], again["belongs_to"]) == ("script", "talk.mp4")
    assert "talk.mp4" in again["note"]["zh"]
    assert guest.client.get(again["cdn_url"]).text == "你好"
    film = guest.service.studio.head(session).timeline
    assert held(film) == {"talk.mp4": ["talk.srt", "notes.txt"]}
    where = guest.service.studio.intake.shelf.where(film.media[0])
    assert Path(companions(where)[0].uri).read_text() == CUES


def test_films_within_a_film_say_no_places_either(guest: Guest, video: bytes) -> None:
    session = guest.begin()
    guest.send(("talk.mp4", video), ("talk.txt", b"Hello"), session=session)
    film = guest.service.studio.head(session).timeline
    nested = bind(EditOp, "nest", {"clips": [clip.id for _, clip in film.tracks[0].clips()]}).apply(film, {})
    inner = next(clip.media for _, clip in nested.tracks[0].clips())
    assert isinstance(inner, TimelineRef)
    assert inner.timeline.media[0].uri
    text = json.dumps(public(nested))
    assert text.count("talk.txt") == 2
    assert "blob:" not in text
    assert inner.timeline.media[0].uri not in text


def test_a_draft_cannot_name_a_file_of_the_server(guest: Guest, video: bytes) -> None:
    session = guest.begin()
    guest.send(("talk.mp4", video), ("talk.txt", b"Hello"), session=session)
    text = json.dumps(state(guest, session))
    assert "talk.txt" in text
    assert "blob:" not in text
    draft = state(guest, session)["draft"]
    evil = json.loads(json.dumps(draft).replace('"uri": ""', '"uri": "/etc/passwd"'))
    assert evil != draft
    film = guest.service.drafts.read(session, evil)
    assert companions(film.media[0]) == companions(guest.service.studio.head(session).timeline.media[0])


@pytest.mark.parametrize(
    ("name", "content"), [("a.srt", b"no cues"), ("a.json", b'{"a": '), ("a.txt", b"\xff\xfe\x00")]
)
def test_a_text_that_cannot_be_used_is_refused_by_upload(guest: Guest, name: str, content: bytes) -> None:
    told = guest.send((name, content), session=guest.begin())
    assert told.status_code in (400, 415), told.text
    assert name in told.json()["msg"]
    assert guest.left() == []


def test_a_file_given_along_is_dropped_and_what_was_read_from_it_is_found_anew(
    tmp_path: Path, give: Any
) -> None:
    class Parts(FakeParts):
        def facts(self, wanted: Any, *rest: Any) -> Any:
            self.given = [held_by(media) for media, _ in wanted]
            by = "sidecar" if self.given[0] else "pixels"
            told = {"by": by, "file": ", ".join(self.given[0]), "recording": True}
            screen = Fact(kind="screen", start=0, end=10, value=told, source=by)
            spot = {"x": 0.5, "y": 0.5, "button": "left"}
            clicks = [Fact(kind="click", start=at, end=at, value=spot, source=by) for at in (2, 4, 6)]
            return [[screen, *(clicks if self.given[0] else clicks[:1])]]

        def plan(self, request: str, situation: Situation) -> Plan:
            return plan(request, situation)

    parts = Parts()
    studio = Studio(tmp_path / "home", parts)
    tour, events = give("tour.mp4", "not a text \0"), give("tour.cursor.json", EVENTS)
    both = studio.edit("don't use the cursor file, and highlight the clicks", [tour, events], lang="en")
    assert parts.given == [[]]
    assert "“tour.cursor.json” is not used any more" in both.reply
    assert "1 click" in both.reply
    with_it = studio.edit("highlight the clicks", [tour, events], session="s", lang="en")
    assert "3 click" in with_it.reply
    dropped = studio.edit("drop the cursor file", session="s", lang="zh")
    assert held(dropped.revision.timeline) == {"tour.mp4": []}
    assert "1 click" in studio.edit("highlight the clicks", session="s", lang="en").reply
    assert studio.edit("不要用光标文件", session="s").plan.refusals
    for _ in range(2):
        studio.undo("s")
    assert held(studio.head("s").timeline) == {"tour.mp4": ["tour.cursor.json"]}


def held_by(media: MediaFile) -> list[str]:
    return [each.name for each in companions(media)]
