"""Workprint: a video editor that one talks to."""

import os

# The linear algebra of NumPy and OpenCV takes its threads down whenever anything forks, and hangs if one of them
# is at work then. It is asked for little, often from several threads, beside FFmpegs that are started: no threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


__version__ = "0.1.0"
