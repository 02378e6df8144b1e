"""Stock footage: against a server of the providers' shape on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from footage import numbered
from workprint.base import Fault
from workprint.doors.cli import app
from workprint.studio import Studio
from workprint.studio.stock import (
    BadStockAnswer,
    NoStockKey,
    StockDamaged,
    StockGone,
    StockTooLarge,
    fetched,
    fetching,
    provider,
    providers,
)

KEY = "a-key-of-mine"


def pexels(base: str) -> dict[str, Any]:
    files = [
        {"width": width, "height": width * 9 // 16, "link": f"{base}/files/{width}.mp4"}
        for width in (640, 3840, 1280)
    ]
    user = {"name": "Ann Lee", "url": "https://www.pexels.com/@ann"}
    page = "https://www.pexels.com/video/a-cup-of-coffee-123/"
    return {"videos": [{"id": 123, "url": page, "duration": 7, "user": user, "video_files": files}]}


def pixabay(base: str) -> dict[str, Any]:
    sizes = {
        name: {"url": f"{base}/files/{width}.mp4", "width": width, "height": width // 2}
        for name, width in (("large", 1920), ("tiny", 480))
    }
    hit = {"id": 9, "pageURL": "https://pixabay.com/videos/id-9/", "tags": "coffee, cup", "duration": 5}
    return {"hits": [{**hit, "user": "bo", "user_id": 4, "videos": sizes}]}


class Handler(BaseHTTPRequestHandler):
    film: bytes = b""
    breaks = ""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query)
        base = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        if parts.path.startswith("/files/"):
            size = len(self.film) + (10 if self.breaks == "short" else 0)
            self._answer(self.film, "video/mp4", size)
        elif self.breaks == "json":
            self._answer(b"<html>", "text/html")
        elif self.breaks == "shape":
            self._answer(
                json.dumps({"videos": [{"id": 1}], "hits": [{"id": 1}]}).encode(), "application/json"
            )
        elif KEY not in (self.headers.get("Authorization"), *asked.get("key", ())):
            self.send_error(401)
        elif asked.get("query", asked.get("q")) != ["coffee"]:
            self._answer(b'{"videos": [], "hits": []}', "application/json")
        else:
            found = pexels(base) if parts.path == "/videos/search" else pixabay(base)
            self._answer(json.dumps(found).encode(), "application/json")

    def _answer(self, body: bytes, kind: str, size: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if self.breaks != "sizeless":
            self.send_header("Content-Length", str(len(body) if size is None else size))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def handler(tmp_path: Path) -> type[Handler]:
    film = tmp_path / "film.mp4"
    numbered(film, frames=10)
    return type("Here", (Handler,), {"film": film.read_bytes()})


@pytest.fixture
def where(handler: type[Handler], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        for name in ("PEXELS", "PIXABAY"):
            monkeypatch.setenv(f"WORKPRINT_{name}_URL", address)
            monkeypatch.setenv(f"WORKPRINT_{name}_KEY", KEY)
        yield address
        server.shutdown()


@pytest.mark.parametrize(("name", "width"), [("pexels", 1280), ("pixabay", 1920)])
def test_what_is_found_has_an_author_a_licence_and_words(where: str, name: str, width: int) -> None:
    (item,) = provider(name).search("coffee")
    assert item.width == width
    assert item.address == f"{where}/files/{width}.mp4"
    assert item.author in ("Ann Lee", "bo")
    assert "icense" in item.licence
    assert item.tags[0] == "coffee"
    assert item.name.endswith(f"-{name}-{item.id}.mp4")
    assert provider(name).search("nothing like it") == []


def test_a_number_that_is_a_place_leaves_no_folder(where: str) -> None:
    (item,) = provider("pexels").search("coffee")
    assert replace(item, id="/../../7").name == item.name.replace(item.id, "7")


def test_without_a_key_it_is_off_and_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKPRINT_PEXELS_KEY", raising=False)
    with pytest.raises(NoStockKey) as off:
        provider("pexels", {})
    assert "WORKPRINT_PEXELS_KEY" in off.value.say("en")
    assert "https://www.pexels.com/api/" in off.value.say("zh")


@pytest.mark.parametrize("name", ["pexels", "pixabay"])
@pytest.mark.parametrize(
    ("breaks", "fault"), [("json", BadStockAnswer), ("shape", BadStockAnswer), ("key", StockGone)]
)
def test_what_a_provider_does_wrong_is_said(
    where: str,
    handler: type[Handler],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    breaks: str,
    fault: type[Fault],
) -> None:
    handler.breaks = breaks
    if breaks == "key":
        monkeypatch.setenv(f"WORKPRINT_{name.upper()}_KEY", "wrong")
    with pytest.raises(fault):
        provider(name).search("coffee")


def test_a_file_that_breaks_off_is_not_kept(where: str, handler: type[Handler], tmp_path: Path) -> None:
    (item,) = provider("pexels").search("coffee")
    handler.breaks = "short"
    with pytest.raises(StockDamaged):
        fetched(item, tmp_path / "stock")
    assert list((tmp_path / "stock").iterdir()) == []
    handler.breaks = ""
    assert fetched(item, tmp_path / "stock").read_bytes() == handler.film


@pytest.mark.parametrize("breaks", ["", "sizeless"])
def test_no_answer_and_no_file_is_taken_that_is_too_large(
    where: str, handler: type[Handler], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    (item,) = provider("pexels").search("coffee")
    handler.breaks = breaks
    monkeypatch.setattr(fetching, "MOST", len(handler.film) - 1)
    with pytest.raises(StockTooLarge) as fault:
        fetched(item, tmp_path / "stock")
    assert item.name in fault.value.say("zh")
    assert list((tmp_path / "stock").iterdir()) == []
    monkeypatch.setattr(fetching, "MOST", len(handler.film))
    assert fetched(item, tmp_path / "stock").read_bytes() == handler.film
    monkeypatch.setattr(providers, "ANSWER", 100)
    with pytest.raises(StockTooLarge, match="its answer from Pexels"):
        provider("pexels").search("coffee")
    monkeypatch.setattr(providers, "ANSWER", 1 << 20)
    monkeypatch.setattr(providers, "PATIENCE", -1.0)
    with pytest.raises(StockGone):
        provider("pexels").search("coffee")


def test_it_comes_into_a_session_with_its_tags_and_is_used_as_b_roll(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "home"))
    talk = tmp_path / "talk.mp4"
    numbered(talk, frames=90)
    Studio().ingest([talk], "s")

    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["stock", *words])
        assert done.exit_code == code, done.output
        return done.output

    assert "1. coffee" in run("coffee", "--lang", "en")
    assert "没有找到" in run("tea", "--lang", "zh")
    run("coffee", "--take", "1", code=2)
    run("coffee", "--take", "4", "--session", "s", code=2)
    told = json.loads(run("coffee", "--take", "1", "--session", "s", "--json"))
    assert told["author"] == "Ann Lee"
    timeline = Studio().head("s").timeline
    file = timeline.file(told["media"])
    assert file is not None
    assert file.metadata["credit"]["licence"].startswith("Pexels License")
    assert file.metadata["tags"][0] == "coffee"
    assert run("coffee", "--take", "1", "--session", "s", "--lang", "en").count("Ann Lee") == 1
    assert len(Studio().head("s").timeline.media) == 2
