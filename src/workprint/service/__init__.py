"""A server for many: users, sessions, messages, files and exports, over the studio and the queue."""

from .accounts import Token
from .config import BadConfig, Caller, Config, load_config
from .exports import Export
from .faults import ACCEPTED, BadRequest, BadToken, NoClientId, NotAttributed, NothingHere, WireFault
from .projects import Project
from .runs import Event, Run, Runs
from .service import Service
from .uploads import Upload

__all__ = [
    "ACCEPTED",
    "BadConfig",
    "BadRequest",
    "BadToken",
    "Caller",
    "Config",
    "Event",
    "Export",
    "NoClientId",
    "NotAttributed",
    "NothingHere",
    "Project",
    "Run",
    "Runs",
    "Service",
    "Token",
    "Upload",
    "WireFault",
    "load_config",
]
