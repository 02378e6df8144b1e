"""Workprint: a video editor that one talks to."""

__version__ = "0.1.0"
