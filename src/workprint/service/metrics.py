"""Figures of a server in the form of Prometheus."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from workprint.base import Fault
from workprint.ffmpeg import Cancelled
from workprint.jobs import Task, Work
from workprint.store import Job, Queue

from .logs import about

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ANSWERS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 900)
_WORK = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600)
_SPEED = (0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32)

log = logging.getLogger(__name__)


class Metrics:
    """What one process counts, and what the database knows of all at the moment it is asked."""

    def __init__(self, queue: Queue, data: Path) -> None:
        self.registry = CollectorRegistry()
        here: Mapping[str, Any] = {"registry": self.registry}
        route = ["method", "route"]
        self.requests = Counter("workprint_requests", "Requests answered.", [*route, "status"], **here)
        self.seconds = Histogram(
            "workprint_request_seconds", "Seconds to the end of an answer.", route, buckets=_ANSWERS, **here
        )
        self.received = Counter("workprint_received_bytes", "Bytes of requests, by route.", route, **here)
        self.sent = Counter("workprint_sent_bytes", "Bytes of answers, by route.", route, **here)
        self.streams = Gauge("workprint_open_streams", "Event streams that are open.", **here)
        self.jobs = Histogram(
            "workprint_job_seconds", "Seconds of work on a job, by kind and how it ended.", ["kind", "end"],
            buckets=_WORK, **here,
        )  # fmt: skip
        self.speed = Histogram(
            "workprint_render_speed", "Seconds of film per second of rendering.", buckets=_SPEED, **here
        )
        self.tidied = Counter(
            "workprint_tidied", "Things removed by housekeeping, by kind.", ["kind"], **here
        )
        self.registry.register(_Now(queue, data))

    def watched(self, task: Task) -> Task:
        """A task whose lines in the log say what they are about, and whose time is measured."""

        def watched(work: Work) -> Any:
            job, begun, end, result = work.job, time.monotonic(), "failed", None
            render = job.payload.get("name") if job.kind == "export" else None
            with about(session=job.session, job=job.id, run=job.payload.get("run"), render=render):
                try:
                    result = task(work)
                    end = "done"
                except Fault as fault:
                    end = "cancelled" if fault.code == Cancelled.code else end
                    raise
                finally:
                    self.ended(job, end, time.monotonic() - begun, result)
            return result

        return watched

    def ended(self, job: Job, end: str, seconds: float, result: Any) -> None:
        """A job was in the hands of this process for so long, and ended so."""
        self.jobs.labels(job.kind, end).observe(seconds)
        if job.kind == "export" and end == "done" and seconds > 0:
            self.speed.observe(float(result["duration"]) / seconds)
        for kind, many in (result or {}).items() if job.kind == "tidy" else ():
            self.tidied.labels(kind).inc(many)

    def text(self) -> bytes:
        """All figures, to be read by Prometheus."""
        return generate_latest(self.registry)


class _Now(Collector):
    """What is found out when it is asked for."""

    def __init__(self, queue: Queue, data: Path) -> None:
        self.queue = queue
        self.data = data

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for look in (self._queue, self._workers, self._disk):
            yield from _told(look)

    def describe(self) -> list[GaugeMetricFamily]:
        # Nothing is asked of the database before anyone asks for figures.
        return []

    def _queue(self) -> Iterator[GaugeMetricFamily]:
        found = GaugeMetricFamily(
            "workprint_jobs", "Jobs there are, by lane and state.", labels=["lane", "state"]
        )
        for lane, states in self.queue.waiting.counts().items():
            for state, many in states.items():
                found.add_metric([lane, state], many)
        yield found

    def _workers(self) -> Iterator[GaugeMetricFamily]:
        many = len(self.queue.at_work())
        yield GaugeMetricFamily("workprint_workers", "Workers that gave a sign of life.", value=many)

    def _disk(self) -> Iterator[GaugeMetricFamily]:
        found = shutil.disk_usage(self.data)
        yield GaugeMetricFamily(
            "workprint_disk_free_bytes", "Free on the disk of the data.", value=found.free
        )
        yield GaugeMetricFamily(
            "workprint_disk_used_bytes", "Used on the disk of the data.", value=found.used
        )


def _told(look: Callable[[], Iterator[GaugeMetricFamily]]) -> list[GaugeMetricFamily]:
    """The figures of one look; none where what is looked at does not answer: the others are told all the
    same."""
    try:
        return list(look())
    except (Fault, OSError) as error:
        log.warning("some figures are not known: %s", error)
        return []
