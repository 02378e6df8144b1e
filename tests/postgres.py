"""A Postgres server of one's own, from the system's package, in a folder of its own on a free port."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

WANTED = "needs Postgres: apt-get install postgresql (its programs, no running server)"


def programs() -> Path | None:
    """The folder of the newest Postgres that is installed, if one is."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))
    plain = shutil.which("initdb")
    return Path(found[-1]) if found else Path(plain).parent if plain else None


CLEAR = 'cat; "$1" -D "$2/data" -m immediate -w stop; rm -rf "$2"'
"""What its watcher does once nobody can write to it any more."""


class Cluster:
    """A server that can be stopped and started again. It refuses to run as root, so for root it is run by
    an ordinary user. It goes with the process that made it, even if that is killed: a watcher of its own
    session waits for the end of a pipe that only that process holds."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        folder = programs()
        assert folder is not None
        self.programs = folder
        self.host = host
        self.folder = Path(tempfile.mkdtemp(prefix="workprint-pg-"))
        self.data = self.folder / "data"
        self.port = free_port()
        self.names = count(1)
        self.user: dict[str, Any] = {}
        if os.geteuid() == 0:
            names = [user.pw_name for user in pwd.getpwall()]
            person = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
            os.chown(self.folder, person.pw_uid, person.pw_gid)
            self.user = {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
        self.watcher = subprocess.Popen(
            ["sh", "-c", CLEAR, "sh", str(self.programs / "pg_ctl"), str(self.folder)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd="/", start_new_session=True, **self.user,
        )  # fmt: skip
        self._do("initdb", "-D", str(self.data), "-U", "wp", "-A", "trust", "-N", "--no-locale", "-E", "UTF8")
        self.start()

    def start(self) -> None:
        """Begin to answer; waits until it does."""
        given = f"-c listen_addresses='{self.host}' -p {self.port} -k {self.folder} -c fsync=off -c max_connections=200"
        log = str(self.folder / "log")
        self._do("pg_ctl", "-D", str(self.data), "-l", log, "-o", given, "-w", "-t", "30", "start")

    def stop(self) -> None:
        """End at once, as if it had been killed."""
        self._do("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def fresh(self) -> str:
        """The address of a new, empty database."""
        name = f"wp{next(self.names)}"
        self._do("createdb", "-h", str(self.folder), "-p", str(self.port), "-U", "wp", name)
        return f"postgresql://wp@{self.host}:{self.port}/{name}"

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.watcher.communicate()

    def _do(self, program: str, *args: str) -> None:
        done = subprocess.run(
            [self.programs / program, *args],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            cwd=self.folder, check=False, env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}, **self.user,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def until(what: Any, seconds: float = 30.0) -> Any:
    """Wait until something holds; what it came to."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "this never came to be"
        time.sleep(0.02)
    return found


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server for all tests of a process."""
    if programs() is None:
        pytest.skip(WANTED)
    made = Cluster()
    yield made
    made.remove()
