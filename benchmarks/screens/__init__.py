"""Screen recordings that are made, so that all that happens in them is known."""

from .record import Look, Truth, look, make

__all__ = ["Look", "Truth", "look", "make"]
