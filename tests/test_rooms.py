"""The arrangement of the source: who imports whom, sizes, names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "workprint"

# Bottom first. A room imports the rooms of its row, its own modules and third-party packages.
ROOMS = {
    "base": "",
    "model": "base",
    "graph": "base",
    "ops": "base model graph",
    "compile": "base model graph ops",
    "ffmpeg": "base graph",
    "analysis": "base model ffmpeg",
    "synth": "base ffmpeg",
    "planner": "base model ops",
    "store": "base model",
    "jobs": "base model graph ops store compile ffmpeg analysis synth",
    "adapters": "base model",
    "studio": "base model graph ops compile ffmpeg analysis synth planner store jobs adapters",
    "service": "base model graph ops compile ffmpeg analysis synth planner store jobs adapters studio",
    "client": "base",
    "doors": "base adapters studio service client",
}
ALLOWED = {room: {room, *row.split()} for room, row in ROOMS.items()}
# The data of a room, not its code.
NOT_ROOMS = {"fonts"}
# Modules that other rooms and files import by name: what an operation is, and the text they share.
OPEN = {"workprint.ops.operation", "workprint.store.tables"}
FORBIDDEN_NAMES = {"utils", "helpers", "core", "manager", "common", "misc", "util", "helper"}
LINES = 400

MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = ["workprint", *path.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


BY_NAME = {name_of(path): path for path in MODULES}


def ids(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def imported(path: Path, at_start: bool = False) -> Iterator[str]:
    """The modules of this package that a module imports; `at_start`: those it needs to be loaded."""
    name = name_of(path)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in _top(tree) if at_start else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "workprint")
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            if module.split(".")[0] == "workprint":
                for alias in node.names:
                    inner = f"{module}.{alias.name}"
                    is_module = inner in BY_NAME and alias.name not in exported(module)
                    yield inner if is_module else module


def exported(module: str) -> set[str]:
    """What a package hands on from its modules, maybe under the name of the module itself."""
    path = BY_NAME.get(module)
    if path is None or path.name != "__init__.py":
        return set()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    gathered = [node for node in body if isinstance(node, ast.ImportFrom) and node.module]
    return {alias.asname or alias.name for node in gathered for alias in node.names}


def _top(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        if isinstance(node, ast.Try):
            yield from node.body
        elif not isinstance(node, ast.If):
            yield node


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_every_room_is_in_the_table() -> None:
    found = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert found - NOT_ROOMS == set(ROOMS)


def test_the_docs_have_the_same_table() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \|.*\| ([\w ]*) ?\|$", page, re.M))
    assert set(told) == set(ROOMS)
    for name, row in told.items():
        below = list(ROOMS)[: list(ROOMS).index(name)]
        row = " ".join(below) if row.strip() == "all above" else row
        assert set(row.split()) == set(ROOMS[name].split()), name


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_room_imports_only_what_its_row_names(path: Path) -> None:
    here = room(name_of(path))
    for module in imported(path):
        there = room(module)
        assert not here or not there or there in ALLOWED[here], f"{here} must not import {module}"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_another_room_is_entered_by_its_door(path: Path) -> None:
    here = room(name_of(path))
    for module in imported(path):
        if here and room(module) != here and module not in OPEN:
            assert BY_NAME[module].name == "__init__.py", f"import {module} through its package"


def test_no_two_modules_need_each_other() -> None:
    graph = {name: set(imported(path, at_start=True)) - {name} for name, path in BY_NAME.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_stays_readable(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines < LINES, f"{lines} lines"


def test_names_say_what_is_inside() -> None:
    names = {part for path in MODULES for part in path.relative_to(SOURCE).with_suffix("").parts}
    assert not names & FORBIDDEN_NAMES


@pytest.mark.parametrize("name", ROOMS)
def test_the_door_of_a_room_only_hands_on(name: str) -> None:
    body = ast.parse((SOURCE / name / "__init__.py").read_text(encoding="utf-8")).body
    defined = [node for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    assert not defined, f"{name}/__init__.py defines {defined[0].name}"


def files() -> Iterator[Path]:
    made = {"demo", "build", "dist", "node_modules", "__pycache__"}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in {".ci", ".gitignore"} for part in parts)
        if path.is_file() and not hidden and not made & set(parts):
            yield path


def test_no_file_names_a_package_registry_or_a_machine() -> None:
    # Put together here, so that this file does not hold them either.
    registries = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "crates" + ".io"]
    machines = ["/work" + "/main", "/work" + "/shared", "/root" + "/.pyenv"]
    for path in files():
        content = path.read_bytes()
        for word in registries + machines:
            assert word.encode() not in content, f"{path.relative_to(ROOT)} holds {word}"
