"""`workprint jobs`: what a server has to do, looked at and tried again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workprint.doors.cli import app
from workprint.service import Config, Service
from workprint.store import New


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    queue = Service(Config(data=tmp_path)).queue
    for name in ("good", "bad", "long"):
        queue.put(New("tidy", {"secret": "x"}, "u", "ses_1", id=name))
        queue.claim("w", ["cpu"])
    queue.finish("good", "w", 1)
    queue.fail("bad", "w", {"code": "dead", "en": "It broke.", "zh": "坏了。"}, "dead")
    return tmp_path


def said(folder: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["jobs", *words, "--data", str(folder)])
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize(
    ("words", "heard", "not_heard"),
    [
        (("list",), ("good", "bad", "long", "running", "Session"), ()),
        (("--state", "dead"), ("bad",), ("good", "long")),
        (("--state", "queued"), ("There are no such jobs.",), ("good",)),
        (("show", "bad"), ("It broke.", "ses_1"), ("secret",)),
        (("show", "bad", "--lang", "zh"), ("坏了。", "会话"), ()),
    ],
)
def test_what_it_tells(
    folder: Path, words: tuple[str, ...], heard: tuple[str, ...], not_heard: tuple[str, ...]
) -> None:
    output = said(folder, *words, *([] if "--lang" in words else ["--lang", "en"]))
    assert all(each in output for each in heard), output
    assert not any(each in output for each in not_heard), output


def test_one_set_aside_is_tried_again_and_one_under_way_is_stopped(folder: Path) -> None:
    assert json.loads(said(folder, "retry", "bad", "--json"))["state"] == "queued"
    said(folder, "cancel", "bad")
    assert json.loads(said(folder, "show", "bad", "--json"))["state"] == "cancelled"
    assert "done" in said(folder, "retry", "good", "--lang", "en", code=1)


@pytest.mark.parametrize("words", [("show",), ("list", "good"), ("--state", "odd")])
def test_what_makes_no_sense_is_said(folder: Path, words: tuple[str, ...]) -> None:
    said(folder, *words, code=2)
