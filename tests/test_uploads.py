"""Files that come in, whole or in pieces, and go out again: what is taken, what is not, what is left."""

from __future__ import annotations

import io
import json
import os
import socket
import stat
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn

from guests import Guest, clip, picture, serving, sound, until
from workprint.doors.http import application, incoming
from workprint.doors.http.sending import disposition, ranges
from workprint.service import Config, Piece, Service, Upload, uploads
from workprint.service.config import load_config
from workprint.service.file_faults import LinkExpired, LinkWrong
from workprint.service.links import FILE, MEDIA, RENDER, Links, links_of
from workprint.service.uploads import clean

LIMIT = 200_000


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    with serving(tmp_path_factory.mktemp("uploads"), max_upload=LIMIT, max_session=3 * LIMIT) as made:
        yield made


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return clip(tmp_path_factory.mktemp("clip"))


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("clip.mp4", b"\0" * 100)
    return out.getvalue()


def test_files_are_described_as_the_protocol_says(guest: Guest, video: bytes) -> None:
    told = guest.send(
        ("clip.mp4", video), ("tune.wav", sound()), ("图.png", picture()), session=guest.begin()
    )
    assert told.status_code == 200, told.text
    data = told.json()["data"]
    assert data["session_state_applied"] is True
    first, second, third = data["files"]
    fields = ("filename", "file_type", "duration", "width", "height", "fps")
    assert [first[name] for name in fields] == ["clip.mp4", "video", 0.5, 64, 48, 10]
    assert [second[name] for name in fields[:3]] == ["tune.wav", "audio", 0.2]
    assert [third[name] for name in fields[:2]] == ["图.png", "image"]
    assert len({each["id"] for each in data["files"]}) == 3
    assert all(len(each["hash"]) == 64 and each["cdn_url"].startswith("http://") for each in data["files"])
    assert guest.left() == []


NOT_MEDIA = {
    "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "an HLS list": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n#EXT-X-ENDLIST\n",
    "a concat script": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "a DASH list": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>',
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
    "an HTML page": b"<!doctype html><script>alert(1)</script>",
    "an archive": archive(),
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "a program": b"\x7fELF\x02\x01\x01" + b"\0" * 60,
    "a PDF": b"%PDF-1.7\n",
    "an SDP": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
    "nothing": b"",
    "a text": b"hello there",
    "an AVIF": b"\0\0\0\x1cftypavif\0\0\0\0",
    "an Ogg": b"OggS\0\x02" + b"\0" * 60,
    "an empty MP4": b"\0\0\0\x10ftypisom\0\0\0\0",
    "a broken PNG": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "a head alone": b"RIFF\xff\xff\0\0WAVEfmt ",
}


@pytest.mark.parametrize("what", NOT_MEDIA)
@pytest.mark.parametrize("name", ["holiday.mp4"])
def test_what_is_no_media_is_refused_whatever_its_name(guest: Guest, what: str, name: str) -> None:
    told = guest.send((name, NOT_MEDIA[what]), session=guest.begin())
    body = told.json()
    assert (told.status_code, body["code"]) == (415, 4001), body
    assert body["data"]["accepted"] == ["mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp",
                                        "mp3", "wav", "m4a", "aac"]  # fmt: skip
    assert name in body["msg"]
    assert guest.left() == []


def test_the_name_says_nothing_of_what_a_file_is(guest: Guest) -> None:
    told = guest.send(("tune.exe", sound()), session=guest.begin()).json()
    assert told["data"]["files"][0]["file_type"] == "audio"


def test_the_good_ones_are_kept_where_one_is_bad(guest: Guest) -> None:
    session = guest.begin()
    told = guest.send(("bad.mp4", b"text"), ("good.wav", sound()), session=session)
    assert told.status_code == 415
    assert [each["filename"] for each in told.json()["data"]["files"]] == ["good.wav"]
    state = guest.ask("GET", f"/api/state/nemo_agent/me/{session}/latest").json()["data"]["state"]
    assert [each["filename"] for each in state["video_infos"]] == ["good.wav"]


def test_chinese_is_answered_in_chinese(guest: Guest) -> None:
    path = f"/api/upload-video/nemo_agent/me/{guest.session}"
    told = guest.ask(
        "POST", path, files=[("files", ("a.mp4", b"x"))], headers={"Accept-Language": "zh"}
    ).json()
    assert "不是可编辑的文件" in told["msg"]
    assert "其内容" in told["msg"]


NAMES = {
    "../../etc/passwd": "passwd", "C:\\Users\\me\\a.mp4": "a.mp4", "": "file", "...": "file", "a\0b\x1b[31m.mp4": "ab[31m.mp4",
    "/": "file", "\u202egpj.exe": "gpj.exe", " a .mp4 ": "a .mp4", "电影.mp4": "电影.mp4", "\u200b": "file", ".mp4": "mp4",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_names_are_cleaned(name: str) -> None:
    assert clean(name) == NAMES[name]


def test_long_names_are_cut_and_keep_their_suffix() -> None:
    assert clean("a" * 5000 + ".mp4") == "a" * 116 + ".mp4"
    assert len(clean("b" * 10_000)) == 120
    assert len(clean("a." + "c" * 5000)) <= 120


def test_a_name_of_a_path_lands_nowhere_else(guest: Guest) -> None:
    told = guest.send(("../../../../tmp/evil.wav", sound()), session=guest.begin()).json()
    assert told["data"]["files"][0]["filename"] == "evil.wav"


# Sizes


def test_a_file_too_large_is_refused(guest: Guest) -> None:
    told = guest.send(("big.wav", sound() + b"\0" * LIMIT))
    assert (told.status_code, told.json()["code"]) == (413, 4002)
    assert guest.left() == []


def asgi(
    guest: Guest, path: str, headers: dict[str, str], chunks: list[bytes | None], method: str = "POST"
) -> tuple[int, int, bytes]:
    """Ask the application itself: the status, how many chunks it wanted, and the answer. None is a
    connection that has gone."""
    taken = 0
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        nonlocal taken
        if taken >= len(chunks):
            return {"type": "http.disconnect"}
        chunk = chunks[taken]
        taken += 1
        if chunk is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunk, "more_body": taken < len(chunks)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    everything = {**guest.headers, **headers, "Host": "testserver"}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in everything.items()],
        "client": ("127.0.0.1", 1), "server": ("testserver", 80), "state": {},
    }  # fmt: skip
    assert guest.client.portal
    guest.client.portal.call(guest.client.app, scope, receive, send)
    if not sent:
        return 0, taken, b""
    return sent[0]["status"], taken, b"".join(each.get("body", b"") for each in sent[1:])


def form(content: bytes, name: str = "a.wav", field: str = "files") -> bytes:
    head = f'--xx\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
    return head.encode() + content + b"\r\n--xx--\r\n"


FORM = {"Content-Type": "multipart/form-data; boundary=xx"}


def upload_path(guest: Guest) -> str:
    return f"/api/upload-video/nemo_agent/me/{guest.session}"


def test_an_announced_length_is_refused_before_anything_is_read(guest: Guest) -> None:
    headers = {**FORM, "Content-Length": str(LIMIT + (2 << 20))}
    status, taken, body = asgi(guest, upload_path(guest), headers, [b"x"] * 10)
    assert (status, taken, json.loads(body)["code"]) == (413, 0, 4002)


def test_a_length_that_was_not_announced_is_refused_once_it_is_exceeded(guest: Guest) -> None:
    chunks: list[bytes | None] = [form(b"")[:-10], *[b"\0" * 65536] * 100]
    status, taken, body = asgi(guest, upload_path(guest), FORM, chunks)
    assert (status, json.loads(body)["code"]) == (413, 4002)
    assert taken < 30
    assert guest.left() == []


def test_a_wrong_token_is_refused_before_anything_is_read(guest: Guest) -> None:
    headers = {**FORM, "Authorization": "Bearer wrong"}
    status, taken, _ = asgi(guest, upload_path(guest), headers, [form(sound())])
    assert (status, taken) == (401, 0)


@pytest.mark.parametrize("path", ["other/SESSION", "me/ses_unknown"])
def test_what_is_another_s_is_refused_before_anything_is_read(guest: Guest, path: str) -> None:
    path = "/api/upload-video/nemo_agent/" + path.replace("SESSION", guest.session)
    status, taken, _ = asgi(guest, path, FORM, [form(sound())])
    assert (status, taken) == (404, 0)


def test_a_connection_that_breaks_leaves_nothing(guest: Guest) -> None:
    good = form(sound())
    half = [good[:-10] + b"\r\n", good[:200], None]
    _, taken, _ = asgi(guest, upload_path(guest), FORM, half)
    assert taken == 3
    assert guest.left() == []
    assert {each.state for each in guest.service.uploads.of_session(guest.session)} <= {"failed", "ready"}


WRONG = {
    "breaks off": form(sound())[:-30],
    "another field": form(sound(), field="file"),
    "no boundary": sound(),
    "no file": b'--xx\r\nContent-Disposition: form-data; name="files"\r\n\r\nabc\r\n--xx--\r\n',
    "nothing": b"",
    "only the end": b"--xx--\r\n",
    "a long header": b"--xx\r\nX: " + b"a" * 40_000 + b"\r\n\r\n\r\n--xx--\r\n",
    "many headers": b"--xx\r\n" + b"X: a\r\n" * 10_000 + b"\r\n\r\n--xx--\r\n",
    "too many files": (
        b'--xx\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\na\r\n' * 40
    )
    + b"--xx--\r\n",
}


@pytest.mark.parametrize("what", WRONG)
def test_a_body_that_is_none_is_refused_and_leaves_nothing(guest: Guest, what: str) -> None:
    status, _, body = asgi(guest, upload_path(guest), FORM, [WRONG[what]])
    assert (status, json.loads(body)["code"]) == (400, 400), body
    assert guest.left() == []


@pytest.mark.parametrize("step", [1, 7, 100, 1000])
def test_a_body_may_come_in_any_pieces(guest: Guest, step: int) -> None:
    whole = form(sound(), "电 影.wav")
    chunks: list[bytes | None] = [whole[at : at + step] for at in range(0, len(whole), step)]
    status, _, body = asgi(guest, upload_path(guest), FORM, chunks)
    assert status == 200
    (file,) = json.loads(body)["data"]["files"]
    assert file["filename"] == "电 影.wav"
    assert guest.client.get(file["cdn_url"]).content == sound()


def test_a_name_spelled_as_headers_do_is_read(guest: Guest) -> None:
    body = form(sound()).replace(b'filename="a.wav"', b"filename*=UTF-8''%E7%94%B5.wav")
    status, _, told = asgi(guest, upload_path(guest), FORM, [body])
    assert (status, json.loads(told)["data"]["files"][0]["filename"]) == (200, "电.wav")


# How much there is room for


def test_a_session_and_a_user_have_limits(tmp_path: Path) -> None:
    size = len(sound())
    with serving(tmp_path, max_session=2 * size, max_user=3 * size) as guest:
        for _ in range(2):
            assert guest.send(("a.wav", sound())).status_code == 200
        told = guest.send(("b.wav", sound()))
        assert (told.status_code, told.json()["fault"]) == (413, "session_full")
        other = guest.begin()
        assert guest.send(("a.wav", sound()), session=other).status_code == 200
        told = guest.send(("b.wav", sound()), session=other)
        assert (told.json()["code"], told.json()["fault"]) == (4002, "user_full")
        assert guest.left() == []
        assert Guest(guest.client, "someone else").send(("a.wav", sound())).status_code == 200


def test_what_is_promised_counts(guest: Guest) -> None:
    session = guest.begin()
    begun = [begin(guest, LIMIT, session) for _ in range(3)]
    told = guest.ask("POST", "/v1/uploads", json={"session_id": session, "filename": "d", "size": 1})
    assert told.json()["fault"] == "session_full"
    for each in begun:
        assert guest.ask("DELETE", each).status_code == 204
    assert guest.ask("DELETE", begin(guest, LIMIT, session)).status_code == 204


def test_files_may_come_at_the_same_time(guest: Guest) -> None:
    session = guest.begin()
    with ThreadPoolExecutor(6) as pool:
        told = list(
            pool.map(lambda tone: guest.send((f"{tone}.wav", sound(tone=tone)), session=session), range(1, 9))
        )
    assert [each.status_code for each in told] == [200] * 8
    ids = {each.json()["data"]["files"][0]["id"] for each in told}
    assert len(ids) == 8


def test_a_full_disk_is_said_and_leaves_nothing(guest: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads.shutil, "disk_usage", lambda path: SimpleNamespace(free=10))
    told = guest.ask("POST", "/v1/uploads", json={"session_id": guest.session, "filename": "a", "size": 100})
    assert (told.status_code, told.json()["fault"]) == (507, "server_disk_full")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_disk_that_fills_is_said_and_leaves_nothing(guest: Guest, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, mode: str, **more: Any) -> Any:
        return open("/dev/full", "wb") if mode == "xb" else open(path, mode, **more)

    monkeypatch.setattr(incoming, "open", full, raising=False)
    told = guest.send(("a.wav", sound() + b"\0" * 100_000), session=guest.begin())
    assert (told.status_code, told.json()["code"]) == (507, 507), told.text
    assert guest.left() == []


# In pieces


def begin(guest: Guest, size: int, session: str = "", name: str = "a.wav") -> str:
    told = guest.ask(
        "POST", "/v1/uploads", json={"session_id": session or guest.session, "filename": name, "size": size}
    )
    assert told.status_code == 201, told.text
    assert told.headers["Upload-Offset"] == "0"
    return str(told.headers["Location"])


def patch(guest: Guest, path: str, offset: int, data: bytes) -> Any:
    return guest.ask("PATCH", path, content=data, headers={"Upload-Offset": str(offset)})


def offset(guest: Guest, path: str) -> int:
    return int(guest.ask("HEAD", path).headers["Upload-Offset"])


def test_a_file_comes_in_pieces(guest: Guest) -> None:
    whole = sound()
    path = begin(guest, len(whole), guest.begin())
    for at in range(0, len(whole), 1000):
        assert offset(guest, path) == at
        told = patch(guest, path, at, whole[at : at + 1000])
        assert told.status_code == 200, told.text
    data = told.json()["data"]
    assert data["session_state_applied"] is True
    assert guest.client.get(data["files"][0]["cdn_url"]).content == whole
    # Whoever missed the answer asks again.
    assert patch(guest, path, len(whole), b"").json()["data"]["files"][0]["id"] == data["files"][0]["id"]
    assert guest.ask("GET", path).json()["data"]["state"] == "ready"
    assert guest.left() == []


def test_a_piece_in_the_wrong_place_is_refused(guest: Guest) -> None:
    path = begin(guest, 3000)
    assert patch(guest, path, 0, b"RIFF").status_code == 200
    for wrong in (0, 3, 5, 3000):
        told = patch(guest, path, wrong, b"abc")
        assert (told.status_code, told.json()["data"]["offset"]) == (409, 4)
    assert guest.ask("PATCH", path, content=b"a").status_code == 400
    assert guest.ask("PATCH", path, content=b"a", headers={"Upload-Offset": "-1"}).status_code == 400
    told = patch(guest, path, 4, b"a" * 3000)
    assert (told.status_code, told.json()["code"]) == (413, 4002)
    assert offset(guest, path) == 4
    assert guest.ask("DELETE", path).status_code == 204
    assert [guest.ask(each, path).status_code for each in ("GET", "HEAD")] == [404, 404]
    assert patch(guest, path, 4, b"a").status_code == 404
    assert guest.left() == []


def test_what_came_before_a_break_is_kept(guest: Guest) -> None:
    whole = sound()
    path = begin(guest, len(whole), guest.begin())
    asgi(guest, path, {"Upload-Offset": "0"}, [whole[:500], whole[500:900], None], "PATCH")
    assert offset(guest, path) == 900
    assert patch(guest, path, 900, whole[900:]).json()["data"]["files"][0]["hash"]


def test_a_file_goes_on_after_a_restart(tmp_path: Path) -> None:
    whole = sound()
    with serving(tmp_path) as guest:
        path = begin(guest, len(whole))
        patch(guest, path, 0, whole[:1000])
        # What was written and not noted before the end may not have reached the disk.
        with open(guest.service.uploads.folder / (path.rpartition("/")[2] + ".part"), "ab") as part:
            part.write(b"rubbish")
        headers = guest.headers
    with serving(tmp_path) as again:
        again.headers = headers
        assert offset(again, path) == 1000
        told = patch(again, path, 1000, whole[1000:]).json()["data"]["files"][0]
        assert again.client.get(told["cdn_url"]).content == whole


def test_a_piece_is_written_by_one_at_a_time(guest: Guest) -> None:
    path = begin(guest, 3000)
    caller = guest.service.caller(guest.headers["Authorization"].split()[1], "")
    upload = guest.service.files.of(caller, path.rpartition("/")[2])
    held = Piece(guest.service.uploads, upload, 0)
    try:
        assert patch(guest, path, 0, b"abc").status_code == 423
    finally:
        held.close()
    assert patch(guest, path, 0, b"abc").status_code == 200
    guest.ask("DELETE", path)


def test_pieces_that_are_no_media_are_refused_and_forgotten(guest: Guest) -> None:
    path = begin(guest, 7)
    told = patch(guest, path, 0, b"#EXTM3U")
    assert (told.status_code, told.json()["code"]) == (415, 4001)
    assert guest.left() == []


def test_the_size_is_known_and_not_too_large(guest: Guest) -> None:
    for size, status in ((LIMIT + 1, 413), (0, 400), (-1, 400), ("x", 400), (None, 400)):
        told = guest.ask("POST", "/v1/uploads", json={"session_id": guest.session, "size": size})
        assert told.status_code == status, told.text


def test_pieces_of_another_are_not_there(guest: Guest) -> None:
    path, other = begin(guest, 100), Guest(guest.client, "other")
    answers = [
        other.ask(method, path, headers={"Upload-Offset": "0"})
        for method in ("GET", "HEAD", "PATCH", "DELETE")
    ]
    assert [each.status_code for each in answers] == [404] * 4
    told = other.ask("POST", "/v1/uploads", json={"session_id": guest.session, "size": 10})
    assert told.status_code == 404
    guest.ask("DELETE", path)


# Going out


@pytest.fixture(scope="module")
def link(guest: Guest) -> str:
    told = guest.send(('a "quoted" 电影.wav', sound()), session=guest.begin()).json()
    return str(told["data"]["files"][0]["cdn_url"])


def test_a_link_opens_without_a_header(guest: Guest, link: str) -> None:
    told = guest.client.get(link)
    assert told.status_code == 200
    assert told.content == sound()
    assert told.headers["Content-Type"] == "audio/wav"
    assert told.headers["X-Content-Type-Options"] == "nosniff"
    assert "%E7%94%B5%E5%BD%B1.wav" in told.headers["Content-Disposition"]
    head = guest.client.head(link)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(sound()))
    assert head.headers["ETag"] == told.headers["ETag"]


def test_a_link_opens_nothing_else(guest: Guest, link: str) -> None:
    other = guest.send(("b.wav", sound(tone=5)), session=guest.begin()).json()["data"]["files"][0]["cdn_url"]
    at, _, query = link.partition("?")
    theirs, _, their_query = other.partition("?")
    wanted = {
        f"{theirs}?{query}": 403,
        f"{at}?{their_query}": 403,
        at: 403,
        link[:-2]: 403,
        link.replace("expires=1", "expires=9"): 403,
        link.replace("expires=1", "expires=x"): 403,
        link.replace("expires=1", "expires=²"): 403,
        link.replace("signature=", "signature=é"): 403,
    }
    assert {url: guest.client.get(url).status_code for url in wanted} == wanted


def test_a_link_expires(tmp_path: Path) -> None:
    with serving(tmp_path, link_hours=1) as guest:
        url = guest.send(("a.wav", sound())).json()["data"]["files"][0]["cdn_url"]
        assert guest.client.get(url).status_code == 200
        guest.service.links.clock = lambda: time.time() + 3700
        told = guest.client.get(url)
        assert (told.status_code, told.json()["fault"]) == (403, "link_expired")
        assert "expired" in told.json()["msg"]
        assert "已过期" in guest.client.get(url, headers={"Accept-Language": "zh"}).json()["msg"]


def test_the_state_has_new_links_but_not_for_who_only_looks(guest: Guest) -> None:
    session = guest.begin()
    guest.send(("a.wav", sound()), session=session)
    path = f"/api/state/nemo_agent/me/{session}/latest"
    (info,) = guest.ask("GET", path).json()["data"]["state"]["video_infos"]
    assert guest.client.get(info["cdn_url"]).content == sound()
    claim = guest.ask("POST", "/api/auth/claim-token", json={"session_id": session}).json()["data"][
        "claim_token"
    ]
    told = guest.client.get(path, headers={"Authorization": f"Bearer {claim}"})
    assert told.status_code == 200
    assert "signature=" not in told.text


def test_a_signature_holds_for_one_thing_until_one_moment() -> None:
    now = [1000.0]
    links = Links(b"x" * 32, 60, lambda: now[0])
    query = {
        name: each[0] for name, each in parse_qs(urlsplit(links.sign("/a", MEDIA, "up_1")).query).items()
    }
    links.check(MEDIA, "up_1", query["expires"], query["signature"])
    for kind, name, expires in (
        (RENDER, "up_1", "1060"),
        (MEDIA, "up_2", "1060"),
        (MEDIA, "up_1", "1061"),
        (MEDIA, "up_1", ""),
    ):
        with pytest.raises(LinkWrong):
            links.check(kind, name, expires, query["signature"])
    with pytest.raises(LinkWrong):
        Links(b"y" * 32, 60, lambda: now[0]).check(MEDIA, "up_1", query["expires"], query["signature"])
    now[0] = 1061
    with pytest.raises(LinkExpired):
        links.check(MEDIA, "up_1", query["expires"], query["signature"])


def test_the_secret_is_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    config = Config(data=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        made = {
            links.sign("/a", MEDIA, "b").partition("signature")[2]
            for links in pool.map(lambda _: _at(links_of(config)), range(16))
        }
    assert len(made) == 1
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    told = links_of(load_config(None, {"data": tmp_path}, {"WORKPRINT_SECRET": "s" * 40}))
    assert _at(told).sign("/a", MEDIA, "b").partition("signature")[2] not in made


def _at(links: Links) -> Links:
    links.clock = lambda: 1000.0
    return links


RANGES = {
    "bytes=0-0": [(0, 1)], "bytes=0-": [(0, 10)], "bytes=5-7": [(5, 8)], "bytes=5-100": [(5, 10)], "bytes=-3": [(7, 10)],
    "bytes=-100": [(0, 10)], "bytes=9-": [(9, 10)], "bytes=10-": [], "bytes=-0": [], "bytes=20-30": [], "bytes=0-1,8-9": [(0, 2), (8, 10)],
    "bytes=8-9,0-1": [(8, 10), (0, 2)], "bytes=0-3,2-5": [(0, 6)], "bytes=0-1,50-60": [(0, 2)], "BYTES = 1-2": [(1, 3)],
    "bytes=0-1, 4-5": [(0, 2), (4, 6)], "bytes=0-0,1-1,2-2": [(0, 3)],
    "bytes=3-1": None, "bytes=-": None, "bytes=a-b": None, "bytes=": None, "bytes": None, "": None, "lines=1-2": None,
    "bytes=1-2,x": None, "bytes=1--2": None, "bytes=+1-2": None, "bytes=" + "0-0," * 100 + "1-1": None, "bytes=٣-٤": None,
}  # fmt: skip


@pytest.mark.parametrize("header", RANGES)
def test_ranges_are_read(header: str) -> None:
    assert ranges(header, 10) == RANGES[header]


def test_nothing_has_no_ranges() -> None:
    assert ranges("bytes=0-", 0) == []


@pytest.mark.parametrize("header", ["bytes=0-9", "bytes=-10", "bytes=100-", "bytes=0-9999999"])
def test_a_range_is_sent(guest: Guest, link: str, header: str) -> None:
    told = guest.client.get(link, headers={"Range": header})
    (start, end), *_ = ranges(header, len(sound())) or []
    assert told.status_code == 206
    assert told.content == sound()[start:end]
    assert told.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(sound())}"
    assert told.headers["Content-Length"] == str(end - start)


def test_several_ranges_are_sent_as_parts(guest: Guest, link: str) -> None:
    told = guest.client.get(link, headers={"Range": "bytes=0-3,100-103,-4"})
    assert told.status_code == 206
    kind, _, boundary = told.headers["Content-Type"].partition("; boundary=")
    assert kind == "multipart/byteranges"
    assert int(told.headers["Content-Length"]) == len(told.content)
    parts = told.content.split(f"--{boundary}".encode())[1:-1]
    whole = sound()
    assert [part.partition(b"\r\n\r\n")[2][:-2] for part in parts] == [whole[:4], whole[100:104], whole[-4:]]
    assert f"bytes 100-103/{len(whole)}".encode() in parts[1]


def test_a_range_outside_is_said(guest: Guest, link: str) -> None:
    told = guest.client.get(link, headers={"Range": "bytes=9999999-"})
    assert (told.status_code, told.json()["code"]) == (416, 416)
    assert told.headers["Content-Range"] == f"bytes */{len(sound())}"


def test_what_the_client_has_is_not_sent_again(guest: Guest, link: str) -> None:
    etag = guest.client.get(link).headers["ETag"]
    for same in (etag, f"W/{etag}", "*", f'"other", {etag}'):
        told = guest.client.get(link, headers={"If-None-Match": same})
        assert (told.status_code, told.content, told.headers["ETag"]) == (304, b"", etag)
    assert guest.client.get(link, headers={"If-None-Match": '"other"'}).status_code == 200
    ranged = {"Range": "bytes=0-3"}
    assert guest.client.get(link, headers={**ranged, "If-Range": etag}).status_code == 206
    for other in ('"other"', f"W/{etag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        told = guest.client.get(link, headers={**ranged, "If-Range": other})
        assert (told.status_code, told.content) == (200, sound())


NAMED = {
    "film.mp4": 'attachment; filename="film.mp4"',
    "电影.mp4": "attachment; filename=\"__.mp4\"; filename*=UTF-8''%E7%94%B5%E5%BD%B1.mp4",
    'a"b.mp4': "attachment; filename=\"a_b.mp4\"; filename*=UTF-8''a%22b.mp4",
    "a\r\nSet-Cookie: b": 'attachment; filename="aSet-Cookie: b"',
    "../a": 'attachment; filename=".._a"',
    "": 'attachment; filename="file"',
    "50%.mp4": "attachment; filename=\"50_.mp4\"; filename*=UTF-8''50%25.mp4",
}


@pytest.mark.parametrize("name", NAMED, ids=ascii)
def test_downloads_are_named(name: str) -> None:
    assert disposition(name) == NAMED[name]


def test_a_file_that_is_gone_is_not_there(guest: Guest) -> None:
    told = guest.send(("gone.wav", sound(tone=77)), session=guest.begin()).json()["data"]["files"][0]
    guest.service.blobs.drop(f"media/{told['hash'][:2]}/{told['hash']}.wav")
    assert guest.client.get(told["cdn_url"]).status_code == 404


def test_files_come_from_the_object_store(tmp_path: Path) -> None:
    pytest.importorskip("obstore", reason="obstore is not installed")
    (tmp_path / "far").mkdir()
    with serving(tmp_path / "here", storage=f"file://{tmp_path}/far") as guest:
        told = guest.send(("a.wav", sound())).json()["data"]["files"][0]
        name = f"media/{told['hash'][:2]}/{told['hash']}.wav"
        (guest.service.blobs.folder / name).unlink()
        assert guest.client.get(told["cdn_url"], headers={"Range": "bytes=0-3"}).content == b"RIFF"
        (guest.service.blobs.folder / name).unlink()
        (tmp_path / "far" / name).unlink()
        assert guest.client.get(told["cdn_url"]).status_code == 404


def test_a_film_is_had_by_its_link_or_with_the_token(guest: Guest, video: bytes) -> None:
    session = guest.begin()
    assert guest.send(("clip.mp4", video), session=session).status_code == 200
    begun = guest.ask("POST", "/api/render/proxy/lambda", json={"id": "film-1", "sessionId": session})
    assert begun.status_code == 200, begun.text
    told: dict[str, Any] = {}

    def done() -> bool:
        told.update(guest.ask("GET", "/api/render/proxy/lambda/film-1").json())
        return told["status"] in ("completed", "failed")

    until(done, 60)
    assert told["status"] == "completed", told
    url = told["output"]["url"]
    assert url == told["data"]["outputUrl"]
    film = guest.client.get(url)
    assert film.content[4:8] == b"ftyp"
    assert film.headers["Content-Disposition"] == 'attachment; filename="film-1.mp4"'
    assert len(film.content) == told["output"]["size"]
    path = urlsplit(url).path
    assert guest.ask("GET", path, headers={"Range": "bytes=4-7"}).content == b"ftyp"
    assert guest.client.get(path).status_code == 401
    assert Guest(guest.client, "third").ask("GET", path).status_code == 404
    assert guest.client.get(url.replace("film-1", "film-2")).status_code == 403


# Over a real connection


def test_a_cut_connection_leaves_nothing_and_pieces_stay(tmp_path: Path) -> None:
    service = Service(Config(data=tmp_path))
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(service), log_level="error"))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        until(lambda: server.started)
        user = service.accounts.new("c", "127.0.0.1")
        session = service.projects.new(user.user, "a", "en").session
        caller = service.caller(user.token, "127.0.0.1")
        piece = service.files.receive(caller, session, "a.wav", 5_000_000)

        def noted() -> Upload:
            return service.uploads.get(user.user, piece.id)

        head = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {user.token}\r\nContent-Length: 4000000\r\n"
        asked = {
            f"POST /api/upload-video/nemo_agent/me/{session} {head}Content-Type: multipart/form-data; boundary=xx\r\n\r\n": form(
                b"RIFF"
            )[:-8],
            f"PATCH /v1/uploads/{piece.id} {head}Upload-Offset: 0\r\n\r\n": b"RIFF",
        }
        for text, data in asked.items():
            with socket.create_connection(listener.getsockname()) as client:
                client.sendall(text.encode() + data + b"\0" * 2_000_000)
                # What the server has not read when the connection goes is lost.
                until(
                    lambda: any(path.stat().st_size > 1_000_000 for path in service.uploads.folder.iterdir())
                )
            until(lambda: not list(service.uploads.folder.iterdir()) or service.uploads.offset(noted()))
        assert service.uploads.offset(noted()) > 1_000_000
        until(lambda: [path.stem for path in service.uploads.folder.iterdir()] == [piece.id])
        assert {each.state for each in service.uploads.of_session(session)} == {"failed", "receiving"}
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
        assert os.path.exists(tmp_path)
