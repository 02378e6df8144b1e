"""Shared by all tests: modules of test material lie beside the tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

# The fixture of a Postgres server; its module is found only from here on.
from postgres import cluster as cluster
