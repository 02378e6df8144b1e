"""One render by one worker and by two, each a process on one core of its own: the time as a ratio.

    python benchmarks/two_workers.py
    python benchmarks/two_workers.py --seconds 120 --size 1280x720

An API and the workers are processes of their own, each with its own data folder, over Postgres (where it is
installed; else over one SQLite file) and a shared store: pieces go from one to the other through it. Where the
machine has other work to do the time says little: the CPU seconds of the busier worker are then nearer to what
two free cores would need.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from postgres import Cluster, free_port, programs, until  # noqa: E402
from workprint.ffmpeg import binary  # noqa: E402

SKILL = {
    "X-Skill-Source": "bench",
    "X-Skill-Version": "1",
    "X-Skill-Platform": "test",
    "X-Client-Id": "bench",
}
SECONDS = 40
"""Of the film, unless told otherwise: four pieces, as pieces are about ten seconds long."""
SIZE = "640x360"
PROGRAM = "from workprint.doors.cli import main; main()"


class Site:
    """An API and some workers, one core each."""

    def __init__(self, folder: Path, cluster: Cluster | None, workers: int) -> None:
        self.folder = folder
        (folder / "store").mkdir(parents=True)
        port = free_port()
        self.children: list[subprocess.Popen[bytes]] = []
        env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "WORKPRINT_LANES": "light=2,cpu=1"}
        env["WORKPRINT_STORAGE"] = f"file://{folder / 'store'}"
        if cluster is not None:
            env["WORKPRINT_DATABASE"] = cluster.fresh()
        self.client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers=SKILL, timeout=600, trust_env=False
        )
        for number, role in enumerate(["api", *["worker"] * workers]):
            data = folder / (f"data{number}" if cluster is not None else "data")
            line = [sys.executable, "-c", PROGRAM, "serve", "--role", role, "--port", str(port)]
            core = str(max(0, number - 1) % (os.cpu_count() or 1))
            self.children.append(
                subprocess.Popen(
                    ["taskset", "-c", core, *line, "--data", str(data)],
                    env=env,
                    stdout=open(folder / f"log{number}", "wb"),  # noqa: SIM115
                    stderr=subprocess.STDOUT,
                )
            )
            if not number:
                until(self.answers, 120)

    def answers(self) -> bool:
        try:
            return bool(self.client.get("/api/credits/balance/simple").status_code)
        except httpx.TransportError:
            return False

    def ready(self, clip: Path) -> str:
        """A session with a clip in it."""
        if "Authorization" not in self.client.headers:
            token = self.client.post("/api/auth/anonymous-token").json()["token"]
            self.client.headers["Authorization"] = f"Bearer {token}"
        begun = self.client.post("/api/tasks/me/with-session/nemo_agent", json={"language": "en"})
        session: str = begun.json()["session_id"]
        path = f"/api/upload-video/nemo_agent/me/{session}"
        sent = self.client.post(path, files=[("files", (clip.name, clip.read_bytes()))])
        assert sent.status_code == 200, sent.text
        body = {"app_name": "nemo_agent", "session_id": session}
        said = {"new_message": {"parts": [{"text": "make it black and white"}]}}
        self.client.post("/run_sse", json={**body, **said})
        return session

    def rendered(self, session: str, name: str) -> dict[str, Any]:
        """The seconds of a render, and until its first progress."""
        began = time.perf_counter()
        body = {"id": name, "sessionId": session, "output": {"format": "mp4", "quality": "draft"}}
        sent = self.client.post("/api/render/proxy/lambda", json=body)
        assert sent.status_code == 200, sent.text
        first, seen = 0.0, []
        while True:
            told = self.client.get(f"/api/render/proxy/lambda/{name}").json()
            seen.append(told["progress"])
            first = first or (time.perf_counter() - began if told["progress"] else 0.0)
            if told["status"] == "completed":
                break
            assert told["status"] != "failed", told
            time.sleep(0.1)
        assert seen == sorted(seen), "progress went back"
        return {
            "seconds": round(time.perf_counter() - began, 2),
            "first progress after": round(first, 2),
            "size": told["output"]["size"],
        }

    def stop(self) -> list[float]:
        """End all; the CPU seconds of each worker, with those of its FFmpegs."""
        for child in self.children:
            child.terminate()
        used = []
        for child in self.children:
            _, status, of_it = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            used.append(round(of_it.ru_utime + of_it.ru_stime, 2))
        return used[1:]


def recording(
    folder: Path, seconds: int = SECONDS, hue: int = 0, name: str = "talk", size: str = SIZE
) -> Path:
    path = folder / f"{name}.mp4"
    picture = f"testsrc2=size={size}:rate=30:duration={seconds},hue=h={hue * 7}"
    sound = f"sine=frequency=300:duration={seconds}"
    line = [binary(), "-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound]
    subprocess.run([*line, "-preset", "ultrafast", "-shortest", str(path)], check=True)
    return path


def trial(folder: Path, cluster: Cluster | None, workers: int, clip: Path) -> dict[str, Any]:
    site = Site(folder / f"site{workers}", cluster, workers)
    try:
        told = site.rendered(site.ready(clip), f"film-{workers}")
    finally:
        used = site.stop()
    return {**told, "CPU seconds": used}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long the film is")
    parser.add_argument("--size", default=SIZE, help="of the picture")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="workprint-two-"))
    cluster = Cluster() if programs() is not None else None
    try:
        clip = recording(folder, given.seconds, size=given.size)
        told: dict[str, Any] = {"seconds of film": given.seconds, "load before": os.getloadavg()[0]}
        for workers in (1, 2):
            told[f"{workers} workers"] = trial(folder, cluster, workers, clip)
        one, two = told["1 workers"], told["2 workers"]
        told["two against one"] = {
            "time": round(two["seconds"] / one["seconds"], 2),
            "CPU of the busier": round(max(two["CPU seconds"]) / one["CPU seconds"][0], 2),
        }
        print(json.dumps(told, indent=1))
    finally:
        if cluster is not None:
            cluster.remove()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
