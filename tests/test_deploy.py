"""What is in deploy/ and in the page about running a server is so."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from workprint.service import Config, load_config

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
sys.path.insert(0, str(ROOT / "scripts"))

import server_page  # noqa: E402

NOT_SETTINGS = {"WORKPRINT_CONFIG", "WORKPRINT_HOME", "WORKPRINT_DEBUG", "WORKPRINT_FFMPEG"}
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())


def compose() -> Any:
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*FILES, server_page.PAGE], ids=lambda path: path.name)
def test_every_setting_that_is_named_is_one(path: Path) -> None:
    named = set(re.findall(r"WORKPRINT_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named - NOT_SETTINGS <= {f"WORKPRINT_{name.upper()}" for name in Config.model_fields}


def test_the_example_is_a_configuration() -> None:
    path = DEPLOY / "workprint.toml"
    config = load_config(path, None, {})
    assert config.plans["free"].max_height == 1080
    assert set(tomllib.loads(path.read_text(encoding="utf-8"))) <= set(Config.model_fields)


def test_the_settings_of_the_containers_are_a_configuration() -> None:
    told = compose()
    image = re.findall(r"(WORKPRINT_\w+)=(\S+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    for name in ("api", "worker"):
        given = {**dict(image), **told["services"][name]["environment"]}
        filled = {key: re.sub(r"\$\{\w+:[?-](.*?)\}", r"\1", value) for key, value in given.items()}
        filled["WORKPRINT_SECRET"] = "x" * 40
        role = told["services"][name]["command"][-1]
        config = load_config(None, {"role": role}, filled)
        assert config.database is not None
        assert config.storage_options["endpoint"] == "http://storage:9000"
        assert config.role == name
        assert config.host == "0.0.0.0"


def test_containers_run_as_nobody_in_particular_with_nothing_to_write_but_their_data() -> None:
    image = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER workprint$", image, re.M)
    assert "HEALTHCHECK" in image
    for name in ("api", "worker"):
        service = compose()["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", image, re.M)
    assert all((ROOT / each).exists() for line in copied for each in line.split())


def test_the_unit_gives_the_server_the_time_it_asks_for() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "workprint.service", encoding="utf-8")
    patience = load_config(DEPLOY / "workprint.toml", None, {}).patience
    assert int(unit["Service"]["TimeoutStopSec"]) > patience + 10
    assert unit["Service"]["NoNewPrivileges"] == "yes"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    # The program it names is not on this machine; everything else is looked at.
    text = (DEPLOY / "workprint.service").read_text(encoding="utf-8")
    unit = tmp_path / "workprint.service"
    unit.write_text(text.replace("/opt/workprint/bin/workprint", "/bin/true"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "workprint" in line]
    assert (done.returncode, told) == (0, [])


def test_the_tables_of_the_page_are_up_to_date() -> None:
    text = server_page.PAGE.read_text(encoding="utf-8")
    assert "| `keep_days` |" in text
    assert "| `workprint_requests_total` |" in text
    assert server_page.page(text) == text, "run: make docs"
