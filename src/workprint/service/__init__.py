"""A server for many: users, sessions, messages, files and exports, over the studio and the queue."""

from workprint.store import Revision

from .accounts import Token
from .config import BadConfig, Caller, Config, load_config
from .exports import Export
from .faults import (
    ACCEPTED,
    BadRequest,
    BadToken,
    BodyTooLarge,
    NoClientId,
    NoRevision,
    NotAllowed,
    NotAttributed,
    NotForClaims,
    NothingHere,
    NotJsonBody,
    SessionUnknown,
    Unexpected,
    WireFault,
)
from .projects import Project, own_session
from .runs import Event, Run, Runs
from .service import Service
from .state import public
from .uploads import Upload

__all__ = [
    "ACCEPTED",
    "BadConfig",
    "BadRequest",
    "BadToken",
    "BodyTooLarge",
    "Caller",
    "Config",
    "Event",
    "Export",
    "NoClientId",
    "NoRevision",
    "NotAllowed",
    "NotAttributed",
    "NotForClaims",
    "NotJsonBody",
    "NothingHere",
    "Project",
    "Revision",
    "Run",
    "Runs",
    "Service",
    "SessionUnknown",
    "Token",
    "Unexpected",
    "Upload",
    "WireFault",
    "load_config",
    "own_session",
    "public",
]
