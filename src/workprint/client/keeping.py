"""What the client keeps between its runs, for nobody else to read: its id, tokens, sessions, exports."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

EXPORTS = 20
"""How many exports of a session are remembered."""


def config_folder() -> Path:
    """The user's folder for this: `WORKPRINT_CLIENT`, else the platform's place for settings."""
    chosen = os.environ.get("WORKPRINT_CLIENT")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "workprint"


class Kept:
    """One file per kind of thing in a folder that only its owner enters. What is kept of one service is
    never told to another: everything but the id of the client stands under an address."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or config_folder()

    def client_id(self) -> str:
        """The id of this client: `NEMO_CLIENT_ID`, else the one made here once."""
        chosen = os.environ.get("NEMO_CLIENT_ID", "").strip()
        if chosen:
            return chosen
        path = self.folder / "client_id"
        with contextlib.suppress(OSError):
            found = path.read_text(encoding="utf-8").strip()
            if found:
                return found
        return self.new_client_id()

    def new_client_id(self) -> str:
        """A new id, kept from now on."""
        made = str(uuid.uuid4())
        self._write("client_id", made + "\n")
        return made

    def of(self, base: str) -> dict[str, Any]:
        """What is kept of a service: `token`, `user_id`, `expires_at`, `session`."""
        found = self._all().get(base)
        return dict(found) if isinstance(found, dict) else {}

    def keep(self, base: str, **values: Any) -> None:
        """Keep these values of a service; None forgets one."""
        everything = self._all()
        here = {**self.of(base), **values}
        everything[base] = {name: value for name, value in here.items() if value is not None}
        self._write("services.json", json.dumps(everything, ensure_ascii=False, indent=1) + "\n")

    def exported(self, base: str, session: str, name: str) -> None:
        """Remember an export, so that it is found again by who has only the session."""
        exports = dict(self.of(base).get("exports") or {})
        before = [each for each in exports.pop(session, []) if each != name]
        exports[session] = [*before, name][-EXPORTS:]
        self.keep(base, exports=dict(list(exports.items())[-EXPORTS:]))

    def exports(self, base: str, session: str) -> list[str]:
        """The ids of a session's exports, oldest first."""
        return [str(each) for each in (self.of(base).get("exports") or {}).get(session, [])]

    def _all(self) -> dict[str, Any]:
        try:
            found = json.loads((self.folder / "services.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, name: str, text: str) -> None:
        """Write a file whole, so that only its owner reads it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f".{name}-{secrets.token_hex(4)}", dir=self.folder)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.chmod(part, 0o600)
            os.replace(part, self.folder / name)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
