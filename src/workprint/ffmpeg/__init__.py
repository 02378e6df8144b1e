"""The one place that writes FFmpeg command lines and runs FFmpeg."""

from .binary import Capabilities, FFmpegLacks, NoFFmpeg, binary, capabilities, require
from .copying import (
    LEAST,
    OWN_ID,
    REASONS,
    Holding,
    NotCopied,
    Output,
    Part,
    Piece,
    Reason,
    copied_piece,
    copyable,
    divided,
    holding,
    short,
    with_own_id,
)
from .emit import Command, MadeValues, command, escape
from .encoders import FAMILIES, Found, Hardware, detected, hardware_named
from .join import PiecesDiffer, join
from .packets import PacketIndex, PacketsUnread, index_packets
from .proof import How, NotProven, Proof, prove
from .run import Cancelled, FFmpegFailed, Spent, TimedOut, input_args, measured, run, stream
from .sequence import BT709, Colour
from .splice import splice
from .trial import Trial, forget, tried, unfit
from .witness import proven_piece

__all__ = [
    "BT709",
    "FAMILIES",
    "LEAST",
    "OWN_ID",
    "REASONS",
    "Cancelled",
    "Capabilities",
    "Colour",
    "Command",
    "FFmpegFailed",
    "FFmpegLacks",
    "Found",
    "Hardware",
    "Holding",
    "How",
    "MadeValues",
    "NoFFmpeg",
    "NotCopied",
    "NotProven",
    "Output",
    "PacketIndex",
    "PacketsUnread",
    "Part",
    "Piece",
    "PiecesDiffer",
    "Proof",
    "Reason",
    "Spent",
    "TimedOut",
    "Trial",
    "binary",
    "capabilities",
    "command",
    "copied_piece",
    "copyable",
    "detected",
    "divided",
    "escape",
    "forget",
    "hardware_named",
    "holding",
    "index_packets",
    "input_args",
    "join",
    "measured",
    "prove",
    "proven_piece",
    "require",
    "run",
    "short",
    "splice",
    "stream",
    "tried",
    "unfit",
    "with_own_id",
]
