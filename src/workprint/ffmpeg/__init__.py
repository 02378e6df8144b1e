"""The one place that writes FFmpeg command lines and runs FFmpeg."""

from .binary import Capabilities, FFmpegLacks, NoFFmpeg, binary, capabilities, require
from .emit import Command, MadeValues, command, escape
from .run import Cancelled, FFmpegFailed, TimedOut, input_args, run, stream

__all__ = [
    "Cancelled",
    "Capabilities",
    "Command",
    "FFmpegFailed",
    "FFmpegLacks",
    "MadeValues",
    "NoFFmpeg",
    "TimedOut",
    "binary",
    "capabilities",
    "command",
    "escape",
    "input_args",
    "require",
    "run",
    "stream",
]
