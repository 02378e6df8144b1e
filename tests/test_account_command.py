"""`workprint account`: what a user has, and what one is given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workprint.doors.cli import app
from workprint.service import Config, Service


def said(folder: Path, *words: str, code: int = 0) -> str:
    settings = folder / "server.toml"
    settings.write_text("metered = true\ncredits = 5\n[plans]\npro = { max_height = 1080 }\n")
    line = ["account", *words, "--config", str(settings), "--data", str(folder)]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def user(tmp_path: Path) -> str:
    return Service(Config(data=tmp_path, metered=True, credits=5)).accounts.new("c", "1.2.3.4").user


def test_what_a_user_has_and_is_given(tmp_path: Path, user: str) -> None:
    assert "plan free, 5 credits" in said(tmp_path, user, "--lang", "en")
    told = json.loads(said(tmp_path, user, "--plan", "pro", "--grant", "20", "--json"))
    assert (told["plan"], told["available"], told["frozen"]) == ("pro", 25, 0)
    assert "方案 pro，可用积分 25" in said(tmp_path, user, "--lang", "zh")


def test_a_user_or_a_plan_that_is_not_there_is_named(tmp_path: Path, user: str) -> None:
    for words in (("anon_none",), ("anon_none", "--grant", "3"), ("anon_none", "--plan", "pro")):
        assert "anon_none" in said(tmp_path, *words, code=1)
    assert "free, pro" in said(tmp_path, user, "--plan", "gold", "--lang", "en", code=1)
    assert json.loads(said(tmp_path, user, "--json"))["plan"] == "free"
