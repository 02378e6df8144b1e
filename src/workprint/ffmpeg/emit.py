"""Graph to FFmpeg command line. The only place where a filter string is written or escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from workprint.base import Curve, digest
from workprint.graph import INPUT, File, Graph, Made, Node, Pad, Text, Value

from .run import input_args

MadeValues = Mapping[str, Mapping[str, Value]]
"""What was made for each `Made.key`: its fields ("" for a single result)."""


@dataclass(frozen=True)
class Command:
    """An FFmpeg command line, and which document id each of its filter instances stands for."""

    args: tuple[str, ...]
    origins: Mapping[str, str] = field(default_factory=dict)


def escape(text: str) -> str:
    """An option's value, escaped for the option list and then for the filtergraph."""
    once = "".join("\\" + c if c in "\\':" else c for c in text)
    return "".join("\\" + c if c in "\\'[],;" else c for c in once)


def command(
    graph: Graph,
    outputs: Sequence[Sequence[str]],
    work: Path,
    made: MadeValues | None = None,
    threads: int = 0,
) -> Command:
    """The command that renders `graph`; `outputs` gives, for each pad, options ending in a file name.

    Texts and the filtergraph itself are written into the folder `work`. Pads that share a file name
    become streams of one file: give such a file's options with its last pad, and () before. Each input
    is decoded by so many `threads` (0: by as many as FFmpeg likes).
    """
    return _Emitter(work, made or {}, threads).emit(graph, outputs)


class _Emitter:
    def __init__(self, work: Path, made: MadeValues, threads: int) -> None:
        self.work = work
        self.threads = threads
        self.made = made
        self.inputs: dict[str, int] = {}
        self.input_options: list[str] = []
        self.chains: list[str] = []
        self.names: dict[str, str] = {}
        self.labels: dict[str, list[str]] = {}
        self.origins: dict[str, str] = {}

    def emit(self, graph: Graph, outputs: Sequence[Sequence[str]]) -> Command:
        nodes = list(graph.walk())
        uses = Counter(pad.key for node in nodes for pad in node.inputs)
        uses.update(pad.key for pad in graph.outputs)
        for number, node in enumerate(nodes):
            self._node(node, f"n{number}", uses)
        maps: list[str] = []
        for pad, options in zip(graph.outputs, outputs, strict=True):
            maps += ["-map", f"[{self._take(pad)}]", *options]
        script = self.work / f"{graph.key[:16]}.graph"
        script.write_text(";\n".join(self.chains), encoding="utf-8")
        return Command((*self.input_options, "-/filter_complex", str(script), *maps), self.origins)

    def _node(self, node: Node, name: str, uses: Counter[str]) -> None:
        if node.name == INPUT:
            label = self._input(node)
            chain = f"[{label}]{'null' if node.outputs[0] == 'video' else 'anull'}"
        else:
            instance = f"{node.name}@{node.label or name}"
            self.origins[instance] = node.origin
            options = ":".join(f"{key}={escape(self._value(value))}" for key, value in node.args)
            chain = "".join(f"[{self._take(pad)}]" for pad in node.inputs) + instance
            chain += f"={options}" if options else ""
        splits: list[str] = []
        for index, kind in enumerate(node.outputs):
            pad, label = Pad(node, index), f"{name}_{index}"
            chain += f"[{label}]"
            copies = [f"{label}_{copy}" for copy in range(uses[pad.key])]
            self.labels[pad.key] = copies if len(copies) > 1 else [label]
            if len(copies) > 1:
                split = "split" if kind == "video" else "asplit"
                splits.append(f"[{label}]{split}={len(copies)}" + "".join(f"[{copy}]" for copy in copies))
        self.chains += [chain, *splits]

    def _take(self, pad: Pad) -> str:
        return self.labels[pad.key].pop(0)

    def _input(self, node: Node) -> str:
        source = node.arg("file")
        value = self._resolved(source) if isinstance(source, Made) else source
        assert isinstance(value, File), node
        options = [(key, item) for key, item in node.args if key not in ("file", "stream", "index")]
        key = digest([value.path, [[k, str(v)] for k, v in options]])
        if key not in self.inputs:
            self.inputs[key] = len(self.inputs)
            self.origins[f"in#{self.inputs[key]}"] = node.origin
            for name, item in options:
                if isinstance(item, bool):
                    self.input_options.append(f"-{name}" if item else f"-no{name}")
                elif name != "branch":
                    self.input_options += [f"-{name}", self._value(item)]
            if self.threads:
                self.input_options += ["-threads", str(self.threads)]
            self.input_options += input_args(value.path)
        stream = node.arg("stream")
        index = node.arg("index")
        return f"{self.inputs[key]}:{index}" if index is not None else f"{self.inputs[key]}:{stream}:0"

    def _resolved(self, made: Made) -> Value:
        return self.made[made.key][made.field]

    def _value(self, value: Value) -> str:
        if isinstance(value, Made):
            value = self._resolved(value)
        if isinstance(value, bool):
            return "1" if value else "0"
        if isinstance(value, float):
            return f"{value:.9f}".rstrip("0").rstrip(".") or "0"
        if isinstance(value, Fraction):
            return (
                f"{value.numerator}/{value.denominator}" if value.denominator != 1 else str(value.numerator)
            )
        if isinstance(value, File):
            return value.path
        if isinstance(value, Text):
            path = self.work / f"{digest(value.content)[:16]}{value.suffix}"
            path.write_text(value.content, encoding="utf-8")
            return str(path)
        if isinstance(value, Curve):
            return value.expression()
        return str(value)
