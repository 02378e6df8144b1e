"""The HTTP door."""

from .app import application

__all__ = ["application"]
