"""Texts in both languages."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "zh")
Lang = str
Text = Mapping[str, str]
"""One text per language: {"en": "Vignette", "zh": "暗角"}."""
