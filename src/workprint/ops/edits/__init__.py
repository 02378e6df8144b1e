"""Edits: timeline in, timeline out."""
