"""A client of the service: what an agent does for its user, over HTTP alone."""

from .calling import LOCAL, Caller
from .client import Answer, Client
from .exporting import Export, Pace
from .faults import (
    ExportBlocked,
    ExportFailed,
    NothingToExport,
    NotReachable,
    OutOfCredits,
    Refused,
    SessionGone,
    StillRendering,
    TooManyRequests,
    Unreadable,
)
from .keeping import Kept, config_folder
from .routing import Route, route
from .telling import difference, summary
from .wording import Worded, plain

__all__ = [
    "LOCAL",
    "Answer",
    "Caller",
    "Client",
    "Export",
    "ExportBlocked",
    "ExportFailed",
    "Kept",
    "NotReachable",
    "NothingToExport",
    "OutOfCredits",
    "Pace",
    "Refused",
    "Route",
    "SessionGone",
    "StillRendering",
    "TooManyRequests",
    "Unreadable",
    "Worded",
    "config_folder",
    "difference",
    "plain",
    "route",
    "summary",
]
