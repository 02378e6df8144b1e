"""Write the tables of docs/server.md that are made from the source: the settings, the figures."""

from __future__ import annotations

import tempfile
from pathlib import Path

from workprint.service import Config, Service, toml

PAGE = Path(__file__).parents[1] / "docs" / "server.md"
HERE = {
    "data": "WORKPRINT_HOME, or the platform's place",
    "lanes": "{ light = 4, cpu = half of the cores }",
}
"""Defaults that depend on the machine."""


def settings() -> str:
    """A row for each setting."""
    rows = ["| setting | in the environment | unless told otherwise | what it is |", "|---|---|---|---|"]
    for name, field in Config.model_fields.items():
        value = field.get_default(call_default_factory=True) if name not in HERE else None
        told = HERE.get(name) or ("" if value is None else f"`{toml(value)}`")
        said = str(field.description).replace("|", "\\|")
        rows.append(f"| `{name}` | `WORKPRINT_{name.upper()}` | {told} | {said} |")
    return "\n".join(rows)


def figures() -> str:
    """A row for each figure of `/metrics`."""
    rows = ["| figure | kind | labels | what it is |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Config(data=Path(folder)))
        found = [*service.metrics.registry.collect()]
        service.database.close()
    for each in found:
        labels = ", ".join(LABELS.get(each.name, ()))
        name = f"{each.name}_total" if each.type == "counter" else each.name
        rows.append(f"| `{name}` | {each.type} | {labels} | {each.documentation} |")
    return "\n".join(rows)


_ROUTE = ("method", "route")
LABELS = {
    "workprint_requests": (*_ROUTE, "status"),
    "workprint_request_seconds": _ROUTE,
    "workprint_received_bytes": _ROUTE,
    "workprint_sent_bytes": _ROUTE,
    "workprint_job_seconds": ("kind", "end"),
    "workprint_jobs": ("lane", "state"),
    "workprint_tidied": ("kind",),
}


def page(text: str) -> str:
    """The page with its tables made anew."""
    for name, made in (("settings", settings()), ("figures", figures())):
        head, begin, rest = text.partition(f"<!-- {name} -->")
        _, end, tail = rest.partition(f"<!-- end of {name} -->")
        text = f"{head}{begin}\n{made}\n{end}{tail}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE)
