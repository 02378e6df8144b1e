"""Tracks of kinds that this version does not know: kept, but not rendered."""

from __future__ import annotations

from workprint.base import Fault
from workprint.model import Timeline

from . import parts
from .write import UNKNOWN_TRACKS


class UnknownTrackKind(Fault):
    code = "unknown_track_kind"
    en = "Nothing here can be rendered: track type {kinds} is not known to this Workprint, which has {known}."
    zh = "没有可渲染的内容：当前 Workprint 不认识轨道类型 {kinds}，已知类型为 {known}。"


def unknown_kinds(timeline: Timeline) -> UnknownTrackKind | None:
    """What to tell whoever renders a timeline that has nothing but tracks of unknown kinds."""
    others = timeline.metadata.get(UNKNOWN_TRACKS, ())
    if timeline.duration or not others:
        return None
    kinds = sorted({raw["tt"] for _, raw in others})
    known = ", ".join(f"{number} ({kind})" for number, kind in parts.TRACK_TYPES.items())
    return UnknownTrackKind(kinds=", ".join(map(str, kinds)), known=known)
