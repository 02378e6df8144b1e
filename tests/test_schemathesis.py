"""What `/openapi.json` says is what the server does, also with requests that nobody would think of.

    WORKPRINT_SCHEMA_EXAMPLES=500 python -m pytest tests/test_schemathesis.py

asks each call that often, with requests as it describes them and as often with others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import (
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from served import Served
from test_strangers import OPEN_TO_ALL
from workprint.doors.http import application

EXAMPLES = int(os.environ.get("WORKPRINT_SCHEMA_EXAMPLES", "4"))
"""Of each kind, as described and not, for each call."""
CHECKS = [
    not_a_server_error, status_code_conformance, response_headers_conformance, response_schema_conformance,
]  # fmt: skip
HERE = "http://127.0.0.1"
BY_LINK = re.compile(r"^/v1/files/|/download$")
"""What a signed link opens, without a token."""


class Asking:
    """A server and who asks it, with a session that has a film, a message and an export."""

    def __init__(self, folder: Path) -> None:
        self.served = Served(folder, requests_per_minute=10**6, requests_per_address=10**6)
        self.app = application(self.served.service)
        self.client = TestClient(self.app, base_url=HERE, raise_server_exceptions=False)
        self.asked: dict[str, set[int]] = {}

    def names(self, ends: bool) -> dict[str, str]:
        """What the ids in a request are; of a session that will end, another."""
        served = self.served
        session = served.begin() if ends else served.session
        return {
            "session": session,
            "session_id": session,
            "sessionId": session,
            "user": "me",
            "app": "nemo_agent",
        }

    def ask(self, case: Any, known: bool) -> None:
        """Ask, and look at the answer; `known`: about things that exist."""
        if known:
            names = self.names(ends=case.method == "DELETE")
            for place in (case.path_parameters, case.body):
                if isinstance(place, dict):
                    place.update({key: names[key] for key in names if key in place})
        told = case.as_transport_kwargs(base_url=HERE)
        told.pop("cookies", None)
        sent = requests.Request(**told).prepare()
        headers = {**dict(sent.headers), **self.served.headers}
        answered = self.client.request(sent.method, sent.url, headers=headers, content=sent.body)
        case.validate_response(answered, checks=CHECKS)
        if answered.status_code >= 400 and case.method != "HEAD":
            enveloped(answered.json())
        self.asked.setdefault(case.operation.label, set()).add(answered.status_code)


def enveloped(fault: dict[str, Any]) -> None:
    """A fault in the form of the protocol."""
    assert fault["code"] not in (0, None)
    assert fault["msg"] == fault["message"] == fault["detail"] != ""
    assert isinstance(fault["data"], dict)
    assert fault["fault"]


@schemathesis.serializer("application/offset+octet-stream")
def as_bytes(context: Any, value: Any) -> Any:
    """A body of plain bytes, or whatever stands for them."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


def modes(operation: Any) -> list[GenerationMode]:
    """What takes nothing cannot be asked for in another way than it is described."""
    takes = list(operation.iter_parameters()) or list(operation.body)
    return [GenerationMode.POSITIVE, *([GenerationMode.NEGATIVE] if takes else [])]


def operations(asking: Asking) -> Iterator[Any]:
    for found in schemathesis.openapi.from_dict(asking.app.openapi()).get_all_operations():
        yield found.ok()


def test_answers_are_as_described(tmp_path: Path) -> None:
    asking, wrong = Asking(tmp_path), []
    with asking.client:
        for operation in operations(asking):
            for mode in modes(operation):
                try:
                    _asked(asking, operation, mode)
                except (Exception, BaseExceptionGroup) as error:
                    wrong.append(f"{operation.label} {mode.value}: {error}")
    assert not wrong, "\n\n".join(wrong)
    assert len(asking.asked) >= 30
    fine = [label for label, statuses in asking.asked.items() if min(statuses) < 400]
    assert len(fine) >= 15, asking.asked


def _asked(asking: Asking, operation: Any, mode: GenerationMode) -> None:
    @seed(1)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode), st.booleans())
    def ask(case: Any, known: bool) -> None:
        asking.ask(case, known)

    ask()


def test_it_is_said_what_needs_a_token(tmp_path: Path) -> None:
    told = Asking(tmp_path).app.openapi()
    assert told["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    without = {
        path
        for path, calls in told["paths"].items()
        for call in calls.values()
        if call.get("security") != [{"token": []}]
    }
    assert len(told["paths"]) - len(without) >= 25
    assert {path for path in without if not BY_LINK.search(path)} <= OPEN_TO_ALL
