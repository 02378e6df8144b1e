"""Links that open by themselves, for a while: signed, so that nobody can make one or change it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from .config import Config
from .file_faults import LinkExpired, LinkWrong

FILE = "link-secret"
"""Where the secret lies in the data folder, where the configuration names none."""
MEDIA, RENDER = "file", "render"
"""What a link can lead to: a file that was sent, the film of an export."""
SHORTEST = 32
"""Bytes of a secret; a file with less is no secret."""


class Links:
    """Signs links with one secret. A link names one thing, by a kind and an id, and the moment when it
    ends; whoever has it can fetch that thing until then, and nothing else."""

    def __init__(self, secret: bytes, seconds: float, clock: Callable[[], float] = time.time) -> None:
        self._key = hmac.digest(secret, b"workprint links 1", "sha256")
        self.seconds = seconds
        self.clock = clock

    def sign(self, path: str, kind: str, name: str) -> str:
        """The path as a link to a thing."""
        expires = int(self.clock() + self.seconds)
        query = {"key": name, "expires": expires, "signature": self._signature(kind, name, expires)}
        return f"{path}?{urlencode(query)}"

    def check(self, kind: str, name: str, expires: str, signature: str) -> None:
        """Raises `LinkWrong` for a link that was not made here or not for this thing, `LinkExpired` for
        one whose time is over."""
        if not (expires.isascii() and expires.isdigit() and len(expires) < 16):
            raise LinkWrong()
        right = self._signature(kind, name, int(expires))
        if not hmac.compare_digest(right.encode(), signature.encode("utf-8", "replace")):
            raise LinkWrong()
        if int(expires) < self.clock():
            raise LinkExpired()

    def _signature(self, kind: str, name: str, expires: int) -> str:
        said = b"\0".join(part.encode("utf-8", "surrogatepass") for part in (kind, name, str(expires)))
        signed = hmac.digest(self._key, said, hashlib.sha256)
        return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()


def links_of(config: Config) -> Links:
    """The links of a server: by the secret of its configuration, or by one made once and kept in the
    data folder, for nobody else to read."""
    told = config.secret.get_secret_value() if config.secret else ""
    secret = told.encode() if told else _kept(config.data / FILE)
    return Links(secret, config.link_hours * 3600)


def _kept(path: Path) -> bytes:
    """The secret in a file, made if there is none. Of several processes that make it at once one wins."""
    if not path.is_file():
        made = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_hex(SHORTEST).encode())
                file.flush()
                os.fsync(file.fileno())
            _placed(made, path)
        finally:
            made.unlink(missing_ok=True)
    secret = path.read_bytes().strip()
    if len(secret) >= SHORTEST:
        return secret
    path.unlink(missing_ok=True)
    return _kept(path)


def _placed(made: Path, path: Path) -> None:
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    except OSError:
        # A file system without hard links.
        os.replace(made, path)
