"""Transitions between clips."""
