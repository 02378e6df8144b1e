"""Kills the processes of a server at random while it takes in files, edits and renders, starts them again,
and counts what was lost and what was done twice.

    python benchmarks/kills.py --kills 100
    python benchmarks/kills.py --kills 100 --postgres     # an API and three workers, each with its own folder

Killed (kill -9) are the server, a worker, and the FFmpegs under them. It ends with code 1 when a job was
lost, a finished step or piece was made again, an FFmpeg was left over, or a half-written file is in use.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from postgres import Cluster, free_port  # noqa: E402
from workprint.base import file_digest  # noqa: E402
from workprint.ffmpeg import binary  # noqa: E402
from workprint.store import Database  # noqa: E402

SAID = ("add a vignette", "make it black and white", "cut from 0:02 to 0:03", "blur it a little")
SKILL = {"X-Skill-Source": "kills", "X-Skill-Version": "1", "X-Skill-Platform": "test"}


def recording_server(log: Path, args: list[str]) -> None:
    """`workprint` as it is, but that it notes when a step or a piece is begun, and when a piece is there."""
    from workprint.doors.cli import main

    render, work = import_module("workprint.jobs.render"), import_module("workprint.jobs.work")
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def note(what: str, *names: str) -> None:
        os.write(handle, (json.dumps([time.time(), what, *names]) + "\n").encode())

    plain_step, plain_run, plain_kept = work.Work.step, render._Render._run, render._Render._kept

    def step(self: Any, name: str, do: Callable[[], Any]) -> Any:
        def doing() -> Any:
            note("step", self.job.id, name)
            return do()

        return plain_step(self, name, doing)

    def run(self: Any, segment: Any, *more: Any) -> str:
        note("piece", segment.key)
        return plain_run(self, segment, *more)

    def kept(self: Any, segment: Any, *more: Any) -> Any:
        found = plain_kept(self, segment, *more)
        note("there", segment.key)
        return found

    work.Work.step, render._Render._run, render._Render._kept = step, run, kept
    sys.argv = ["workprint", *args]
    main()


@dataclass
class Node:
    """A process of the server, started again whenever it has ended."""

    name: str
    args: list[str]
    env: dict[str, str]
    log: Path
    child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        line = [sys.executable, __file__, "--serve", str(self.log), *self.args]
        with open(self.log.with_name(f"{self.name}.log"), "ab") as out:
            self.child = subprocess.Popen(line, env={**os.environ, **self.env}, stdout=out, stderr=out)

    def kill(self) -> None:
        assert self.child
        self.child.kill()
        self.child.wait()

    def stop(self) -> None:
        assert self.child
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


@dataclass
class Site:
    """A server of one or of several processes, and what is sent to it."""

    folder: Path
    cluster: Cluster | None = None
    nodes: list[Node] = field(default_factory=list)
    exports: list[tuple[str, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    clips: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "steps.log"
        env = {"PYTHONPATH": str(ROOT / "src"), "WORKPRINT_REQUESTS_PER_MINUTE": "100000"}
        self.address: Path | str = self.folder / "data" / "workprint.db"
        shared = self.cluster is None
        if self.cluster is not None:
            (self.folder / "store").mkdir()
            self.address = self.cluster.fresh()
            env |= {
                "WORKPRINT_DATABASE": self.address,
                "WORKPRINT_STORAGE": f"file://{self.folder / 'store'}",
            }
        roles = ["all", "worker"] if shared else ["api", "worker", "worker", "worker"]
        for number, role in enumerate(roles):
            data = self.folder / ("data" if shared else f"data{number}")
            args = ["serve", "--role", role, "--data", str(data), "--port", str(self.port)]
            self.nodes.append(Node(f"{role}{number}", args, env, self.log))

    def start(self) -> None:
        """Start all, the one that answers first: it makes the database."""
        self.nodes[0].start()
        self.answers()
        for node in self.nodes[1:]:
            node.start()

    def answers(self) -> None:
        with httpx.Client(trust_env=False) as client:
            while True:
                with suppress(httpx.TransportError):
                    client.get(self.base + "/api/credits/balance/simple")
                    return
                child = self.nodes[0].child
                assert child is not None
                assert child.poll() is None, f"it does not start: {self.folder}"
                time.sleep(0.05)

    @property
    def children(self) -> list[int]:
        """The FFmpegs that work in the folders of this server."""
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                line = place.read_bytes().split(b"\0")
                working = b"ffmpeg" in line[0] and str(self.folder).encode() in b" ".join(line)
                if working and place.parent.joinpath("stat").read_text().rsplit(") ")[1][0] != "Z":
                    found.append(int(place.parent.name))
        return found


class Customer:
    """One who sends files, says things and has films written, over and over."""

    def __init__(self, site: Site, number: int) -> None:
        self.site = site
        self.chance = random.Random(number)
        self.client = httpx.Client(base_url=site.base, headers=SKILL, timeout=120, trust_env=False)
        made = self.asked("POST", "/api/auth/anonymous-token", headers={"X-Client-Id": f"c{number}"})
        self.client.headers["Authorization"] = "Bearer " + made.json()["token"]
        self.number = number

    def asked(self, method: str, path: str, **more: Any) -> httpx.Response:
        """An answer, however often the server has to be asked for it."""
        while True:
            try:
                found = self.client.request(method, path, **more)
            except httpx.TransportError:
                time.sleep(0.1)
                continue
            if found.status_code not in (429, 503):
                assert found.status_code == 200, found.text
                return found
            time.sleep(0.5)

    def round(self) -> None:
        path = "/api/tasks/me/with-session/nemo_agent"
        session = self.asked("POST", path, json={"language": "en"}).json()["session_id"]
        clip = self.chance.choice(self.site.clips)
        data = clip.read_bytes()
        self.asked("POST", f"/api/upload-video/nemo_agent/me/{session}", files=[("files", (clip.name, data))])
        self.say(session, self.chance.choice(SAID))
        name = f"film-{session}"
        body = {"id": name, "sessionId": session, "output": {"format": "mp4", "quality": "draft"}}
        self.asked("POST", "/api/render/proxy/lambda", json=body)
        self.site.exports.append((session, name))
        while True:
            told = self.asked("GET", f"/api/render/proxy/lambda/{name}").json()
            if told["status"] in ("completed", "failed"):
                return
            time.sleep(0.2)

    def say(self, session: str, words: str) -> None:
        """Said once; where the answer broke off it is looked at what became of it."""
        body = {"app_name": "nemo_agent", "session_id": session, "new_message": {"parts": [{"text": words}]}}
        database = Database(self.site.address)
        mine = text("SELECT state FROM runs WHERE session = :s").bindparams(s=session)
        while not database.rows(mine):
            with suppress(httpx.TransportError), self.client.stream("POST", "/run_sse", json=body) as lines:
                assert lines.status_code == 200, lines.read()
                for _ in lines.iter_lines():
                    pass
        while database.rows(mine)[0]["state"] in ("waiting", "running"):
            time.sleep(0.1)
        database.close()

    def work(self) -> None:
        while not self.site.over.is_set():
            self.round()


def clip(path: Path, seconds: int, seed: int) -> Path:
    """A recording with a moving picture and a tone."""
    picture = f"testsrc2=size=640x360:rate=25:duration={seconds},hue=h={seed * 40}"
    sound = f"sine=frequency={200 + seed * 50}:duration={seconds}"
    line = [binary(), "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound]
    subprocess.run([*line, "-preset", "ultrafast", "-shortest", str(path)], check=True)
    return path


def killing(site: Site, kills: int, chance: random.Random, slowest: float) -> Counter[str]:
    """Kill something now and then, and start again what is gone."""
    done: Counter[str] = Counter()
    while sum(done.values()) < kills:
        time.sleep(chance.uniform(0.05, slowest))
        children = site.children
        node = chance.choice([None, *site.nodes])
        if node is None and children:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(children), signal.SIGKILL)
                done["ffmpeg"] += 1
        elif node is not None:
            node.kill()
            done[node.args[2]] += 1
            node.start()
            if node is site.nodes[0]:
                site.answers()
    return done


def strays(site: Site) -> list[str]:
    """FFmpegs that outlived the processes that had started them."""
    time.sleep(1.0)
    return [str(each) for each in site.children]


def counted(site: Site) -> dict[str, Any]:
    """What was lost and what was done twice."""
    database = Database(site.address)
    jobs = database.rows(text("SELECT id, kind, state, error FROM jobs"))
    lost = [f"{row['kind']} {row['state']} {row['error']}" for row in jobs if row["state"] != "done"]
    kept = {(row["job"], row["name"]): row["created"] for row in database.rows(text("SELECT * FROM steps"))}
    there: dict[str, float] = {}
    begun, again_steps, again_pieces = Counter[str](), 0, 0
    lines = [json.loads(line) for line in site.log.read_text().splitlines()]
    for at, what, *names in sorted(lines):
        begun[what] += 1
        if what == "step":
            again_steps += at > kept.get((names[0], names[1]), at)
        elif what == "there":
            there.setdefault(names[0], at)
        else:
            again_pieces += at > there.get(names[0], at)
    many = "SELECT count(*) AS many FROM revisions GROUP BY session"
    ends = "SELECT count(*) AS many FROM events WHERE body LIKE '%turnComplete%' GROUP BY run"
    # An empty film, the file, the edit.
    revisions = Counter(row["many"] for row in database.rows(text(many)))
    told = Counter(row["many"] for row in database.rows(text(ends)))
    runs = database.rows(text("SELECT count(*) AS many FROM runs"))[0]["many"]
    hashes = {
        row["id"]: row["hash"]
        for row in database.rows(text("SELECT id, hash FROM exports"))
    }  # fmt: skip
    database.close()
    return {
        "jobs": dict(Counter(row["kind"] for row in jobs)),
        "lost": lost,
        "steps begun": begun["step"], "finished steps begun again": again_steps,
        "pieces begun": begun["piece"], "finished pieces begun again": again_pieces,
        "films changed twice by one message": sum(n for many, n in revisions.items() if many > 3),
        "messages answered twice": sum(n for many, n in told.items() if many > 1),
        "messages not answered": runs - told.total(),
        "exports lost": [name for _, name in site.exports if not hashes.get(name)],
        "films that are damaged": damaged(site, hashes),
        "half-written files in use": in_use(site),
    }  # fmt: skip


def damaged(site: Site, hashes: dict[str, str]) -> list[str]:
    """Finished films that are not what was noted, or that break a strict decode."""
    found = []
    for name, sha256 in hashes.items():
        files = [path for path in site.folder.rglob(f"{sha256}.mp4") if "renders" in path.parts]
        whole = bool(files) and all(file_digest(path) == sha256 for path in files)
        line = [binary(), "-v", "error", "-xerror", "-i", str(files[0]) if files else "", "-f", "null", "-"]
        if not whole or subprocess.run(line, capture_output=True, check=False).returncode:
            found.append(name)
    return found


def in_use(site: Site) -> list[str]:
    """Files under a final name whose content is not what the name or the note beside them says."""
    wrong = []
    for path in [*site.folder.rglob("media/??/*"), *site.folder.rglob("renders/??/*")]:
        if not path.name.startswith(".part-") and file_digest(path) != path.stem:
            wrong.append(str(path))
    for note in site.folder.rglob("pieces/??/*.json"):
        told = json.loads(note.read_text(encoding="utf-8"))
        pieces = [path for path in note.parent.glob(note.stem + ".*") if path != note]
        wrong += [str(path) for path in pieces if file_digest(path) != told["sha256"]]
    return wrong


BAD = (
    "lost", "finished steps begun again", "finished pieces begun again", "films changed twice by one message",
    "messages answered twice", "messages not answered", "exports lost", "films that are damaged",
    "half-written files in use", "ffmpegs left over",
)  # fmt: skip


def trial(folder: Path, kills: int, seed: int, postgres: bool = False, customers: int = 2, slowest: float = 1.5) -> dict[str, Any]:  # fmt: skip
    """One run; its counts. What `BAD` names should be nothing."""
    cluster = Cluster() if postgres else None
    site = Site(folder, cluster)
    site.clips = [clip(folder / f"clip{number}.mp4", 8 + 2 * number, number) for number in range(3)]
    began = time.monotonic()
    try:
        site.start()
        threads = [
            threading.Thread(target=Customer(site, number).work, daemon=True) for number in range(customers)
        ]
        for thread in threads:
            thread.start()
        done = killing(site, kills, random.Random(seed), slowest)
        site.over.set()
        for thread in threads:
            thread.join(300)
            assert not thread.is_alive(), "a film was not finished"
        for node in site.nodes[1:]:
            node.stop()
        site.nodes[0].stop()
        left = strays(site)
        return {
            "kills": dict(done), "seconds": round(time.monotonic() - began), **counted(site),
            "ffmpegs left over": left,
        }  # fmt: skip
    finally:
        for node in site.nodes:
            if node.child is not None and node.child.poll() is None:
                node.kill()
        if cluster is not None:
            cluster.remove()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="an API and three workers over Postgres")
    parser.add_argument("--keep", action="store_true", help="leave the folder there")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="workprint-kills-"))
    found = trial(folder, given.kills, given.seed, given.postgres)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    if given.keep:
        print(folder)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(any(found[name] for name in BAD))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        recording_server(Path(sys.argv[2]), sys.argv[3:])
    else:
        main()
