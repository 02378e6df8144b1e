"""Shared by all tests: modules of test material lie beside the tests."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

# The fixture of a Postgres server; its module is found only from here on.
from postgres import cluster as cluster


@pytest.fixture(autouse=True)
def _unconfined() -> Iterator[None]:
    """A server of one test confines the programs of its process, not those of the tests after it."""
    from workprint.ffmpeg import sandbox

    yield
    sandbox("off")
