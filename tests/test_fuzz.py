"""A short run of `benchmarks/fuzz.py`: broken files and drafts are told or refused, and do no harm."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from workprint.adapters import draft
from workprint.ops import check

PLACE = Path(__file__).parents[1] / "benchmarks" / "fuzz.py"


@pytest.fixture(scope="module")
def fuzz() -> Any:
    spec = importlib.util.spec_from_file_location("fuzz", PLACE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_broken_from_is_good(fuzz: Any) -> None:
    assert draft.read(fuzz.good(), check).media


def test_broken_files_and_drafts_do_no_harm(fuzz: Any, tmp_path: Path) -> None:
    tried, found = fuzz.fuzz(5, 7, tmp_path)
    assert tried > 5
    assert found == []


def test_what_harms_is_found(fuzz: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(film: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(fuzz, "check", stumbles)
    assert "ZeroDivisionError" in fuzz.try_draft(fuzz.good())
