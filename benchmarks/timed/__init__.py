"""The parts of `benchmarks/engine.py`: footage, edits, the same edits by hand and by others, checks, the table."""
