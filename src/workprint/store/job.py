"""What a job is, and what can be wrong with one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import RowMapping

from workprint.base import Fault, Text

State = Literal["queued", "running", "done", "failed", "cancelled", "dead"]
ENDED = ("done", "failed", "cancelled", "dead")

PRIORITIES = {"turn": 0, "preview": 10, "ingest": 20, "export": 30, "tidy": 90}
"""What is waited for goes first: an answer, a preview, footage being taken in, then exports. A part of a
job is as urgent as the whole."""


class QueueFull(Fault):
    code = "queue_full"
    en = "There is more to do than this server can take ({waiting} jobs wait). Nothing was begun; try again in {seconds} s."
    zh = "服务器任务已满（{waiting} 个任务在等待）。未开始任何操作，请在 {seconds} 秒后重试。"


class NoSuchJob(Fault):
    code = "no_such_job"
    en = "There is no job {job}."
    zh = "没有任务 {job}。"


class NotEnded(Fault):
    code = "not_ended"
    en = "The job {job} is {state}: only one that failed, was stopped or was set aside can be tried again."
    zh = "任务 {job} 的状态为 {state}：只有失败、已停止或被搁置的任务才能重试。"


class LeaseLost(Fault):
    code = "lease_lost"
    en = "The job {job} was taken over by another worker."
    zh = "任务 {job} 已由另一个工作进程接管。"


class Dead(Fault):
    code = "dead"
    en = "This broke the program that worked on it, several times. It is kept to be looked at."
    zh = "该任务多次导致处理程序崩溃，已保留以供检查。"


class Stuck(Fault):
    code = "stuck"
    en = "This made no progress, several times. It is kept to be looked at."
    zh = "该任务多次没有进展，已保留以供检查。"


class WholeEnded(Fault):
    code = "whole_ended"
    en = "What this was a part of has ended."
    zh = "其所属的任务已结束。"


@dataclass(frozen=True)
class Job:
    """One piece of work. `result` is there when it is done, `error` (a fault: its code, and a
    sentence per language) when it is not. `moved`: when it last got further."""

    id: str
    kind: str
    lane: str
    priority: int
    user: str
    session: str | None
    parent: str | None
    alone: str | None
    payload: Mapping[str, Any]
    state: State
    progress: float
    note: Text
    result: Any
    error: Mapping[str, Any] | None
    cancel: bool
    attempts: int
    owner: str | None
    created: float
    started: float | None
    moved: float | None
    finished: float | None

    @property
    def ended(self) -> bool:
        return self.state in ENDED


@dataclass(frozen=True)
class New:
    """A job to be queued. Without an `id` it gets one."""

    kind: str
    payload: Mapping[str, Any]
    user: str
    session: str | None = None
    lane: str = "cpu"
    alone: str | None = None
    parent: str | None = None
    id: str = ""


def told(fault: Fault | type[Fault]) -> dict[str, Any]:
    """A fault as it is kept: its code, and its sentence in every language."""
    if isinstance(fault, Fault):
        return {"code": fault.code, "en": fault.say("en"), "zh": fault.say("zh")}
    return {"code": fault.code, "en": fault.en, "zh": fault.zh}


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def job_of(row: RowMapping) -> Job:
    """The job of a row of the table."""
    fields = {name: row[name] for name in Job.__dataclass_fields__ if name in row}
    fields["payload"] = json.loads(row["payload"])
    fields["note"] = json.loads(row["note"])
    fields["result"] = json.loads(row["result"]) if row["result"] else None
    fields["error"] = json.loads(row["error"]) if row["error"] else None
    return Job(**fields)
