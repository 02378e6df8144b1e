"""Where Workprint keeps what it knows: one data folder per user."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def home() -> Path:
    """The data folder: `WORKPRINT_HOME`, else the platform's place for an application's data."""
    chosen = os.environ.get("WORKPRINT_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "workprint"
