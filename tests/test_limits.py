"""What is too much, too long or too deep is refused, with a fault that says how much is possible."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from served import Served, last
from workprint.doors.http import application

HOUR = 3_600_000


class Asking:
    def __init__(self, folder: Path, **settings: Any) -> None:
        self.served = Served(folder, max_duration=3600.0, **settings)
        self.client = TestClient(application(self.served.service), raise_server_exceptions=False)
        self.path = f"/v1/sessions/{self.served.session}/draft"

    def ask(self, method: str, path: str, body: Any) -> Any:
        raw = body if isinstance(body, str) else json.dumps(body)
        headers = {**self.served.headers, "Content-Type": "application/json"}
        return self.client.request(method, path, headers=headers, content=raw)

    @property
    def film(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(self.path, headers=self.served.headers).json()["data"][
            "draft"
        ]
        return found

    def put(self, film: Any) -> Any:
        revision = self.served.service.studio.head(self.served.session).number
        return self.ask("PUT", self.path, {"draft": film, "revision": revision})


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    made = Asking(tmp_path_factory.mktemp("limits"))
    yield made
    made.served.service.database.close()


def nested(depth: int) -> Any:
    found: Any = 0
    for _ in range(depth):
        found = [found]
    return found


CLIP = ("t", 0, "sg", 0)
FILMS: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "begins after an hour": ((*CLIP, "s"), HOUR, "film_too_long"),
    "begins in ages": ((*CLIP, "s"), 2**53, "film_too_long"),
    "longer than its file": ((*CLIP, "d"), 2**53, "out_point_past_end"),
    "no length": ((*CLIP, "d"), -1, "out_of_bounds"),
    "before the beginning": ((*CLIP, "s"), -1, "out_of_bounds"),
    "too fast": ((*CLIP, "src", "sp"), 10**9, "out_point_past_end"),
    "not moving": ((*CLIP, "src", "sp"), 0, "out_of_bounds"),
    "too deep": (("m",), {"a": nested(200)}, "draft_too_deep"),
    "too many": (("t", 0, "sg"), [{"s": 0, "d": 0}] * 41_000, "draft_too_large"),
    "beyond numbers": (("m",), {"a": 10**40}, "not_possible"),
}


@pytest.mark.parametrize("name", FILMS)
def test_a_draft_has_bounds(asking: Asking, name: str) -> None:
    place, value, code = FILMS[name]
    film = asking.film
    film.pop("d", None)
    spot: Any = film
    for key in place[:-1]:
        spot = spot[key]
    spot[place[-1]] = value
    answered = asking.put(film)
    told = answered.json()
    assert answered.status_code == 422
    found = {each["code"] for each in told["data"].get("faults", ())} | {told["fault"]}
    assert code in found, told["msg"]
    assert len(answered.content) < 10_000
    exported = asking.ask(
        "POST", "/api/render/proxy/lambda", {"sessionId": asking.served.session, "draft": film}
    )
    assert exported.status_code == 422


BODIES: dict[str, tuple[str, int, str]] = {
    "too large": ('{"draft": "' + "x" * (17 << 20) + '"}', 413, "body_too_large"),
    "too deep": ('{"draft": ' + "[" * 100_000 + "]" * 100_000 + "}", 400, "bad_request"),
    "too long a number": ('{"revision": ' + "9" * 100_000 + "}", 400, "bad_request"),
    "no number": ('{"revision": NaN}', 400, "bad_request"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_has_bounds(asking: Asking, name: str) -> None:
    body, status, code = BODIES[name]
    answered = asking.ask("PUT", asking.path, body)
    assert (answered.status_code, answered.json()["fault"]) == (status, code)
    assert len(answered.content) < 10_000


@pytest.mark.parametrize("parts", [["x" * 20_001], ["x" * 10_001, "y" * 10_001]])
def test_a_message_has_bounds(asking: Asking, parts: list[str]) -> None:
    body = asking.served.body("")
    body["new_message"]["parts"] = [{"text": each} for each in parts]
    answered = asking.ask("POST", "/run_sse", body)
    assert (answered.status_code, answered.json()["fault"]) == (400, "bad_request")
    assert "20000" in answered.json()["msg"]


def test_a_message_makes_no_film_that_is_too_long(tmp_path: Path) -> None:
    served = Served(tmp_path, max_duration=15.0)
    said = last(served.done(served.say("slow it down to half speed")))
    assert "hours long" in said
    assert served.length() == 10
    served.service.database.close()


def test_a_long_value_is_told_by_its_beginning(asking: Asking) -> None:
    film = asking.film
    words = {"id": "w1", "s": 0, "d": 500, "tx": {"style": "title", "text": "x" * 10**6}}
    film["t"].append({"id": "x1", "tt": 7, "sg": [words]})
    answered = asking.put(film)
    assert answered.status_code == 422
    assert "bad_parameter" in answered.text
    assert len(answered.content) < 10_000


def test_a_user_has_so_many_sessions(tmp_path: Path) -> None:
    asking = Asking(tmp_path, max_sessions=2)
    path = "/api/tasks/me/with-session/nemo_agent"
    assert asking.ask("POST", path, {}).status_code == 200
    refused = asking.ask("POST", path, {})
    assert (refused.status_code, refused.json()["fault"]) == (429, "too_many_sessions")
    asking.served.service.end(asking.served.caller, asking.served.session)
    assert asking.ask("POST", path, {}).status_code == 200
    asking.served.service.database.close()
