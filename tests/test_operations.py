"""Running a server: its log, its figures, its health, its settings, its end."""

from __future__ import annotations

import io
import json
import logging
import re
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from processes import until
from server_process import server_process
from workprint.doors.cli import app
from workprint.doors.http import application
from workprint.service import Config, Service, about, anew, load_config, note, read_config, set_up

SKILL = {"X-Skill-Source": "tests", "X-Skill-Version": "1", "X-Skill-Platform": "pytest"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is written to the log meanwhile, as lines of JSON."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    out = io.StringIO()
    set_up("json", "info", out)
    yield out
    root.handlers[:], root.level = before


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def begun(client: TestClient | httpx.Client) -> tuple[dict[str, str], str]:
    """A new user's headers, and a session."""
    told = client.post("/api/auth/anonymous-token", headers={"X-Client-Id": "me"}).json()
    headers = {**SKILL, "Authorization": f"Bearer {told['token']}"}
    made = client.post("/api/tasks/me/with-session/nemo_agent", headers=headers, json={"task_name": "p"})
    return headers, made.json()["session_id"]


def said(session: str, text: str) -> dict[str, Any]:
    return {"session_id": session, "new_message": {"parts": [{"text": text}]}}


# The log


SECRETS = [
    ("Authorization: Bearer abc.def-1", "abc.def-1"),
    ("token nmv_usr_Ab-9_x is bad", "Ab-9_x"),
    ("claim clm_Zz9 given", "Zz9"),
    ("GET /v1/files/x?signature=SIG123&key=1", "SIG123"),
    ("opened /claim#token=T0P&session=1", "T0P"),
    ("could not reach postgresql://wp:geheim@db/x", "geheim"),
]


@pytest.mark.parametrize(("line", "secret"), SECRETS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_line_of_the_log_holds_a_secret(form: Any, line: str, secret: str) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    out = io.StringIO()
    try:
        set_up(form, "info", out)
        try:
            raise ValueError(line)
        except ValueError:
            logging.getLogger("x").exception("%s", line)
    finally:
        root.handlers[:], root.level = before
    assert secret not in out.getvalue()
    assert "ValueError" in out.getvalue()


def test_lines_say_what_they_are_about_also_in_other_threads(log: io.StringIO) -> None:
    import contextvars

    with about(request="r1", session="s1"):
        note(job="j1")
        here = contextvars.copy_context()
        thread = threading.Thread(target=lambda: here.run(logging.getLogger("x").info, "there"))
        thread.start()
        thread.join()
    logging.getLogger("x").info("after")
    there, after = lines(log)
    assert (there["request"], there["session"], there["job"]) == ("r1", "s1", "j1")
    assert not {"request", "session", "job"} & set(after)


def test_a_request_is_about_nothing_of_the_one_before_it(log: io.StringIO) -> None:
    with about(job="j1"), anew():
        note(session="s2")
        logging.getLogger("x").info("next")
    (told,) = lines(log)
    assert (told.get("job"), told["session"]) == (None, "s2")


def test_a_line_of_text_cannot_be_broken_into_two_by_what_it_tells(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    out = io.StringIO()
    try:
        set_up("text", "info", out)
        logging.getLogger("x").info("told", extra={"request": "a\nINFO forged", "status": 200})
    finally:
        root.handlers[:], root.level = before
    assert len(out.getvalue().splitlines()) == 1
    assert "status=200" in out.getvalue()


def test_a_request_and_its_job_are_told_with_their_names_and_nothing_of_the_user(
    tmp_path: Path, log: io.StringIO
) -> None:
    service = Service(Config(data=tmp_path))
    with TestClient(application(service)) as client:
        headers, session = begun(client)
        words = "how many credits have I, says Rumpelstiltskin"
        asked = client.post(
            "/run_sse", headers={**headers, "X-Request-Id": "mine"}, json=said(session, words)
        )
        assert asked.status_code == 200
        path = f"/api/upload-video/nemo_agent/me/{session}"
        client.post(path, headers=headers, files=[("files", ("secret-name.mp4", b"nothing"))])
        client.get("/no/such/secret-path")
    told = lines(log)
    requests = [line for line in told if line["logger"] == "workprint.access"]
    (asked_line,) = [line for line in requests if line["route"] == "/run_sse"]
    assert asked_line["request"] == "mine"
    assert asked_line["session"] == session
    assert asked_line["run"] == asked.headers["x-run-id"]
    assert asked_line["status"] == 200
    assert asked_line["sent"] == len(asked.content)
    assert {line["route"] for line in requests} >= {"(none)"}
    about_job = [line for line in told if line.get("job") == asked_line["job"] and line is not asked_line]
    assert {line["message"] for line in about_job} >= {"job begins", "job ends"}
    whole = log.getvalue()
    for secret in (headers["Authorization"].split()[1], "Rumpelstiltskin", "secret-name", "secret-path"):
        assert secret not in whole


# Figures


def figure(text: str, name: str, **labels: str) -> float:
    """One figure of a page for Prometheus."""
    for line in text.splitlines():
        found = re.fullmatch(rf"{name}(?:{{(.*)}})? (\S+)", line)
        if found and dict(re.findall(r'(\w+)="([^"]*)"', found[1] or "")) == labels:
            return float(found[2])
    return 0.0


def test_figures_count_what_happens(tmp_path: Path) -> None:
    service = Service(Config(data=tmp_path, lanes={"light": 1}))
    with TestClient(application(service)) as client:
        headers, session = begun(client)
        for text in ("status", "credits"):
            client.post("/run_sse", headers=headers, json=said(session, text))
        for number in range(3):
            client.get(f"/never/{number}")
        text = service.metrics.text().decode()
    route = {"method": "POST", "route": "/run_sse"}
    assert figure(text, "workprint_requests_total", **route, status="200") == 2
    assert figure(text, "workprint_request_seconds_count", **route) == 2
    assert figure(text, "workprint_sent_bytes_total", **route) > 500
    assert figure(text, "workprint_requests_total", method="*", route="(none)", status="404") == 3
    assert figure(text, "workprint_job_seconds_count", kind="turn", end="done") == 2
    assert figure(text, "workprint_jobs", lane="light", state="done") == 2
    assert figure(text, "workprint_workers") == 1
    assert figure(text, "workprint_disk_free_bytes") > 0
    assert figure(text, "workprint_open_streams") == 0


def test_figures_are_not_told_to_everybody(tmp_path: Path) -> None:
    with TestClient(application(Service(Config(data=tmp_path)))) as client:
        assert client.get("/metrics").status_code == 404


# Health


def test_a_server_is_ready_when_all_it_needs_is_there(tmp_path: Path) -> None:
    service = Service(Config(data=tmp_path, min_free=0))
    with TestClient(application(service)) as client:
        assert client.get("/health").json() == {"status": "ok"}
        told = client.get("/ready")
        assert (told.status_code, told.json()["status"]) == (200, "ready")
        service.drain()
        told = client.get("/ready", headers={"Accept-Language": "zh"})
        assert told.status_code == 503
        assert told.json()["checks"]["stopping"] == "服务器正在停止。"
        assert client.get("/health").status_code == 200


def test_a_full_disk_and_a_lost_folder_are_noticed(tmp_path: Path) -> None:
    full = Service(Config(data=tmp_path / "full", min_free=1 << 60))
    wrong = {each.name: each.fault and each.fault.code for each in full.readiness.look()}
    assert wrong == {"database": None, "storage": None, "space": "little_space", "ffmpeg": None}
    lost = Service(Config(data=tmp_path / "lost", min_free=0))
    (tmp_path / "lost").rename(tmp_path / "elsewhere")
    wrong = {each.name: each.fault and each.fault.code for each in lost.readiness.look()}
    assert wrong["storage"] == "not_kept"


# The end of a process


def test_told_to_end_a_server_ends_its_streams_and_then_itself_in_good_order(tmp_path: Path) -> None:
    """Nobody works on the message here, so that its stream is open until the server ends it."""
    with server_process(tmp_path, "--role", "api") as server, httpx.Client(base_url=server.url) as client:
        assert "unmetered" in server.line
        assert str(tmp_path) in server.line
        headers, session = begun(client)
        with client.stream("POST", "/run_sse", headers=headers, json=said(session, "status")) as stream:
            server.process.send_signal(signal.SIGTERM)
            stream.read()
        assert server.ended() == 0
    # What was said is not lost.
    waiting = Service(Config(data=tmp_path))
    assert waiting.queue.counts() == {"queued": 1}


def test_told_twice_a_server_ends_at_once(tmp_path: Path) -> None:
    """A request that never comes to its end holds the server up."""
    with server_process(tmp_path, "--role", "api") as server, httpx.Client(base_url=server.url) as client:
        headers, _ = begun(client)
        host, _, port = server.url.removeprefix("http://").rpartition(":")
        with socket.create_connection((host, int(port))) as half:
            lines = ["POST /run_sse HTTP/1.1", f"Host: {host}", f"Authorization: {headers['Authorization']}"]
            lines += ["Content-Type: application/json", "Content-Length: 100", "", "half"]
            half.sendall("\r\n".join(lines).encode())
            assert client.get("/health").status_code == 200
            server.process.send_signal(signal.SIGINT)
            server.log_until("told to end")
            server.process.send_signal(signal.SIGINT)
            assert server.ended() == 1


def test_a_worker_has_a_small_door_for_its_health_and_ends_in_good_order(tmp_path: Path) -> None:
    with server_process(tmp_path, "--role", "worker", watch_port="0", min_free="0") as server:
        ready = httpx.get(f"{server.url}/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "ready")
        assert httpx.get(f"{server.url}/health").status_code == 200
        until(lambda: figure(httpx.get(f"{server.url}/metrics").text, "workprint_workers") == 1)
        assert httpx.get(f"{server.url}/v1/sessions").status_code == 404
        server.process.send_signal(signal.SIGTERM)
        assert server.ended() == 0


def test_what_is_not_done_in_time_is_given_back_when_the_server_ends(tmp_path: Path) -> None:
    from workprint.store import New

    service = Service(Config(data=tmp_path, lanes={"light": 1}, patience=0))
    at_it = threading.Event()

    def slow(work: Any) -> Any:
        at_it.set()
        work.cancel.wait(30)
        return {}

    service.worker.tasks = {"slow": slow}
    service.start()
    job = service.queue.put(New("slow", {}, "u", lane="light")).id
    assert at_it.wait(30)
    service.stop()
    again = Service(Config(data=tmp_path))
    found = again.queue.get(job)
    assert (found.state, found.attempts) == ("queued", 0)


# Settings


def test_each_setting_says_where_it_is_from(tmp_path: Path) -> None:
    file = tmp_path / "w.toml"
    file.write_text('port = 1\nhost = "a"\nmetered = true\n[plans.free]\nmax_minutes = 2\n', encoding="utf-8")
    environment = {"WORKPRINT_CONFIG": str(file), "WORKPRINT_HOST": "b", "WORKPRINT_ORIGINS": "x, y"}
    config, sources = read_config(None, {"port": 3, "role": None}, environment)
    assert (config.port, config.host, config.metered, config.origins) == (3, "b", True, ("x", "y"))
    told = {name: sources[name] for name in ("port", "host", "metered", "origins", "role", "plans")}
    assert told == {
        "port": "flag", "host": "env", "metered": "file", "origins": "env", "role": "default", "plans": "file",
    }  # fmt: skip


def test_shown_settings_are_a_file_that_says_the_same_and_no_secret(tmp_path: Path) -> None:
    config = Config(
        data=tmp_path / 'a "b"', origins=("https://a.example",), lanes={"light": 2}, secret="s" * 40,
        storage_options={"endpoint": "http://x", "aws_secret_access_key": "geheim"},
        plans={"free": {"max_minutes": 2}},
    )  # fmt: skip
    shown = config.shown({"origins": "env"})
    assert "geheim" not in shown
    assert "s" * 40 not in shown
    assert 'origins = ["https://a.example"]  # env' in shown
    file = tmp_path / "again.toml"
    file.write_text(shown, encoding="utf-8")
    again = load_config(file, {"secret": "s" * 40, "storage_options": config.storage_options}, {})
    assert again == config


WRONG = [
    ({"WORKPRINT_PORT": "no"}, "port", "port"),
    ({"WORKPRINT_DATABASE": "mysql://u:geheim@h/x"}, "postgresql://", "postgresql://"),
    ({"WORKPRINT_PLANS": "{"}, "WORKPRINT_PLANS", "WORKPRINT_PLANS"),
    ({"WORKPRINT_CONFIG": "/no/such.toml"}, "/no/such.toml", "/no/such.toml"),
    ({"WORKPRINT_DATABASE": "postgresql://u:geheim@127.0.0.1:1/x"}, "cannot be reached", "无法连接"),
]


@pytest.mark.parametrize(("environment", "en", "zh"), WRONG)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_wrong_settings_are_told_in_one_sentence(
    environment: dict[str, str], en: str, zh: str, lang: str, tmp_path: Path
) -> None:
    asked = ["serve", "--check", "--lang", lang, "--data", str(tmp_path)]
    done = CliRunner().invoke(app, asked, env=environment)
    assert done.exit_code == 1
    assert (zh if lang == "zh" else en) in done.stderr
    assert "geheim" not in done.output
    assert "Traceback" not in done.output


def test_a_port_that_is_taken_and_a_folder_that_is_none_are_told(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = CliRunner().invoke(app, ["serve", "--port", port, "--data", str(tmp_path), "--lang", "zh"])
    assert done.exit_code == 1
    assert f"127.0.0.1 的端口 {port} 已被其他程序占用" in done.stderr
    file = tmp_path / "file"
    file.touch()
    done = CliRunner().invoke(app, ["serve", "--check", "--data", str(file), "--lang", "en"])
    assert done.exit_code == 1
    assert str(file) in done.stderr
    assert "Traceback" not in done.output


def test_check_says_of_each_part_whether_it_is_good(tmp_path: Path) -> None:
    asked = ["serve", "--check", "--port", "0", "--data", str(tmp_path), "--lang", "en"]
    good = CliRunner().invoke(app, asked, env={"WORKPRINT_MIN_FREE": "0"})
    assert good.exit_code == 0, good.output
    assert good.stdout.count(": good") == 5
    bad = CliRunner().invoke(app, asked, env={"WORKPRINT_MIN_FREE": str(1 << 60)})
    assert bad.exit_code == 1
    assert "disk space: Only" in bad.stdout


def test_two_servers_may_use_one_data_folder(tmp_path: Path) -> None:
    """Each job is done by one of them, and what one writes the other sees."""
    with TestClient(application(Service(Config(data=tmp_path)))) as one:
        headers, session = begun(one)
        with TestClient(application(Service(Config(data=tmp_path)))) as two:
            for client in (one, two, one):
                told = client.post("/run_sse", headers=headers, json=said(session, "status"))
                assert told.text.count("turnComplete") == 1
    assert Service(Config(data=tmp_path)).queue.counts() == {"done": 3}
