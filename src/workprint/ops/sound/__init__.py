"""Audio effects."""
