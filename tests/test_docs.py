"""The docs say what is: made pages are up to date, examples hold, commands run, links lead somewhere."""

from __future__ import annotations

import copy
import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest

from footage import ffmpeg
from workprint.adapters import draft
from workprint.ops import check

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import ops_page  # noqa: E402
import schemas  # noqa: E402

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# These two set up the whole project; the continuous check itself is the second.
SETTING_UP = ["make demo", "make test"]


def blocks(page: Path, kind: str) -> list[str]:
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.M | re.S)
    return [textwrap.dedent(body) for _, body in found]


def commands(page: Path) -> list[str]:
    lines = [line for block in blocks(page, "console") for line in block.splitlines()]
    return [line[2:] for line in lines if line.startswith("$ ")]


def named_files(page: Path) -> list[tuple[str, str]]:
    """Blocks that are files: their first line names them, as in ```json context.json."""
    return re.findall(r"^```\w+ (\S+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_the_page_of_operations_is_up_to_date() -> None:
    assert ops_page.PAGE.read_text(encoding="utf-8") == ops_page.page(), "run: make docs"


@pytest.mark.parametrize("name", schemas.SCHEMAS)
def test_the_schemas_are_up_to_date(name: str) -> None:
    written = json.loads(schemas.path(name).read_text(encoding="utf-8"))
    assert written == schemas.SCHEMAS[name](), "run: make docs"


def links(page: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def anchors(page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, re.M)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(target), f"{link} leads to no place on that page"


def test_the_docs_speak_of_the_product_only() -> None:
    words = re.compile(r"\b(issue|pull request|co-?pilot|chat ?gpt|as an ai)\b", re.I)
    for page in PAGES:
        assert not words.search(page.read_text(encoding="utf-8")), name_of(page)


DRAFTS = blocks(ROOT / "docs" / "draft.md", "json")


@pytest.mark.parametrize("text", DRAFTS)
def test_drafts_in_the_docs_are_valid_and_come_back_the_same(text: str) -> None:
    assert draft.write(draft.read(text, check)) == json.loads(text)


def test_faults_in_the_docs_are_what_is_told() -> None:
    sent = copy.deepcopy(json.loads(DRAFTS[0]))
    first = sent["t"][0]["sg"][0]
    second = {"id": "c3", "s": 2500, "d": 3000, "src": {"file": "m1"}}
    second["fx"] = [{"id": "e1", "op": "vignette", "p": {"strength": 7}}]
    first["src"]["file"] = "m9"
    sent["t"][0]["sg"].append(second)
    with pytest.raises(draft.DraftFaults) as caught:
        draft.read(sent, check)
    assert caught.value.say("en") + "\n" == blocks(ROOT / "docs" / "draft.md", "text")[0]


def test_every_code_in_the_docs_of_drafts_is_one() -> None:
    page = (ROOT / "docs" / "draft.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z_]+)`", page[page.index("| code | what is wrong |") :]))
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert told <= set(re.findall(r'code = "(\w+)"', source))


def test_the_operation_in_contributing_is_one() -> None:
    code = blocks(ROOT / "CONTRIBUTING.md", "python")[0]
    code += textwrap.dedent("""
        from workprint.graph import source_filter
        from workprint.model import Canvas
        from workprint.ops import registry
        from fractions import Fraction

        assert registry()["dim"] is Dim
        taken = {p for op in registry().values() if op is not Dim for ps in op.say.values() for p in ps}
        assert not taken & {phrase for phrases in Dim.say.values() for phrase in phrases}
        pad = Video(source_filter("color", "video"), 0, 64, 36, Fraction(25), 5)
        assert Dim().build(pad, Context(Fraction(25), Canvas(), 5)).node.name == "eq"
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_two_commands_come_first() -> None:
    assert commands(ROOT / "README.md")[:2] == SETTING_UP


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a short recording: five seconds of picture, two stretches of voice."""
    folder = tmp_path_factory.mktemp("desk")
    time = np.arange(5 * 48_000) / 48_000
    voice = sum(np.sin(2 * np.pi * 130 * n * time) / n for n in range(1, 20))
    spoken = (time < 1.6) | (time > 3.2)
    loud = spoken * (0.4 + 0.6 * np.abs(np.sin(2 * np.pi * 2.2 * time)))
    noise = np.random.default_rng(1).standard_normal(time.size)
    sound = (0.15 * voice * loud + 0.001 * noise).astype("<f4")
    picture = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=30:duration=5"]
    audio = ["-f", "f32le", "-ar", "48000", "-ac", "1", "-i", "pipe:0"]
    ffmpeg(*picture, *audio, "-preset", "ultrafast", str(folder / "talk.mp4"), data=sound.tobytes())
    return folder


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=name_of)
def test_commands_in_the_docs_run(page: Path, desk: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "WORKPRINT_HOME": str(desk / "home")}
    for name, content in named_files(page):
        (desk / name).write_text(content, encoding="utf-8")
    for command in commands(page):
        if command in SETTING_UP:
            continue
        words = shlex.split(command)
        assert words[0] == "workprint", f"what is {command}?"
        if words[1] in ("edit", "render") and "--size" not in words:
            words += ["--size", "320x180"]  # The size changes nothing about the command, but takes a tenth.
        done = subprocess.run(words, cwd=desk, env=environment, capture_output=True, text=True, check=False)
        # 4: the film is there, and the check of it found something, as it may with a test picture.
        assert done.returncode in (0, 4), f"{command}\n{done.stdout}\n{done.stderr}"
