"""Rows of requests and what they should become: `context | request | expected; expected`.

An expectation is an edit with the parameters that matter (`trim clip=c1 tail=2`), `!action key=value`,
`X code` of a refusal, `?` for a question, `=` for an answer that changes nothing. Edits are compared in
order, and there must be no others; the `append`s that place the library are left out of account, unless
the row names one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from workprint.planner import Plan, Situation, Turn, load_context, plan

ROWS = Path(__file__).parent / "rows"
_PAIR = re.compile(r'([\w.]+)=("[^"]*"|\[(?:[^\[\]]|\[[^\]]*\])*\]|\S+)')


@dataclass(frozen=True)
class Row:
    context: str
    request: str
    expected: tuple[str, ...]
    where: str

    @property
    def lang(self) -> str:
        return "zh" if re.search(r"[\u4e00-\u9fff]", re.sub(r"“[^”]*”", "", self.request)) else "en"


def rows(name: str) -> Iterator[Row]:
    for number, line in enumerate((ROWS / f"{name}.txt").read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        context, request, expected = (part.strip() for part in line.split(" | ", 2))
        yield Row(context, request, tuple(part.strip() for part in expected.split(" ; ")), f"{name}:{number}")


@cache
def situation(name: str) -> Situation:
    for path in sorted(ROWS.glob("contexts*.json")):
        contexts = json.loads(path.read_text(encoding="utf-8"))
        if name in contexts:
            return _described(contexts[name])
    raise KeyError(name)


def _described(context: dict[str, Any]) -> Situation:
    """The session of a context, or what a request made of another one."""
    if "after" not in context:
        return load_context(context)
    before = situation(context["base"])
    done = plan(context["after"], before)
    return before.model_copy(
        update={
            "timeline": done.timeline,
            "history": (Turn(request=done.request, edits=done.edits, reply=done.reply),),
        }
    )


def planned(row: Row) -> Plan:
    return plan(row.request, situation(row.context))


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _same(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, (int, float)) and isinstance(found, (int, float)):
        return abs(wanted - found) < 0.011
    if isinstance(wanted, list) and isinstance(found, (list, tuple)):
        return len(wanted) == len(found) and all(map(_same, wanted, found))
    return bool(wanted == found)


def _holds(name: str, wanted: dict[str, Any], found_name: str, found: dict[str, Any]) -> bool:
    if name != found_name:
        return False
    for key, value in wanted.items():
        here: Any = found
        for part in key.split("."):
            here = here.get(part) if isinstance(here, dict) else None
        if not _same(value, here):
            return False
    return True


def faults(row: Row, found: Plan) -> list[str]:
    """How a plan differs from what its row expects."""
    edits = [w for w in row.expected if w and w[0] not in "!X?="]
    wrong: list[str] = []
    made = [e for e in found.edits if e.op != "append" or any(w.startswith("append") for w in edits)]
    if len(edits) != len(made):
        wrong.append(f"{len(made)} edits, not {len(edits)}")
    for wanted, edit in zip(edits, made, strict=False):
        name = wanted.split()[0]
        if not _holds(name, {k: _value(v) for k, v in _PAIR.findall(wanted)}, edit.op, edit.params):
            wrong.append(f"{edit.op} {edit.params}, not {wanted}")
    actions = [w[1:] for w in row.expected if w.startswith("!")]
    if len(actions) != len(found.actions):
        wrong.append(f"actions {[a.action for a in found.actions]}, not {actions}")
    for wanted, action in zip(actions, found.actions, strict=False):
        if not _holds(
            wanted.split()[0], {k: _value(v) for k, v in _PAIR.findall(wanted)}, action.action, action.params
        ):
            wrong.append(f"{action.action} {action.params}, not {wanted}")
    codes = [w[2:] for w in row.expected if w.startswith("X ")]
    if sorted(codes) != sorted(r.code for r in found.refusals):
        wrong.append(f"refusals {[r.code for r in found.refusals]}, not {codes}")
    if ("?" in row.expected) != bool(found.questions):
        wrong.append(f"questions {[q.text for q in found.questions]}")
    if not found.reply:
        wrong.append("no reply")
    return wrong
