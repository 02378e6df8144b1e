"""Shared by all tests: modules of test material lie beside the tests."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

# The fixture of a Postgres server; its module is found only from here on.
from postgres import cluster as cluster

# How long an example takes says more of the machine than of the program, and a test that is not the same
# the next time cannot be looked into. What draws more by command says so itself.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _unconfined() -> Iterator[None]:
    """A server of one test confines the programs of its process, not those of the tests after it."""
    from workprint.ffmpeg import sandbox

    yield
    sandbox("off")
