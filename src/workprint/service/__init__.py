"""A server for many: users, sessions, messages, files and exports, over the studio and the queue."""

from workprint.store import Job, Revision

from .accounts import Token
from .backup import back_up, restore
from .config import BadConfig, Caller, Config, load_config, read_config, toml
from .desk import told as revision_told
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
    UnknownHost,
    WireFault,
)
from .file_faults import (
    DiskIsFull,
    LinkExpired,
    RangeNotThere,
    SendsTooMuch,
    UploadBusy,
    WrongOffset,
)
from .guarded import hidden
from .logs import about, anew, note, set_up
from .metrics import CONTENT_TYPE
from .pieces import Piece
from .projects import Project, own_session
from .readiness import NAMES, Found, Readiness
from .runs import Event, News, Run, Runs
from .service import Service
from .state import public
from .telling import deltas, progress
from .uploads import Upload, room

__all__ = [
    "ACCEPTED",
    "CONTENT_TYPE",
    "NAMES",
    "BadConfig",
    "BadRequest",
    "BadToken",
    "BodyTooLarge",
    "Caller",
    "Config",
    "DiskIsFull",
    "Event",
    "Export",
    "Found",
    "Job",
    "LinkExpired",
    "News",
    "NoClientId",
    "NoRevision",
    "NotAllowed",
    "NotAttributed",
    "NotForClaims",
    "NotJsonBody",
    "NothingHere",
    "Piece",
    "Project",
    "RangeNotThere",
    "Readiness",
    "Revision",
    "Run",
    "Runs",
    "SendsTooMuch",
    "Service",
    "SessionUnknown",
    "Token",
    "Unexpected",
    "UnknownHost",
    "Upload",
    "UploadBusy",
    "WireFault",
    "WrongOffset",
    "about",
    "anew",
    "back_up",
    "deltas",
    "hidden",
    "load_config",
    "note",
    "own_session",
    "progress",
    "public",
    "read_config",
    "restore",
    "revision_told",
    "room",
    "set_up",
    "toml",
]
