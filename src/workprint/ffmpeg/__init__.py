"""The one place that writes FFmpeg command lines and runs FFmpeg."""

from .binary import Capabilities, FFmpegLacks, NoFFmpeg, binary, capabilities, require
from .emit import Command, MadeValues, command, escape
from .join import PiecesDiffer, join
from .run import Cancelled, FFmpegFailed, TimedOut, input_args, run, stream

__all__ = [
    "Cancelled",
    "Capabilities",
    "Command",
    "FFmpegFailed",
    "FFmpegLacks",
    "MadeValues",
    "NoFFmpeg",
    "PiecesDiffer",
    "TimedOut",
    "binary",
    "capabilities",
    "command",
    "escape",
    "input_args",
    "join",
    "require",
    "run",
    "stream",
]
