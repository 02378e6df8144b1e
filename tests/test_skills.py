"""The skills hold: every command in them is run word for word with a shell, against a server of ours."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from footage import numbered
from server_process import server_process
from workprint.analysis import probe

ROOT = Path(__file__).parents[1] / "skills"
FILMS = {
    "editing-by-prompt": ["by-prompt.mp4"],
    "screen-recordings": ["tutorial.mp4"],
    "node-editing": ["nodes.mp4"],
    "free-editing": ["free.mp4", "free.gif"],
    "offline-editing": ["offline.mp4", "trip.mp4", "mirrored.webm"],
    "workprint": ["film.mp4", "film.webm", "again.mp4", "fetched.mp4"],
}
SAID = {
    "editing-by-prompt": "BGM: Lo-fi",
    "screen-recordings": 'Lower third: \\"Step 1: open the menu\\"',
    "node-editing": 'Title: \\"Nodes\\" (0-1s)',
    "free-editing": 'Title: \\"Free\\" (0-1s)',
    "offline-editing": "trip",
    "workprint": "Timeline (2 tracks): 1. Video: talk.mp4 (0-2s)",
}
BINS = {"curl": True, "jq": True, "workprint": True}


def text(name: str) -> str:
    return (ROOT / name / "SKILL.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server_process(tmp_path_factory.mktemp("server")) as started:
        yield started.url


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    numbered(path, 75)
    return path


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `workprint` as it is here."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "workprint"
    program.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -c "from workprint.doors.cli import main; main()" "$@"\n'
    )
    program.chmod(0o755)
    return folder


def test_all_skills_are_tried() -> None:
    assert {each.parent.name for each in ROOT.glob("*/SKILL.md")} == set(FILMS)


@pytest.mark.parametrize("name", FILMS)
def test_a_skill_says_what_it_is(name: str) -> None:
    found = re.match(r"---\n(.*?)\n---\n", text(name), re.S)
    assert found
    front = found[1]
    assert f"name: {name}\n" in front
    assert re.search(r'^version: "\d+\.\d+\.\d+"$', front, re.M)
    assert len(re.findall(r"^description: >\n(?:  \S.*\n)+", front, re.M)) == 1
    metadata = json.loads(re.findall(r"^metadata: (.*)$", front, re.M)[0])["openclaw"]
    assert metadata["primaryEnv"] == "NEMO_TOKEN"
    assert set(metadata["requires"]["bins"]) <= set(BINS)
    for part in ("`NEMO_API_URL`", "Set-up", "## Errors"):
        assert part in text(name)


def test_the_set_up_is_the_same_everywhere() -> None:
    found = {
        re.sub(
            r"X-Skill-Source: [\w-]+", "", re.findall(r"## Set-up\n.*?```bash\n(.*?)```", text(name), re.S)[0]
        )
        for name in FILMS
        if "## Set-up" in text(name)
    }
    assert len(found) == 1


@pytest.mark.parametrize("name", FILMS)
def test_commands_of_a_skill_run(name: str, server: str, clip: Path, programs: Path, tmp_path: Path) -> None:
    needed = json.loads(re.findall(r"^metadata: (.*)$", text(name), re.M)[0])["openclaw"]["requires"]["bins"]
    gone = [each for each in needed if each != "workprint" and not shutil.which(each)]
    if gone:
        pytest.skip(f"{gone[0]} is not on this machine")
    for each in ("talk.mp4", "screen.mp4"):
        shutil.copy(clip, tmp_path / each)
    script = "set -euo pipefail\n" + "".join(re.findall(r"^```bash\n(.*?)^```$", text(name), re.M | re.S))
    environment = {
        each: value for each, value in os.environ.items() if not each.startswith(("NEMO_", "WORKPRINT_"))
    }
    environment |= {
        "NEMO_API_URL": server,
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_HOME": str(tmp_path / "home" / ".config"),
        "WORKPRINT_HOME": str(tmp_path / "home" / "data"),
        "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
        "POLL_SECONDS": "0.1",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert SAID[name] in done.stdout
    assert "nmv_usr_" not in done.stdout + done.stderr
    for film in FILMS[name]:
        assert 0.5 < probe(tmp_path / film).duration < 4, film
